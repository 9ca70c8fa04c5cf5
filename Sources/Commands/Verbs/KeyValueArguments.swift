internal import Effects
internal import Runbooks
internal import Templates
internal import Text

/// What the arguments of `pyflow kv …` name: `[FILE] [KEY] [VALUE]`.
struct KeyValueArguments {
  /// What stands for the standard input as a value.
  static let standardInput = "-"

  /// The runbook beside which the store is.
  private let path: String?
  private let isSecret: Bool
  private(set) var key = ""
  private(set) var value = ""

  /// The number of arguments tells whether the first one is a file: key and value are never left out.
  init(_ invocation: Invocation, hasValue: Bool) throws(UsageProblem) {
    isSecret = invocation.has(.secret)
    var arguments = invocation.arguments[...]
    if invocation.verb == .kvSet, !hasValue, arguments.last == Self.standardInput { arguments.removeLast() }
    let needed = invocation.verb == .kvList ? 0 : hasValue ? 2 : 1
    guard (needed...needed + 1).contains(arguments.count) else { throw .missingArguments(invocation.verb) }
    path = arguments.count > needed ? arguments.popFirst() : nil
    if needed > 0 { key = arguments.popFirst() ?? "" }
    if hasValue { value = arguments.popFirst() ?? "" }
  }

  /// The store; nothing, after a word, if there can be none.
  func file(_ console: Console) throws(UsageProblem) -> KeyValueFile? {
    let runbook: RunbookFile?
    if let path {
      guard Folder.exists(path) else {
        console.complain(
          "\(OutputText.oneLine(path)): there is no such runbook",
          hint: isSecret ? "the value of a secret is no argument, which others could see: type it, or pipe it" : nil)
        return nil
      }
      runbook = RunbookFile(path: path)
    } else {
      runbook = try Self.runbookHere()
    }
    let folder = runbook?.folder ?? Folder.current
    do throws(GroupAccess.Refusal) {
      return KeyValueFile(of: folder, for: try Self.access(to: folder, of: runbook))
    } catch {
      _ = error.explain(to: console)
      return nil
    }
  }

  /// The runbook in the current folder; nothing if there are several, which share what they keep, or if runs were there.
  private static func runbookHere() throws(UsageProblem) -> RunbookFile? {
    do throws(UsageProblem) { return try RunbookFile.choose(nil) } catch {
      if case .severalRunbooks = error { return nil }
      if Folder.exists(Folder.state) { return nil }
      throw error
    }
  }

  /// Who may use what runs have written there; before any has, whom the runbook names.
  private static func access(to folder: String, of runbook: RunbookFile?) throws(GroupAccess.Refusal) -> FileAccess {
    if let access = FileAccess(ofFolder: folder + "/" + Folder.state) { return access }
    var ignored = Diagnostics()
    guard let source = runbook?.read(into: &ignored) else { return .userAlone }
    return try GroupAccess.of(RunbookReader.read(source, into: &ignored).settings.group?.literal)
  }
}
