internal import Values

/// What a plan asks outside: which targets there are (design 8, `targets_from`).
public struct TargetQuery: Sendable, Equatable {
  /// The program and its arguments.
  public let arguments: [String]
  /// The folder of the runbook, as the path of that names it; nothing for the current one.
  public let folder: String
  /// What its answer is called among the texts that the plan was made of.
  public let name: String

  /// What the names of all such texts begin with.
  public static let prefix = "targets_from:"

  init(_ arguments: [String], of node: String, in runbook: String) {
    self.arguments = arguments
    folder = FilePath.folder(of: runbook)
    let digest = SHA256.hash(Array(arguments.joined(separator: "\0").utf8)).hex.prefix(8)
    name = "\(Self.prefix)\(runbook):\(node):\(digest)"
  }

  /// The targets that a text names, a line each.
  public static func targets(in text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).map { String($0).trimmed }.filter { !$0.isEmpty }
  }
}
