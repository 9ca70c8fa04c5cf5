internal import Audit
internal import Text

/// What names a run on the command line, as it is typed: `deploy.toml 01K…`, with the audit file if that stands elsewhere.
public struct RunArguments: Sendable {
  /// The runbook, or the audit file itself, as it was named.
  public var file: String
  /// The run's id.
  public var run: String
  /// The audit file.
  public var auditPath: String

  /// The arguments that name a run.
  public init(file: String, run: String, auditPath: String) {
    self.file = file
    self.run = run
    self.auditPath = auditPath
  }

  /// A command about the run, ready to paste; `node` stands behind the run, and options at the end.
  public func command(_ verb: String, node: String? = nil, _ rest: String...) -> String {
    let isUsual = auditPath == file || auditPath == AuditFile.path(besideRunbook: file)
    let words = [file, run] + (node.map { [$0] } ?? []) + rest + (isUsual ? [] : ["--audit", auditPath])
    // Harmless for a terminal too, where nobody could type anything else anyway.
    return "pyflow \(verb) " + words.map { ShellWord.quoted(OutputText.oneLine($0)) }.joined(separator: " ")
  }
}
