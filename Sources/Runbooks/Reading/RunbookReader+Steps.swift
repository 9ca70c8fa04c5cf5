internal import TOML
internal import Templates
internal import Text
internal import Values

/// Actions that belong to a node, `rollback` and others: a command, or a table with the keys of an action.
extension RunbookReader {
  /// The kinds that what belongs to a node can be of, and the keys that its table may have besides those of its action.
  struct StepRule {
    let kinds: [NodeKind]
    let commonKeys: Set<NodeKey>
    /// Keys of its action that have no meaning for it.
    var meaninglessKeys: Set<NodeKey> = []
    /// How long a command may take that does not say.
    var usualTimeout: Duration?

    private static let settings: Set<NodeKey> = [
      .timeout, .env, .inheritEnv, .limits, .workingDirectory, .shell, .type,
    ]
    static let rollback = StepRule(kinds: [.command, .http, .function], commonKeys: settings.union([.retry]))
    /// Of what only looks, and changes nothing.
    static let probe = StepRule(
      kinds: [.command, .http], commonKeys: settings, meaninglessKeys: [.interactive, .leaveRunning, .parse],
      usualTimeout: StepDeclaration.lookTimeout)
  }

  mutating func readStep(_ item: TOMLItem, of node: NodeItems, _ rule: StepRule) -> StepDeclaration? {
    guard item.kind == .table else { return readStepCommand(item, of: node) }
    let items: NodeItems = usableKeys(of: item, in: "`\(item.key)`")
    guard let kind = kind(of: item, items) else { return nil }
    guard rule.kinds.contains(kind) else {
      report(.stepKind(item.key, kind, allowed: rule.kinds), at: item, key: true)
      return nil
    }
    refuseKeys(of: item, besides: kind, rule)
    let plugin = kind == .function && items[.plugin].map { $0.string != Self.builtinPlugin } ?? false
    refuseIneffectiveKeys(items, Starts([kind], plugin: plugin))
    guard let action = readAction(kind, item, items.filled(from: inherited(from: node))) else {
      return nil
    }
    var step = StepDeclaration(action: action)
    let usual = kind == .http ? HTTPDeclaration.defaultTimeout : rule.usualTimeout
    step.timeout = items[.timeout].flatMap { readTimeout($0, otherwise: usual) }
    step.retry = items[.retry].flatMap { readRetry($0) }
    if let method = action.unsafeMethod, let item = items[.retry] {
      report(.unsafeRepetition(method), at: item, key: true)
    }
    step.environment = items[.env].map { environment($0) } ?? []
    step.inheritance = items[.inheritEnv].flatMap { field($0) }
    step.limits = items[.limits].map { readLimits($0) }
    step.workingDirectory = items[.workingDirectory].flatMap { nonEmpty($0) }
    step.shell = items[.shell].flatMap { shell($0) }
    return step
  }

  private mutating func readStepCommand(_ item: TOMLItem, of node: NodeItems) -> StepDeclaration? {
    var items = inherited(from: node)
    items[.command] = item
    return readAction(.command, item, items).map { StepDeclaration(action: $0) }
  }

  /// The keys that are taken over from the node.
  private func inherited(from node: NodeItems) -> NodeItems {
    node.only(.shell)
  }

  private mutating func refuseKeys(of table: TOMLItem, besides kind: NodeKind, _ rule: StepRule) {
    for item in table.children {
      guard let key = NodeKey.named(item.key), key.definition.availability == .now else { continue }
      let kinds = key.definition.kinds
      let isKnown = rule.commonKeys.contains(key) || key.isOfAction && !rule.meaninglessKeys.contains(key)
      if isKnown, kinds.isEmpty || kinds.contains(kind) { continue }
      report(.unknownKey(item.key, in: "`\(table.key)`", suggestion: nil), at: item, key: true)
    }
  }
}
