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
    case .command, .http, .function, .manual, .runbook: .now
    case .blueGreen, .canary, .progressive: .later
    }
  }

  static let strategies: [NodeKind] = [.blueGreen, .canary, .progressive]
}
