internal import Planning
internal import Templates
internal import Values

/// Rollouts (design 8): the table decides which of their nodes come next, and what the ends of these mean.
///
/// Their nodes are ordinary ones, but for two things: no edge lets them start, and no failure of theirs stops others.
extension Engine {
  /// Begins a rollout.
  mutating func begin(_ strategy: PlanStrategy, of index: Int, at now: Instant) throws(NodeFailure) {
    try furnish(strategy.scope, of: index)
    if strategy.canBeUndone { noteStart(of: index) }
    states[index].attempt += 1
    move(index, to: .running)
    tell(.started(node: index, attempt: states[index].attempt, action: .call(strategy.summary)))
    let isTakenUp = pastRollouts[index]?.isTakenUp ?? false
    open(rollout(strategy, of: index), at: now)
    if isTakenUp || mayBegin(strategy, of: index, at: now) {
      rollouts[strategy.scope]?.begin()
    } else {
      rollouts[strategy.scope]?.hear(.outsideWindow)
    }
    carryOut(of: strategy.scope, at: now)
  }

  /// Gives the nodes of a rollout what the runbook has that it stands in.
  mutating func furnish(_ scope: Int, of index: Int) throws(NodeFailure) {
    runbooks[scope].environment = try environment(within: index)
    let outer = runbook(of: index)
    runbooks[scope].variables = outer.variables
    runbooks[scope].secrets = outer.secrets
    runbooks[scope].secretNames = outer.secretNames
  }

  /// Lets a rollout go on.
  mutating func open(_ rollout: Rollout, at now: Instant) {
    let scope = rollout.strategy.scope
    runbooks[scope].isOpen = true
    openRollouts.insert(scope)
    rollouts[scope] = rollout
    lockDeadlines[scope] = options.lockWait.map { now.advanced(by: $0) }
  }

  private mutating func rollout(_ strategy: PlanStrategy, of index: Int) -> Rollout {
    var rollout = newRollout(strategy)
    if let past = pastRollouts.removeValue(forKey: index), past.isTakenUp {
      let members = plan.nodes(of: strategy.scope).map { pastMembers[$0] ?? .pending }
      rollout.takeUp(past, members, goesBack: purpose.isUndoing)
      takeUpVersions(of: &rollout)
    } else {
      for index in plan.nodes(of: strategy.scope) { beginAnew(index) }
    }
    return rollout
  }

  /// Says that what a node of a rollout has done in an attempt before counts no more: targets stand as they did at first.
  private mutating func beginAnew(_ index: Int) {
    guard let past = pastMembers.removeValue(forKey: index), past.status != .pending else { return }
    states[index].generation += 1
    tell(.renewed(node: index, generation: states[index].generation))
  }

  /// A rollout about which nothing is known yet.
  func newRollout(_ strategy: PlanStrategy) -> Rollout {
    Rollout(strategy, waitsForLock: options.lockWait != nil, isForced: options.forcesRollouts, limit: places)
  }

  /// The versions that targets had before, as they told when the rollout began.
  func takeUpVersions(of rollout: inout Rollout) {
    for (place, member) in rollout.strategy.members.enumerated() where member.role == .current {
      let index = node(place, of: rollout.strategy.scope)
      guard let target = member.target, let result = results[index],
        (pastMembers[index]?.status ?? states[index].status).isGood
      else { continue }
      let text = OutputParser.text(result.stdout).trimmed
      if !text.isEmpty { rollout.targets[target].version = text }
    }
  }

  /// Whether a node belongs to a rollout.
  func isInRollout(_ index: Int) -> Bool { plan.runbooks[plan.nodes[index].runbook].isRollout }

  /// What a node of a rollout does there.
  func member(_ index: Int) -> RolloutMember? {
    isInRollout(index) ? rollouts[plan.nodes[index].runbook]?.strategy.members[place(of: index)] : nil
  }

  /// The place of a node among the members of its rollout.
  func place(of index: Int) -> Int {
    index - (plan.nodes(of: plan.nodes[index].runbook).first ?? 0)
  }

  /// The node at a place among the members of a rollout.
  func node(_ place: Int, of scope: Int) -> Int { plan.nodes(of: scope)[place] }

  /// The rows of their tables that its rollouts have gone by: what a rehearsal covers.
  public var rolloutCoverage: Set<String> {
    rollouts.values.reduce(into: []) { $0.formUnion($1.coverage) }
  }

  // MARK: - What it knows

  /// What `rollout` is in the templates of a node.
  func rolloutValues(of index: Int) -> [RolloutValue: Value] {
    guard let member = member(index) else { return [:] }
    var values = rollouts[plan.nodes[index].runbook]?.values(for: member) ?? [:]
    values[.runID] = .string(context.id)
    return values
  }

  /// Whether what a probe printed is what it must print.
  func isExpected(_ text: String, _ expectation: RolloutExpectation, of index: Int) -> Bool {
    guard let member = member(index) else { return true }
    return rollouts[plan.nodes[index].runbook]?.isExpected(text.trimmed, expectation, member) ?? true
  }
}
