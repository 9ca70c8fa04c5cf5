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
  /// Whether the first node is the approval that the chosen environment demands, before which nothing runs.
  public var hasGate = false

  /// The runbook as it runs with an environment: with its approval before the first node, if it demands one.
  public func running(in environment: String?) -> Runbook {
    guard let index = settings.environments.firstIndex(where: { $0.name == environment }),
      let gate = settings.environments[index].gate
    else { return self }
    var result = self
    // It is checked as a node now.
    result.settings.environments[index].gate = nil
    result.nodes.insert(gate, at: 0)
    result.hasGate = true
    return result
  }
}
