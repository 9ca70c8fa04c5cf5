internal import TOML
internal import Templates
internal import Text
internal import Values

/// `rollback`: a command, or a table with the keys of an action.
extension RunbookReader {
  /// The keys that the table of a rollback may have besides those of its action.
  private static let commonKeys: Set<NodeKey> = [.timeout, .retry, .env, .inheritEnv, .workingDirectory, .shell, .type]

  mutating func readRollback(_ item: TOMLItem, of node: NodeItems) -> RollbackDeclaration? {
    guard item.kind == .table else { return readRollbackCommand(item, of: node) }
    let items: NodeItems = usableKeys(of: item, in: "node `\(item.key)`")
    guard let kind = kind(of: item, items) else { return nil }
    guard kind == .command || kind == .http || kind == .function else {
      report(.rollbackKind(kind), at: item, key: true)
      return nil
    }
    refuseKeys(of: item, besides: kind)
    guard let action = readAction(kind, item, items.filled(from: inherited(from: node))) else {
      return nil
    }
    var rollback = RollbackDeclaration(action: action)
    rollback.timeout = items[.timeout].flatMap { readTimeout($0) }
    rollback.retry = items[.retry].flatMap { readRetry($0) }
    rollback.environment = items[.env].map { environment($0) } ?? []
    rollback.inheritance = items[.inheritEnv].flatMap { field($0) }
    rollback.limits = items[.limits].map { readLimits($0) }
    rollback.workingDirectory = items[.workingDirectory].flatMap { nonEmpty($0) }
    rollback.shell = items[.shell].flatMap { shell($0) }
    return rollback
  }

  private mutating func readRollbackCommand(
    _ item: TOMLItem, of node: NodeItems
  ) -> RollbackDeclaration? {
    var items = inherited(from: node)
    items[.command] = item
    return readAction(.command, item, items).map { RollbackDeclaration(action: $0) }
  }

  /// The keys that a rollback takes over from its node.
  private func inherited(from node: NodeItems) -> NodeItems {
    node.only(.shell)
  }

  private mutating func refuseKeys(of table: TOMLItem, besides kind: NodeKind) {
    for item in table.children {
      guard let key = NodeKey.named(item.key), key.definition.availability == .now else { continue }
      let kinds = key.definition.kinds
      if Self.commonKeys.contains(key) || kinds.contains(kind) { continue }
      report(.unknownKey(item.key, in: "`rollback`", suggestion: nil), at: item, key: true)
    }
  }
}
