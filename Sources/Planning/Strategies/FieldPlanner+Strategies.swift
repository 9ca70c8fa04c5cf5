internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// Rollouts: what holds for the whole of one (design 8).
extension FieldPlanner {
  mutating func plan(_ declaration: StrategyDeclaration, _ shell: ShellChoice) -> PlanStrategy {
    let kind = PlanStrategy.Kind(rawValue: declaration.kind.rawValue) ?? .blueGreen
    var strategy = PlanStrategy(kind: kind, target: settled(declaration.target, key: "target"), at: idSpan)
    strategy.version = version(of: declaration)
    planPrevious(of: declaration, into: &strategy)
    planTimes(of: declaration, into: &strategy.timing)
    planAnswers(of: declaration, into: &strategy)
    strategy.window = planWindow(of: declaration)
    switch kind {
    case .blueGreen: planColors(of: declaration, into: &strategy)
    case .canary: planSteps(of: declaration, into: &strategy)
    case .progressive: planTargets(of: declaration, shell, into: &strategy)
    }
    planApproval(of: declaration, into: &strategy)
    if let wish = library.wish, wish.target == strategy.targetText {
      strategy.goBack(wish, canSwitchBack: declaration.steps[.retire] == nil)
    } else {
      check(strategy, declaration)
    }
    var maker = RolloutMaker(strategy, declaration, shell: shell, lock: locks(of: declaration, strategy))
    // They grow with the square of the targets.
    if maker.leastNodes > Nesting.maximumNodes {
      report(of: NestingProblem.tooManyNodes(limit: Nesting.maximumNodes), at: idSpan)
    } else {
      maker.make(by: &self)
    }
    return maker.strategy
  }

  /// The variable that a version is called by where the runbook does not say.
  static let versionVariable = "VERSION"

  /// Why nothing can say which version is rolled out; nothing where something does.
  func lackOfVersion(_ declaration: StrategyDeclaration) -> StrategyProblem? {
    if declaration.version != nil { return nil }
    if !resolver.declares(Self.versionVariable) { return .noVersion }
    return resolver.secretNames.contains(Self.versionVariable) ? .secretVersion : nil
  }

  private mutating func version(of declaration: StrategyDeclaration) -> Field<String>? {
    if let version = declaration.version { return settled(version, key: "version") }
    guard resolver.use(variable: Self.versionVariable), lackOfVersion(declaration) == nil else { return nil }
    return scope.variables[Self.versionVariable].flatMap { String.convert($0) }.map { .literal($0) }
  }

  /// A text that must be known before the run; it stays a template where a variable has no value yet.
  private mutating func settled(_ field: Field<String>, key: String) -> Field<String> {
    let (planned, found) = apart { $0.plan(field, key: key) }
    if found.needsRun, let span = planned.templates.first?.span { report(.needsRun(key), at: span) }
    return planned
  }

  /// The version before: what the runbook says, else what the audit tells of the target.
  private mutating func planPrevious(of declaration: StrategyDeclaration, into strategy: inout PlanStrategy) {
    strategy.previous = declaration.previous.map { settled($0, key: "previous") }
    guard strategy.previous == nil, let target = strategy.target.literal, let known = library.previous(of: target)
    else { return }
    strategy.previous = .literal(known.version)
    strategy.previousRun = known.run
    strategy.isPreviousLive = known.isLive
  }

  private mutating func planTimes(of declaration: StrategyDeclaration, into timing: inout RolloutTiming) {
    let times: [(NodeKey, WritableKeyPath<RolloutTiming, Duration>)] = [
      (.minHealthy, \.minHealthy), (.soak, \.soak), (.grace, \.grace),
    ]
    for (key, path) in times { if let time = time(key, of: declaration) { timing[keyPath: path] = time } }
    let deadlines: [(NodeKey, WritableKeyPath<RolloutTiming, Duration>)] = [
      (.interval, \.interval), (.deadline, \.deadline), (.approveTimeout, \.approveTimeout),
      (.actionTimeout, \.actionTimeout), (.progressDeadline, \.progressDeadline),
    ]
    for (key, path) in deadlines {
      guard let time = declaration.durations[key].flatMap({ known(timeout: $0, key: key.rawValue) }) else { continue }
      timing[keyPath: path] = time
    }
    planCounts(of: declaration, into: &timing)
  }

  private mutating func planCounts(of declaration: StrategyDeclaration, into timing: inout RolloutTiming) {
    let counts: [(NodeKey, WritableKeyPath<RolloutTiming, Int>)] = [
      (.failLimit, \.failLimit), (.unknownLimit, \.unknownLimit), (.minPass, \.minPass), (.undoRetries, \.undoRetries),
    ]
    for (key, path) in counts {
      if let count = count(key, of: declaration) { timing[keyPath: path] = count }
    }
  }

  func span(_ key: NodeKey, of declaration: StrategyDeclaration) -> ByteSpan { declaration.spans[key] ?? idSpan }

  mutating func time(_ key: NodeKey, of declaration: StrategyDeclaration) -> Duration? {
    declaration.durations[key].flatMap { known($0, key: key.rawValue) }
  }

  mutating func count(_ key: NodeKey, of declaration: StrategyDeclaration) -> Int? {
    guard let range = StrategyDefaults.counts.first(where: { $0.key == key })?.range else { return nil }
    return declaration.counts[key].flatMap { number($0, key: key.rawValue, in: range, range.words) }
  }

  private mutating func planAnswers(of declaration: StrategyDeclaration, into strategy: inout PlanStrategy) {
    if let answer = declaration.onUnknown.flatMap({ known($0, key: "on_unknown") }) {
      strategy.onUnknown = PlanStrategy.UnknownAnswer(rawValue: answer.rawValue) ?? .rollback
    }
    if let answer = declaration.onFailure.flatMap({ known($0, key: "on_failure") }) {
      strategy.onFailure = PlanStrategy.FailureAnswer(rawValue: answer.rawValue) ?? .rollback
    }
  }

  /// After which steps a person is asked; of Progressive, only where another batch follows.
  private mutating func planApproval(of declaration: StrategyDeclaration, into strategy: inout PlanStrategy) {
    let steps = strategy.kind == .progressive ? strategy.stepCount - 1 : strategy.stepCount
    switch declaration.approval {
    case .never: break
    case .flag(let flag):
      guard known(flag, key: "approve") == true else { return }
      if steps > 0 { strategy.approvedSteps = Set(1...steps) }
      if strategy.kind == .progressive, steps == 0, !strategy.areTargetsOpen {
        report(.nothingToApprove, at: span(.approve, of: declaration))
      }
    case .steps(let fields):
      for field in fields {
        guard let step = known(field, key: "approve") else { continue }
        if step < 1 || step > steps, !strategy.areTargetsOpen {
          report(.approvedStep(step, of: steps, kind: strategy.kind), at: span(.approve, of: declaration))
        }
        strategy.approvedSteps.insert(step)
      }
    }
  }

  // MARK: - The lock

  private mutating func locks(of declaration: StrategyDeclaration, _ strategy: PlanStrategy) -> [Field<String>] {
    switch declaration.lock {
    case .target: [strategy.target]
    case .none, .shared: []
    case .named(let locks): locks.map { plan($0.name, key: "lock") }
    }
  }
}
