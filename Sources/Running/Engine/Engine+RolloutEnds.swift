internal import Planning
internal import Templates
internal import Values

/// How the nodes of rollouts end, and rollouts themselves.
extension Engine {
  /// Takes in that a node of a rollout has ended.
  mutating func rolloutNodeEnded(_ index: Int, at now: Instant) {
    let scope = plan.nodes[index].runbook
    if restarts.remove(index) != nil { return activate(index, at: now) }
    let (place, outcome) = (place(of: index), outcome(of: index))
    if states[index].reason != .rolloutWentOn { rollouts[scope]?.ended(place, outcome) }
    carryOut(of: scope, at: now)
    if let phase = endingRollouts[scope] { finish(scope, phase, at: now) }
  }

  private func outcome(of index: Int) -> RolloutOutcome {
    var outcome = RolloutOutcome(status: states[index].status, reason: states[index].reason)
    let verdict = verdicts[index]
    outcome.verdict = verdict?.verdict
    outcome.hadTooFew = verdict?.hadTooFew ?? false
    // What a probe printed that failed tells nothing about the traffic.
    if let result = results[index], result.exitCode == 0 || result.httpStatus.map({ (200..<300).contains($0) }) ?? false
    {
      outcome.text = OutputParser.text(result.stdout).trimmed
    }
    return outcome
  }

  /// Takes in something else that a rollout is to hear, of one of its nodes.
  mutating func tellRollout(of index: Int, _ event: RolloutEvent, at now: Instant) {
    let scope = plan.nodes[index].runbook
    rollouts[scope]?.hear(event)
    carryOut(of: scope, at: now)
  }

  /// A rollout has come to its end, which counts as soon as nothing of it goes on any more.
  mutating func finish(_ scope: Int, _ phase: RolloutPhase, at now: Instant) {
    endingRollouts[scope] = phase
    timers.removeAll(of: .runbook(scope))
    guard let owner = plan.runbooks[scope].owner, let rollout = rollouts[scope], !hasBusyNodes(scope) else { return }
    endingRollouts[scope] = nil
    openRollouts.remove(scope)
    rolloutEnds[owner] = phase
    leaveNodes(of: scope, phase, at: now)
    runbooks[scope].isOpen = false
    let cause = rollout.cause.map { plan.nodes[node($0, of: scope)].id }
    let reason = reason(of: rollout, phase, at: cause, of: owner)
    end(owner, phase, reason, isWish: rollout.cause == nil, at: now)
  }

  /// Whether a process of it is still being ended.
  private func hasBusyNodes(_ scope: Int) -> Bool {
    plan.nodes(of: scope).contains { states[$0].status == .running }
  }

  private mutating func leaveNodes(of scope: Int, _ phase: RolloutPhase, at now: Instant) {
    for index in plan.nodes(of: scope) {
      endLocks(index, phase)
      let past = pastMembers.removeValue(forKey: index)
      if states[index].status == .pending { leave(index, as: past, at: now) }
    }
  }

  /// Passes over a node that was not needed; what it did before the run was taken up stays as it ended.
  private mutating func leave(_ index: Int, as past: PastMember?, at now: Instant) {
    guard let past, past.status != .pending else { return pass(over: index, .skipped, .rolloutWentOn, at: now) }
    states[index].status = past.status
    states[index].isDecided = true
    tell(.kept(node: index, status: past.status))
  }

  private mutating func end(_ owner: Int, _ phase: RolloutPhase, _ reason: Reason, isWish: Bool, at now: Instant) {
    if undoings[owner] != nil {
      let isBack = phase == .rolledBack
      return endUndoing(owner, isBack ? .succeeded : .failed, isBack ? nil : reason, nil, at: now)
    }
    switch phase {
    case .succeeded: complete(owner, .succeeded, nil, nil, at: now)
    case .halted: halt(at: owner, reason, nil, at: now)
    case .interrupted: complete(owner, .cancelled, reason, nil, at: now)
    default: complete(owner, signal != nil && isWish ? .cancelled : .failed, reason, nil, at: now)
    }
  }

  // MARK: - What is left

  /// What is left to do by hand of rollouts that could not go back, in order.
  mutating func rolloutCommandsLeft() -> [(node: Int, command: String)] {
    rollouts.keys.sorted().filter { !isUndone($0) }.flatMap { commands(of: rollouts[$0]?.left ?? [], in: $0) }
  }

  /// What some nodes of a rollout do; they stand by their places among its members.
  mutating func commands(of places: [Int], in scope: Int) -> [(node: Int, command: String)] {
    places.map { place in (node(place, of: scope), command(of: node(place, of: scope))) }
  }

  /// What a node does, as far as it can be rendered.
  private mutating func command(of index: Int) -> String {
    let order = try? order(for: plan.nodes[index], index, attempt: 1, step: .run)
    return order.map { Self.recorded($0).summary } ?? plan.nodes[index].action.summary
  }

  /// The nodes of rollouts that go on, or back, where the run is taken up: they need what these need.
  public var rolloutsLeft: [Int] {
    pastRollouts.filter { $0.value.openPhase != nil && states[$0.key].status == .pending }.keys.sorted()
  }
}
