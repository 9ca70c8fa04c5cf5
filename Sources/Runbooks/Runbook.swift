public import Text

/// A runbook: everything its file states, typed and with defaults filled in.
public struct Runbook: Sendable {
  /// The text it was read from.
  public let source: SourceText
  /// Whether the text is TOML throughout.
  ///
  /// Where it is not, names may be missing that were written, so nobody should complain about what they do not find.
  public let isWhole: Bool
  /// What `[runbook]` states.
  public var settings: RunbookSettings
  /// What `[variables]` declares, in order.
  public var variables: [VariableDeclaration]
  /// Its nodes, in order.
  public var nodes: [NodeDeclaration]
}
