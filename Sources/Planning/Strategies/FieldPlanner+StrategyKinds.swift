internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// Rollouts: what each of the three has for itself (design 8).
extension FieldPlanner {
  mutating func planColors(of declaration: StrategyDeclaration, into strategy: inout PlanStrategy) {
    strategy.colors = declaration.colors.compactMap { known($0, key: "colors") }
    // What is written out was checked when the runbook was read, and a template without a value stays one.
    let hasTemplates = declaration.colors.contains { $0.literal == nil }
    guard hasTemplates, strategy.colors.count == 2, declaration.colors.count == 2,
      !StrategyDeclaration.areColors(strategy.colors)
    else { return }
    report(of: RolloutProblem.colors(strategy.colors), at: span(.colors, of: declaration))
  }

  // MARK: - Canary

  mutating func planSteps(of declaration: StrategyDeclaration, into strategy: inout PlanStrategy) {
    let weights = declaration.weights.flatMap { known($0, key: "steps") }
    strategy.weights = weights?.items.map(\.percent) ?? StrategyDefaults.weights
    planHolds(of: declaration, into: &strategy)
    strategy.drain = time(.drain, of: declaration) ?? strategy.drain
    strategy.metrics = declaration.metrics.map { plan($0) }
    strategy.replacesStable = known(declaration.replacesStable, key: "promote_replaces_stable") ?? false
  }

  private mutating func planHolds(of declaration: StrategyDeclaration, into strategy: inout PlanStrategy) {
    var holds = declaration.holds.flatMap { known($0, key: "hold") }?.items ?? [StrategyDefaults.hold]
    let steps = strategy.weights.count
    if holds.count != 1, holds.count != steps {
      report(.holdCount(holds.count, steps: steps), at: span(.hold, of: declaration))
    }
    if holds.isEmpty { holds = [StrategyDefaults.hold] }
    if holds.contains(.zero) {
      refuse("hold", expected: "more than nothing", found: "0s", at: span(.hold, of: declaration))
    }
    let longest = declaration.durations[.holdMax].flatMap { known(timeout: $0, key: "hold_max") }
    strategy.holds = (0..<steps).map { step in
      let usual = holds[min(step, holds.count - 1)]
      return (usual, longest ?? usual * StrategyDefaults.holdFactor)
    }
  }

  // MARK: - Metrics

  private mutating func plan(_ declaration: MetricDeclaration) -> PlanMetric {
    var metric = PlanMetric(name: known(declaration.name, key: "name") ?? "metric")
    if !RolloutMaker.isPartOfID(metric.name) {
      report(.unusableName(metric.name, of: "metric"), at: declaration.nameSpan)
    }
    planLimits(of: declaration, into: &metric)
    metric.hasBaseline = declaration.baseline != nil
    let empty = known(declaration.empty, key: "empty") ?? .unknown
    metric.empty = PlanMetric.Emptiness(rawValue: empty.rawValue) ?? .unknown
    let isDryRun = known(declaration.isDryRun, key: "dry_run") ?? false
    metric.decides = known(declaration.kind, key: "kind") != .info && !isDryRun
    return metric
  }

  private mutating func planLimits(of declaration: MetricDeclaration, into metric: inout PlanMetric) {
    metric.maximum = limit(.max, of: declaration)
    metric.minimum = limit(.min, of: declaration)
    metric.maximumRatio = limit(.maxRatio, of: declaration)
    metric.maximumDelta = limit(.maxDelta, of: declaration)
    metric.floor = limit(.floor, of: declaration) ?? metric.maximum.map { $0 / 10 } ?? 0
    if let ratio = metric.maximumRatio, ratio <= 0 {
      report(.limit("max_ratio", "more than 0", ratio), at: span(.maxRatio, of: declaration))
    }
    if let least = metric.minimum, let most = metric.maximum, least > most {
      report(.noHealthyNumber(least, most), at: span(.min, of: declaration))
    }
  }

  /// A limit that something can be over, or under.
  private mutating func limit(_ key: MetricKey, of declaration: MetricDeclaration) -> Double? {
    guard let limit = declaration.limits[key].flatMap({ known($0, key: key.rawValue) }) else { return nil }
    if limit.isFinite { return limit }
    report(.limit(key.rawValue, "a finite number", limit), at: span(key, of: declaration))
    return nil
  }

  private func span(_ key: MetricKey, of declaration: MetricDeclaration) -> ByteSpan {
    declaration.spans[key] ?? declaration.nameSpan
  }

  // MARK: - Progressive

  mutating func planTargets(
    of declaration: StrategyDeclaration, _ shell: ShellChoice, into strategy: inout PlanStrategy
  ) {
    let names = targetNames(of: declaration, shell, into: &strategy)
    let written = declaration.batches.flatMap { known($0, key: "batches") }?.items ?? StrategyDefaults.batches
    checkBatches(written, declaration)
    let sizes = Self.batchSizes(of: names.count, written.isEmpty ? StrategyDefaults.batches : written)
    strategy.targets = zip(names, sizes.enumerated().flatMap { Array(repeating: $0 + 1, count: $1) })
      .map { PlanStrategy.Target(name: $0, batch: $1) }
    strategy.pause = time(.pause, of: declaration) ?? strategy.pause
    strategy.parallel = count(.parallel, of: declaration)
    let limit = declaration.maxFailures.flatMap { known($0, key: "max_failures") }
    strategy.maxFailures = limit?.allowed(of: names.count) ?? 0
    let available = declaration.minAvailable.flatMap { known($0, key: "min_available") }
    // Those that may fail need not be available: else the first failure that is allowed would stop the next full batch.
    let usual = names.count - (sizes.max() ?? 0) - strategy.maxFailures
    strategy.minAvailable = available?.needed(of: names.count) ?? max(0, usual)
  }

  /// The names of the targets, in the order in which they come.
  private mutating func targetNames(
    of declaration: StrategyDeclaration, _ shell: ShellChoice, into strategy: inout PlanStrategy
  ) -> [String] {
    if let names = writtenTargets(of: declaration) ?? foundTargets(of: declaration, shell, into: &strategy) {
      return ordered(names, declaration, into: &strategy)
    }
    guard declaration.targets != nil || declaration.steps[.targetsFrom] != nil else { return [] }
    // One stands for those that nobody knows yet, so that what is done to each can be checked.
    strategy.areTargetsOpen = true
    return ordered(["TARGET"], declaration, into: &strategy)
  }

  private mutating func writtenTargets(of declaration: StrategyDeclaration) -> [String]? {
    guard let targets = declaration.targets, let value = known(targets, key: "targets") else { return nil }
    let place = span(.targets, of: declaration)
    if value.list?.isEmpty == true { report(.noTargets, at: place) }
    if value.list == nil { refuse("targets", expected: "a list", found: String.convert(value) ?? "", at: place) }
    return (value.list ?? []).map { String.convert($0) ?? "" }
  }

  private mutating func ordered(
    _ names: [String], _ declaration: StrategyDeclaration, into strategy: inout PlanStrategy
  ) -> [String] {
    switch declaration.order.flatMap({ known($0, key: "order") }) {
    case .reverse: return names.reversed()
    case .shuffle:
      let seed = TargetShuffle.seed(of: names, strategy)
      strategy.seed = seed
      return TargetShuffle.shuffled(names, seed: seed)
    case .listed, nil: return names
    }
  }

  /// The sizes of batches: percentages of all targets, rounded down, at least one; the last repeats.
  static func batchSizes(of count: Int, _ written: [CountOrShare]) -> [Int] {
    var (left, sizes) = (count, [Int]())
    while left > 0, let last = written.indices.last {
      let size = min(left, max(1, written[min(sizes.count, last)].allowed(of: count)))
      sizes.append(size)
      left -= size
    }
    return sizes
  }
}
