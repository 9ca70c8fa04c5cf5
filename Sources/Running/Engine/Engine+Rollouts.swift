internal import Planning
internal import Templates
internal import Values

/// Rollouts (design 8): the table decides which of their nodes come next, and what the ends of these mean.
///
/// Their nodes are ordinary ones, but for two things: no edge lets them start, and no failure of theirs stops others.
extension Engine {
  /// Begins a rollout.
  mutating func begin(_ strategy: PlanStrategy, of index: Int, at now: Instant) throws(NodeFailure) {
    let scope = strategy.scope
    runbooks[scope].environment = try environment(within: index)
    let outer = runbook(of: index)
    runbooks[scope].variables = outer.variables
    runbooks[scope].secrets = outer.secrets
    runbooks[scope].secretNames = outer.secretNames
    states[index].attempt += 1
    move(index, to: .running)
    tell(.started(node: index, attempt: states[index].attempt, action: .call(strategy.summary)))
    runbooks[scope].isOpen = true
    openRollouts.insert(scope)
    let isTakenUp = pastRollouts[index]?.openPhase != nil
    rollouts[scope] = rollout(strategy, of: index)
    lockDeadlines[scope] = options.lockWait.map { now.advanced(by: $0) }
    if isTakenUp || mayBegin(strategy, of: index, at: now) {
      rollouts[scope]?.begin()
    } else {
      rollouts[scope]?.hear(.outsideWindow)
    }
    carryOut(of: scope, at: now)
  }

  private mutating func rollout(_ strategy: PlanStrategy, of index: Int) -> Rollout {
    var rollout = Rollout(
      strategy, waitsForLock: options.lockWait != nil, isForced: options.forcesRollouts, limit: places)
    if let past = pastRollouts.removeValue(forKey: index), past.openPhase != nil {
      let statuses = plan.nodes(of: strategy.scope).map { pastMembers[$0] ?? .pending }
      rollout.takeUp(past, statuses, goesBack: purpose.isUndoing)
      takeUpVersions(of: &rollout)
    }
    return rollout
  }

  /// The versions that targets had before, as they told when the rollout began.
  private func takeUpVersions(of rollout: inout Rollout) {
    for (place, member) in rollout.strategy.members.enumerated() where member.role == .current {
      guard let target = member.target, let result = results[node(place, of: rollout.strategy.scope)] else { continue }
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
