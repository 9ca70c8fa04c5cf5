internal import Planning
internal import Values

/// Doing what a rollout wants done.
extension Engine {
  /// Does everything that a rollout wants done.
  mutating func carryOut(of scope: Int, at now: Instant) {
    while let orders = rollouts[scope]?.takeOrders(), !orders.isEmpty {
      for order in orders { carryOut(order, of: scope, at: now) }
    }
  }

  private mutating func carryOut(_ order: RolloutOrder, of scope: Int, at now: Instant) {
    switch order {
    case .record(let move): if let owner = plan.runbooks[scope].owner { tell(.rolloutMoved(node: owner, move)) }
    case .start(let places): for place in places { activate(node(place, of: scope), at: now) }
    case .startLater(let place): addTimer(.rollout, for: node(place, of: scope), after: undoDelay, at: now)
    case .abandon(let places): for place in places { abandon(node(place, of: scope), at: now) }
    case .hurry(let places, let grace): for place in places { hurry(node(place, of: scope), grace, at: now) }
    case .pause: addTimer(.rollout, of: scope, after: pause(of: scope, at: now), at: now)
    case .expectProgress: expectProgress(of: scope, at: now)
    case .finish(let phase): finish(scope, phase, at: now)
    }
  }

  /// From one try to go back to the next: spread, so that what is overloaded is not asked by all at once (design 8).
  var undoDelay: Duration {
    mutating get { .seconds(1) + random.jittered(.seconds(9)) }
  }

  private mutating func expectProgress(of scope: Int, at now: Instant) {
    guard let limit = rollouts[scope]?.strategy.timing.progressDeadline else { return }
    timers.removeAll(of: .runbook(scope))
    addTimer(.progress, of: scope, after: limit, at: now)
  }

  mutating func activate(_ index: Int, at now: Instant) {
    // Nobody waited for it any more, and it is still being ended.
    if states[index].status == .running {
      restarts.insert(index)
      return
    }
    if states[index].status != .pending {
      renew(index)
      tell(.renewed(node: index, generation: states[index].generation))
      results[index] = nil
      verdicts[index] = nil
    }
    move(index, to: .ready)
    tell(.ready(node: index))
    ready.insert(index, priority: Self.urgent)
  }

  /// Lets a node go that nobody waits for any more.
  private mutating func abandon(_ index: Int, at now: Instant) {
    if restarts.remove(index) != nil { return }
    switch states[index].status {
    case .running: endForRollout(index, because: .rolloutWentOn, at: now)
    case .ready, .waiting: leaveOut(index, .rolloutWentOn, at: now)
    // It may be about to be tried again.
    default: timers.removeAll(of: .node(index))
    }
  }

  /// Ends a node of a rollout that has not begun, or waits for somebody.
  private mutating func leaveOut(_ index: Int, _ reason: Reason, at now: Instant) {
    withdrawRequest(ofMember: index)
    // What is ready stays in the queue, and is passed over there.
    if states[index].status == .ready { return pass(over: index, .skipped, reason, at: now) }
    close(index)
    complete(index, .skipped, reason, nil, at: now)
  }

  private mutating func endForRollout(_ index: Int, because reason: Reason, at now: Instant) {
    states[index].interruption = reason
    timers.removeAll(of: .node(index))
    timers.removeAll(of: .poll(index))
    if case .function(let call) = plan.nodes[index].action, call.function.isInternal {
      let status: NodeStatus = reason == .rolloutWentOn ? .skipped : .cancelled
      return complete(index, status, reason, nil, at: now)
    }
    effects.append(.end(node: index, .terminate))
    addTimer(.kill, for: index, after: signal.map { grace(after: .signal($0)) } ?? RunOptions.grace, at: now)
  }

  /// Lets a node go on for a while although the rollout is to stop; where a kill follows soon, it is asked to end at once.
  private mutating func hurry(_ index: Int, _ grace: Duration, at now: Instant) {
    guard states[index].status == .running else { return leaveBeforeStart(index, at: now) }
    if grace <= .zero || signal != nil && options.notice != nil { return endHurried(index, at: now) }
    addTimer(.rollout, for: index, after: grace, at: now)
  }

  /// What changes something and has not begun does not begin any more; its rollout waits to hear so.
  private mutating func leaveBeforeStart(_ index: Int, at now: Instant) {
    switch states[index].status {
    case .ready, .waiting: leaveOut(index, .runCancelled, at: now)
    default:
      timers.removeAll(of: .node(index))
      let place = place(of: index)
      rollouts[plan.nodes[index].runbook]?.ended(place, RolloutOutcome(status: .cancelled))
    }
  }

  private mutating func endHurried(_ index: Int, at now: Instant) {
    endForRollout(index, because: signal.map { .interrupted($0) } ?? .rolloutStopped, at: now)
  }

  /// Acts on a deadline of a rollout's node: its grace is over, or it may be tried again.
  mutating func fireRollout(of index: Int, at now: Instant) {
    if states[index].status == .running { endHurried(index, at: now) } else { activate(index, at: now) }
  }

  /// Acts on a deadline of a whole rollout.
  mutating func fire(_ kind: TimerQueue.Kind, ofRollout scope: Int, at now: Instant) {
    if kind == .progress {
      rollouts[scope]?.hear(.noProgress)
    } else if isLockOverdue(of: scope, at: now) {
      rollouts[scope]?.hear(.lockTimeout)
    } else {
      rollouts[scope]?.tryAgain()
    }
    carryOut(of: scope, at: now)
  }
}
