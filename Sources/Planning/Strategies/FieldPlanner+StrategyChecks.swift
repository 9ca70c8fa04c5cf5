internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// What of a rollout contradicts itself (design 8; `docs/strategies.md`).
extension FieldPlanner {
  mutating func check(_ strategy: PlanStrategy, _ declaration: StrategyDeclaration) {
    checkTimes(strategy, declaration)
    switch strategy.kind {
    case .blueGreen: checkAnswer(strategy, declaration)
    case .canary:
      checkAnswer(strategy, declaration)
      checkSteps(strategy, declaration)
    case .progressive:
      checkRevert(strategy, declaration)
      checkTargets(strategy, declaration)
    }
  }

  // MARK: - Answers to failures that are templates; what is written out was checked when the runbook was read.

  private mutating func checkAnswer(_ strategy: PlanStrategy, _ declaration: StrategyDeclaration) {
    guard strategy.onFailure == .revertBatch, let span = declaration.onFailure?.template?.span else { return }
    report(.revertsBatch(strategy.kind), at: span)
  }

  private mutating func checkRevert(_ strategy: PlanStrategy, _ declaration: StrategyDeclaration) {
    guard strategy.onFailure != .halt, declaration.spans[.revert] == nil, let template = declaration.onFailure?.template
    else { return }
    report(of: RolloutProblem.withoutRevert, at: template.span)
  }

  // MARK: - Times

  private mutating func checkTimes(_ strategy: PlanStrategy, _ declaration: StrategyDeclaration) {
    let timing = strategy.timing
    let pairs: [(NodeKey, Duration, NodeKey, Duration)] = [
      (.minHealthy, timing.minHealthy, .deadline, timing.deadline),
      (.deadline, timing.deadline, .progressDeadline, timing.progressDeadline),
    ]
    // Of a time of nothing that is told itself.
    for (first, short, second, long) in pairs where short >= long && long > .zero {
      report(.times(first.rawValue, short, second.rawValue, long), at: written(first, second, declaration))
    }
    checkGate(timing, declaration)
    checkActionTimes(timing, declaration)
    let isWatched = strategy.kind == .progressive && declaration.steps[.gate] != nil || !declaration.hasNoCheck
    if timing.soak > .zero, isWatched {
      checkWindow(timing.soak, .soak, failures: 0, strategy, declaration)
    }
  }

  /// What must be healthy for some time is asked until it has been, for which there must be time.
  private mutating func checkGate(_ timing: RolloutTiming, _ declaration: StrategyDeclaration) {
    let (interval, healthy) = (timing.interval.inSeconds, timing.minHealthy.inSeconds)
    guard !declaration.hasNoCheck, interval > 0, timing.minHealthy < timing.deadline else { return }
    let needed = Duration.seconds((healthy / interval).rounded(.up) * interval)
    guard needed >= timing.deadline, timing.deadline > .zero else { return }
    report(
      .gateTooShort(interval: timing.interval, needed: needed, deadline: timing.deadline),
      at: written(.interval, .deadline, declaration))
  }

  /// An action that may take longer than nothing may come of it is ended by that, in the middle.
  private mutating func checkActionTimes(_ timing: RolloutTiming, _ declaration: StrategyDeclaration) {
    let (limit, keys) = (timing.progressDeadline, [NodeKey.drain, .update, .restore])
    // Only a batch has to go on; what each of its actions may take decides there.
    let actions = declaration.kind == .progressive ? keys.compactMap { declaration.steps[$0] } : []
    let isUsual = actions.contains { $0.timeout == nil } || declaration.spans[.actionTimeout] != nil
    if isUsual, timing.actionTimeout > limit {
      report(
        .timeOver("action_timeout", timing.actionTimeout, "progress_deadline", limit),
        at: written(.actionTimeout, .progressDeadline, declaration))
    }
    for key in keys where declaration.kind == .progressive {
      guard let time = declaration.steps[key]?.timeout?.literal, time > limit else { continue }
      report(.timeOver("timeout", time, "progress_deadline", limit), at: span(key, of: declaration))
    }
  }

  /// Where the first of two keys is written, else the second.
  private func written(_ first: NodeKey, _ second: NodeKey, _ declaration: StrategyDeclaration) -> ByteSpan {
    span(declaration.spans[first] == nil ? second : first, of: declaration)
  }

  /// A window must have room for the samples that a verdict needs.
  private mutating func checkWindow(
    _ time: Duration, _ key: NodeKey, failures: Int, _ strategy: PlanStrategy, _ declaration: StrategyDeclaration
  ) {
    let (interval, passes) = (strategy.timing.interval, strategy.timing.minPass)
    guard time > .zero, Double(passes + failures) * interval.inSeconds > time.inSeconds else { return }
    let place = [key, .interval, .minPass, .failLimit].first { declaration.spans[$0] != nil } ?? key
    report(
      .windowTooShort(key.rawValue, time, passes: passes, failures: failures, interval: interval),
      at: span(place, of: declaration))
  }

  // MARK: - Steps

  private mutating func checkSteps(_ strategy: PlanStrategy, _ declaration: StrategyDeclaration) {
    let weights = strategy.weights
    let isRising = zip(weights, weights.dropFirst()).allSatisfy { $0 < $1 }
    if weights.isEmpty || !isRising || !weights.allSatisfy({ (1...100).contains($0) }) {
      report(.weights(weights), at: span(.steps, of: declaration))
    }
    if weights.last == 100, declaration.steps[.promote] == nil {
      report(.promotedTwice, at: span(.steps, of: declaration))
    }
    if declaration.steps[.weight] == nil, declaration.steps[.shift] != nil { report(.withoutWeight, at: idSpan) }
    guard let shortest = strategy.holds.map(\.usual).min(), let longest = strategy.holds.map(\.usual).max(),
      let limit = strategy.holds.map(\.longest).min()
    else { return }
    if longest > limit, declaration.spans[.holdMax] != nil {
      report(.timeOver("hold", longest, "hold_max", limit), at: span(.holdMax, of: declaration))
    }
    if !declaration.hasNoCheck || !strategy.metrics.isEmpty {
      checkWindow(shortest, .hold, failures: strategy.timing.failLimit, strategy, declaration)
    }
  }

  // MARK: - Targets

  mutating func checkBatches(_ batches: [CountOrShare], _ declaration: StrategyDeclaration) {
    let isEmpty = batches.isEmpty || batches.contains(.count(0)) || batches.contains(.percent(0))
    if isEmpty { report(.emptyBatch, at: span(.batches, of: declaration)) }
  }

  private mutating func checkTargets(_ strategy: PlanStrategy, _ declaration: StrategyDeclaration) {
    let count = strategy.targets.count
    if strategy.areTargetsOpen || count == 0 { return }
    checkNames(strategy, at: span(strategy.areTargetsFound ? .targetsFrom : .targets, of: declaration))
    if strategy.maxFailures >= count {
      report(.allMayFail(strategy.maxFailures, of: count), at: span(.maxFailures, of: declaration))
    }
    for batch in 1...strategy.stepCount {
      let size = strategy.targets.count { $0.batch == batch }
      guard count - size < strategy.minAvailable else { continue }
      return report(
        .batchTooLarge(batch, of: count, size: size, needed: strategy.minAvailable),
        at: span(.minAvailable, of: declaration))
    }
  }

  private mutating func checkNames(_ strategy: PlanStrategy, at span: ByteSpan) {
    var seen: Set<String> = []
    for target in strategy.targets {
      if !RolloutMaker.isPartOfID(target.name) {
        report(.unusableName(target.name, of: "target"), at: span)
      } else if !seen.insert(target.name).inserted {
        report(.targetTwice(target.name), at: span)
      }
    }
  }
}
