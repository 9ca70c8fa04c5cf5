internal import CSystem
public import Planning
internal import Running
internal import Text
internal import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Finds plugins, and asks them what they can do (docs/plugins.md).
///
/// Each is asked once, however many nodes call it.
public final class PluginFinder {
  /// A file that is a plugin by its name.
  public struct Candidate: Sendable {
    /// The plugin's name.
    public let name: String
    /// The file, from the root.
    public let path: String
  }

  /// The folder beside a runbook that plugins are looked for in first.
  public static let folder = ".pyflow/plugins"

  /// pyflow's own `PATH`: what a node inherits does not decide what can be called.
  private lazy var path = OwnProcess.environment.last { $0.name == "PATH" }?.value ?? ProgramSearch.defaultPath
  private lazy var signals = HeldSignals()
  private var answers: [String: Result<PluginDescription, PluginFault>] = [:]

  /// A finder that has not asked anybody.
  public init() {}

  /// The plugin of a name that a runbook in `folder` calls.
  public func find(_ name: String, beside folder: String) -> Result<FoundPlugin, PluginFault> {
    let file = PluginProtocol.executablePrefix + name
    var refused: String?
    for place in places(beside: folder) {
      let candidate = "\(place)/\(file)"
      guard Self.isFile(candidate) else { continue }
      if access(candidate, X_OK) == 0 {
        return describe(Candidate(name: name, path: candidate)).map { FoundPlugin(path: candidate, description: $0) }
      }
      refused = refused ?? candidate
    }
    if let refused { return .failure(.notExecutable(refused)) }
    return .failure(.missing(places: placeNames(beside: folder)))
  }

  /// Where plugins are looked for that a runbook in `folder` calls, for people.
  public func placeNames(beside folder: String) -> [String] {
    [folder.isEmpty ? Self.folder : "\(folder)/\(Self.folder)", "PATH"]
  }

  /// All that are there, by name, those first that a runbook in `folder` would call.
  public func candidates(beside folder: String) -> [Candidate] {
    var found: [String: Candidate] = [:]
    for place in places(beside: folder) {
      for file in Folder.files(in: place, suffix: "") where file.hasPrefix(PluginProtocol.executablePrefix) {
        let name = String(file.dropFirst(PluginProtocol.executablePrefix.count))
        let path = "\(place)/\(file)"
        guard PluginProtocol.isName(name), Self.isFile(path) else { continue }
        // One that may be executed comes before one that may not, as when it is called.
        if let known = found[name], access(known.path, X_OK) == 0 || access(path, X_OK) != 0 { continue }
        found[name] = Candidate(name: name, path: path)
      }
    }
    return found.values.sorted { $0.name < $1.name }
  }

  private func places(beside folder: String) -> [String] {
    let own = Self.absolute(folder.isEmpty ? Self.folder : "\(folder)/\(Self.folder)")
    let entries = path.split(separator: ":", omittingEmptySubsequences: false)
    return [own] + entries.map { Self.absolute(String($0)) }
  }

  private static func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : path.isEmpty ? Folder.current : "\(Folder.current)/\(path)"
  }

  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  // MARK: - Asking

  /// What a plugin says of itself.
  public func describe(_ candidate: Candidate) -> Result<PluginDescription, PluginFault> {
    if let known = answers[candidate.path] { return known }
    let answer = access(candidate.path, X_OK) == 0 ? ask(candidate) : .failure(.notExecutable(candidate.path))
    answers[candidate.path] = answer
    return answer
  }

  private func ask(_ candidate: Candidate) -> Result<PluginDescription, PluginFault> {
    var command = ShortCommand(
      arguments: [candidate.path], directory: Folder.current, limit: PluginProtocol.describeTimeout)
    command.outputLimit = PluginProtocol.lineLimit + 1
    command.input = PluginProtocol.describeRequest
    command.signals = signals.pipe
    switch command.run() {
    case .couldNotStart(let message): return .failure(.couldNotStart(message))
    case .timedOut: return .failure(.hung(limit: DurationText.format(PluginProtocol.describeTimeout)))
    case .tooMuch: return .failure(.rubbish("printed more than \(PluginProtocol.lineLimit) bytes"))
    case .interrupted(let signal):
      signals.pass(on: signal)
      return .failure(.couldNotStart("interrupted by \(signal.rawValue)"))
    case .ended(let exit, let output, let errors):
      let answer = PluginDescription.read(output, name: candidate.name)
      if exit.signal == 0, exit.code == 0 { return answer }
      if case .failure(.refused) = answer { return answer }
      let how = exit.signal == 0 ? "exit \(exit.code)" : "signal \(exit.signal)"
      return .failure(.died(how, said: Self.lastLine(errors)))
    }
  }

  private static func lastLine(_ errors: [UInt8]) -> String? {
    OutputText.lines(errors).last { !$0.isEmpty }.map { String($0.prefix(200)) }
  }
}
