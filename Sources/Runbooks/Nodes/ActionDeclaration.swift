/// What a node does, by its kind.
public enum ActionDeclaration: Sendable {
  case command(CommandDeclaration)
  /// Stored apart, being much larger than the others.
  indirect case http(HTTPDeclaration)
  case function(FunctionDeclaration)
  indirect case plugin(PluginCallDeclaration)
  indirect case manual(ManualDeclaration)
  case runbook(RunbookCallDeclaration)
  indirect case strategy(StrategyDeclaration)

  /// The kind of nodes that do this.
  public var kind: NodeKind {
    switch self {
    case .command: .command
    case .http: .http
    case .function, .plugin: .function
    case .manual: .manual
    case .runbook: .runbook
    case .strategy(let strategy): strategy.kind
    }
  }
}
