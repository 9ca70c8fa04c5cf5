internal import TOML
internal import Templates
internal import Text
internal import Values

/// The keys of strategies (design 8; `docs/strategies.md`).
extension RunbookReader {
  /// Without any of these there is no rollout.
  private static func requiredKeys(of kind: NodeKind) -> [NodeKey] {
    switch kind {
    case .blueGreen: [.target, .active, .deploy, .check, .switch]
    case .canary: [.target, .deploy, .shift, .check]
    default: [.target, .targets, .update, .check]
    }
  }

  /// Actions that change something.
  private static let actionKeys: [NodeKey] = [
    .deploy, .switch, .cleanup, .retire, .shift, .promote, .undoPromote, .update, .drain, .restore, .revert,
  ]
  /// What only looks.
  private static let probeKeys: [NodeKey] = [
    .check, .active, .smoke, .weight, .stableCheck, .targetsFrom, .gate, .current, .onFailCapture,
  ]
  /// Times in which something must be able to end, with what holds where they are not written.
  private static let deadlineKeys: [(key: NodeKey, otherwise: Duration?)] = [
    (.interval, StrategyDefaults.interval), (.deadline, StrategyDefaults.deadline),
    (.approveTimeout, StrategyDefaults.approveTimeout), (.actionTimeout, StrategyDefaults.actionTimeout),
    (.progressDeadline, StrategyDefaults.progressDeadline), (.holdMax, nil),
  ]
  private static let durationKeys: [NodeKey] = [.minHealthy, .soak, .grace, .pause]

  mutating func report(_ problem: RolloutProblem, at item: TOMLItem, key: Bool = false) {
    diagnostics.report(problem, in: source, at: key ? item.keySpan : item.valueSpan)
  }

  /// The strategy as far as it could be read; what is missing is reported, and does not keep the rest from being checked.
  mutating func readStrategy(_ kind: NodeKind, _ table: TOMLItem, _ items: NodeItems) -> StrategyDeclaration {
    strategyKind = kind
    defer { strategyKind = nil }
    var strategy = StrategyDeclaration(kind: kind, target: items[.target].flatMap { nonEmpty($0) } ?? .literal(""))
    for (key, item) in items { strategy.spans[key] = item.valueSpan }
    strategy.version = items[.version].flatMap { nonEmpty($0) }
    strategy.previous = items[.previous].flatMap { nonEmpty($0) }
    readSteps(items, into: &strategy)
    readNumbers(items, into: &strategy)
    strategy.onUnknown = items[.onUnknown].flatMap { field($0) }
    strategy.onFailure = items[.onFailure].flatMap { readFailureAnswer($0, kind) }
    reportMissingKeys(of: strategy, table)
    if let item = items[.approve] { strategy.approval = readApprovedSteps(item) }
    if let item = items[.lock] { strategy.lock = readStrategyLock(item, items) }
    strategy.window = items[.window].map { readWindow($0) }
    switch kind {
    case .blueGreen: readBlueGreen(items, into: &strategy)
    case .canary: readCanary(items, into: &strategy)
    default: readProgressive(items, into: &strategy)
    }
    return strategy
  }

  private mutating func reportMissingKeys(of strategy: StrategyDeclaration, _ table: TOMLItem) {
    guard isWhole else { return }
    let missing = Self.requiredKeys(of: strategy.kind).filter { key in
      table[key.rawValue] == nil && !(key == .targets && table[NodeKey.targetsFrom.rawValue] != nil)
    }
    let lacksRevert =
      strategy.kind == .progressive && table[NodeKey.revert.rawValue] == nil && !mayHalt(strategy, table)
    if !missing.isEmpty {
      let all = missing + (lacksRevert ? [.revert] : [])
      report(.incomplete(strategy.kind, missing: all.map(\.rawValue)), at: table, key: true)
    } else if lacksRevert {
      report(.withoutRevert, at: table, key: true)
    }
  }

  /// Whether it may not go back on a failure: of an answer that is a template only planning can tell, and of one that is
  /// wrong nobody.
  private func mayHalt(_ strategy: StrategyDeclaration, _ table: TOMLItem) -> Bool {
    guard table[NodeKey.onFailure.rawValue] != nil else { return false }
    return strategy.onFailure?.literal.map { $0 == .halt } ?? true
  }

  // MARK: - What all have

  private mutating func readSteps(_ items: NodeItems, into strategy: inout StrategyDeclaration) {
    for key in Self.actionKeys {
      guard let item = items[key], key != .drain || isAction(item, of: strategy.kind) else { continue }
      strategy.read(readStep(item, of: items, .rollback), as: key)
    }
    for key in Self.probeKeys {
      guard let item = items[key] else { continue }
      // Only a check may be left out, and only by saying so.
      if key == .check, item.string == "none" {
        strategy.hasNoCheck = true
      } else {
        strategy.read(readStep(item, of: items, .probe), as: key)
      }
    }
  }

  /// Whether `drain`, which is a time of Canary, is an action, as it must be of Progressive.
  private mutating func isAction(_ item: TOMLItem, of kind: NodeKind) -> Bool {
    let form = KeyDefinition.Form.commandOrTable
    if kind == .canary || form.accepts(item.kind) { return kind != .canary }
    report(.wrongForm(item.key, expected: form.name, found: item.kind.name), at: item)
    return false
  }

  private mutating func readNumbers(_ items: NodeItems, into strategy: inout StrategyDeclaration) {
    for (key, otherwise) in Self.deadlineKeys {
      strategy.durations[key] = items[key].flatMap { readTimeout($0, otherwise: otherwise) }
    }
    for key in Self.durationKeys { strategy.durations[key] = items[key].flatMap { field($0) } }
    for (key, range) in StrategyDefaults.counts {
      strategy.counts[key] = items[key].flatMap { integer($0, in: range, range.words) }
    }
  }

  private mutating func readFailureAnswer(
    _ item: TOMLItem, _ kind: NodeKind
  ) -> Field<StrategyDeclaration.FailureAnswer>? {
    let answer: Field<StrategyDeclaration.FailureAnswer>? = field(item)
    guard answer?.literal == .revertBatch, kind != .progressive else { return answer }
    report(
      .wrongValue(item.key, expected: "\"rollback\" or \"halt\"", found: item.string ?? "", suggestion: nil), at: item)
    return nil
  }

  private mutating func readApprovedSteps(_ item: TOMLItem) -> StrategyDeclaration.Approval {
    guard item.kind == .array else { return field(item).map { .flag($0) } ?? .never }
    return .steps(item.children.compactMap { integer($0, atLeast: 1) })
  }

  /// A list any item of which, or all of which, may be a template; each item that is wrong is reported.
  mutating func itemList<Item>(
    _ item: TOMLItem, of type: Item.Type, _ expected: String = Item.typeName
  ) -> Field<ItemList<Item>>? {
    let parts = item.kind == .array ? item.children.map { $0 } : [item]
    var isRight = true
    for part in parts where !(part.string.map { Template.isTemplate($0) } ?? false) {
      guard Item.convert(part.value) == nil else { continue }
      let found = part.string ?? String.convert(part.value) ?? ""
      report(
        item.kind == .array
          ? .wrongItem(item.key, expected: expected, found: "`\(found)`")
          : .wrongValue(item.key, expected: expected, found: found, suggestion: nil), at: part)
      isRight = false
    }
    return isRight ? field(item) : nil
  }

  // MARK: - Locks and windows

  private mutating func readStrategyLock(_ item: TOMLItem, _ node: NodeItems) -> StrategyDeclaration.Lock {
    switch item.kind {
    case .boolean: return item.boolean == true ? .target : .none
    case .table: return readSharedLock(item, node).map { .shared($0) } ?? .none
    default: return .named(readLocks(item))
    }
  }

  private mutating func readSharedLock(_ table: TOMLItem, _ node: NodeItems) -> SharedLockDeclaration? {
    let items: KeyItems<SharedLockKey> = usableKeys(of: table, in: "`\(table.key)`")
    for key in [SharedLockKey.acquire, .release] where table[key.rawValue] == nil {
      report(.missingSubkey(key.rawValue, in: table.key), at: table, key: true)
    }
    let status = items[.status].flatMap { readStep($0, of: node, .probe) }
    let time: Field<Duration>? = items[.ttl].flatMap { readTimeout($0) }
    guard let acquire = items[.acquire].flatMap({ readStep($0, of: node, .rollback) }),
      let release = items[.release].flatMap({ readStep($0, of: node, .rollback) })
    else { return nil }
    return SharedLockDeclaration(acquire: acquire, release: release, status: status, timeToLive: time)
  }
}
