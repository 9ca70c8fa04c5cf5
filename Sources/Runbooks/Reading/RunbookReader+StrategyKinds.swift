internal import TOML
internal import Templates
internal import Text
internal import Values

/// The keys that each of the strategies has for itself (design 8).
extension RunbookReader {
  mutating func readBlueGreen(_ items: NodeItems, into strategy: inout StrategyDeclaration) {
    guard let item = items[.colors] else {
      strategy.colors = StrategyDefaults.colors.map { .literal($0) }
      return
    }
    strategy.colors = strings(item)
    let names = strategy.colors.compactMap(\.literal)
    // What templates come to, planning tells.
    let isKnown = names.count == strategy.colors.count
    if strategy.colors.count != 2 || isKnown && !StrategyDeclaration.areColors(names) {
      report(.colors(names), at: item)
    }
  }

  mutating func readCanary(_ items: NodeItems, into strategy: inout StrategyDeclaration) {
    strategy.weights = items[.steps].flatMap { itemList($0, of: TrafficWeight.self) }
    strategy.holds = items[.hold].flatMap { readHolds($0) }
    strategy.durations[.drain] = items[.drain].flatMap { item in
      if KeyDefinition.Form.duration.accepts(item.kind) { return field(item) }
      report(.wrongForm(item.key, expected: KeyDefinition.Form.duration.name, found: item.kind.name), at: item)
      return nil
    }
    if let item = items[.promoteReplacesStable], let flag: Field<Bool> = field(item) { strategy.replacesStable = flag }
    strategy.metrics = items[.metrics]?.children.compactMap { readMetric($0, items) } ?? []
  }

  private mutating func readHolds(_ item: TOMLItem) -> Field<ItemList<Duration>>? {
    let holds = itemList(item, of: Duration.self)
    guard holds?.literal?.items.contains(.zero) == true else { return holds }
    report(.timeoutOfZero(item.key, otherwise: DurationText.format(StrategyDefaults.hold)), at: item)
    return nil
  }

  mutating func readProgressive(_ items: NodeItems, into strategy: inout StrategyDeclaration) {
    if let from = items[.targetsFrom], items[.targets] != nil { report(.twoTargetLists, at: from, key: true) }
    strategy.targets = items[.targets].flatMap { readTargets($0) }
    strategy.batches = items[.batches].flatMap {
      itemList($0, of: CountOrShare.self, "a number, or a percentage up to \"100%\"")
    }
    strategy.maxFailures = items[.maxFailures].flatMap { field($0) }
    strategy.minAvailable = items[.minAvailable].flatMap { field($0) }
    strategy.order = items[.order].flatMap { field($0) }
  }

  private mutating func readTargets(_ item: TOMLItem) -> ValueTemplate? {
    guard item.kind == .array || item.string.map({ Template.isTemplate($0) }) == true else {
      report(.wrongForm(item.key, expected: KeyDefinition.Form.list.name, found: item.kind.name), at: item)
      return nil
    }
    for part in item.children where part.kind != .string && part.kind != .integer {
      report(.wrongItem(item.key, expected: TOMLKind.string.name, found: part.kind.name), at: part)
    }
    return valueTemplate(item)
  }

  // MARK: - Metrics

  private mutating func readMetric(_ table: TOMLItem, _ node: NodeItems) -> MetricDeclaration? {
    guard table.kind == .table else {
      report(.wrongItem(NodeKey.metrics.rawValue, expected: "a table", found: table.kind.name), at: table)
      return nil
    }
    return readMetric(in: table, node)
  }

  private mutating func readMetric(in table: TOMLItem, _ node: NodeItems) -> MetricDeclaration? {
    let items: KeyItems<MetricKey> = usableKeys(of: table, in: "`metrics`")
    for key in [MetricKey.name, .value] where table[key.rawValue] == nil {
      report(.missingSubkey(key.rawValue, in: NodeKey.metrics.rawValue), at: table)
    }
    let baseline = items[.baseline].flatMap { readStep($0, of: node, .probe) }
    let value = items[.value].flatMap { readStep($0, of: node, .probe) }
    guard let name = items[.name].flatMap({ nonEmpty($0) }), let value else { return nil }
    var metric = MetricDeclaration(name: name, value: value)
    metric.nameSpan = items[.name]?.valueSpan ?? table.valueSpan
    metric.baseline = baseline
    readVerdict(items, into: &metric)
    checkLimits(of: metric, table)
    return metric
  }

  /// What is healthy, and what follows if it is not.
  private mutating func readVerdict(_ items: KeyItems<MetricKey>, into metric: inout MetricDeclaration) {
    for key in [MetricKey.max, .min, .maxRatio, .maxDelta, .floor] {
      metric.limits[key] = items[key].flatMap { field($0) }
      metric.spans[key] = items[key]?.valueSpan
    }
    if let item = items[.kind], let kind: Field<MetricDeclaration.Kind> = field(item) { metric.kind = kind }
    if let item = items[.empty], let empty: Field<MetricDeclaration.Emptiness> = field(item) { metric.empty = empty }
    if let item = items[.dryRun], let flag: Field<Bool> = field(item) { metric.isDryRun = flag }
  }

  /// A metric that nothing limits, or that is compared with nothing, decides nothing.
  private mutating func checkLimits(of metric: MetricDeclaration, _ table: TOMLItem) {
    func item(_ key: MetricKey) -> TOMLItem? { table[key.rawValue] }
    let comparison = item(.maxRatio) ?? item(.maxDelta)
    if let compared = comparison ?? item(.floor), item(.baseline) == nil {
      report(.withoutBaseline(compared.key), at: compared, key: true)
    } else if let baseline = item(.baseline), comparison == nil {
      report(.withoutComparison, at: baseline, key: true)
    } else if comparison == nil, item(.max) == nil, item(.min) == nil, metric.kind.literal != .info {
      report(.withoutLimit, at: table)
    }
  }
}
