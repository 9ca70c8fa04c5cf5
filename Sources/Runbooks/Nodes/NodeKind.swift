/// The kinds of nodes (design 3.4).
public enum NodeKind: String, Sendable, CaseIterable {
  case command = "Command"
  case http = "HTTP"
  case function = "Function"
  case manual = "Manual"
  case runbook = "Runbook"
  case blueGreen = "BlueGreen"
  case canary = "Canary"
  case progressive = "Progressive"

  /// Whether nodes of this kind can run.
  public var availability: KeyDefinition.Availability {
    switch self {
    case .command, .http, .function, .manual, .runbook, .blueGreen, .canary, .progressive: .now
    }
  }

  /// Whether nodes of this kind can have the key.
  func has(_ key: NodeKey) -> Bool {
    let kinds = key.definition.kinds
    return kinds.isEmpty || kinds.contains(self)
  }

  /// The kinds that stand for many nodes (design 8).
  public static let strategies: [NodeKind] = [.blueGreen, .canary, .progressive]

  /// Whether nodes of this kind are strategies.
  public var isStrategy: Bool { Self.strategies.contains(self) }
}
