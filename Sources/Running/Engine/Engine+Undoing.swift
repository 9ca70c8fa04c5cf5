internal import Planning
internal import Templates
internal import Values

/// The rollback of one node (design 5.4): its attempts, its deadlines, its end.
extension Engine {
  /// Starts an attempt of a node's rollback.
  mutating func startUndoing(_ index: Int, at now: Instant) {
    let attempt = beginAttemptToUndo(index, at: now)
    do throws(NodeFailure) {
      if let rollback = plan.nodes[index].rollback {
        try undo(index, by: rollback, attempt: attempt, at: now)
      } else if case .strategy(let strategy) = plan.nodes[index].action {
        try undo(strategy, of: index, attempt: attempt, at: now)
      }
    } catch {
      endUndoing(index, .failed, error.reason, nil, at: now)
    }
  }

  /// Counts an attempt of a node's rollback; returns its number.
  private mutating func beginAttemptToUndo(_ index: Int, at now: Instant) -> Int {
    var undoing = undoings[index] ?? Undoing(at: now, attemptsBefore: states[index].rollbackAttempts)
    undoing.attempt += 1
    undoing.isRunning = true
    undoings[index] = undoing
    runningRollbacks += 1
    limitUndoingAtOnce(index)
    return undoing.attempt
  }

  private mutating func undo(
    _ index: Int, by rollback: PlanStep, attempt: Int, at now: Instant
  ) throws(NodeFailure) {
    let node = plan.nodes[index].performing(rollback)
    let order = try order(for: node, index, attempt: attempt, step: .rollback)
    let limit = try node.timeout.map { field throws(NodeFailure) in try timeLimit(field, index) }
    tell(.rollbackStarted(node: index, attempt: attempt, action: Self.recorded(order)))
    if let limit { addRollbackTimer(.timeout, index, after: limit, at: now) }
    carryOut(order, undoing: index, attempt: attempt, at: now)
  }

  private mutating func carryOut(_ order: Order, undoing index: Int, attempt: Int, at now: Instant) {
    switch order {
    case .outside(.announce), .nothing: endUndoing(index, .succeeded, nil, nil, at: now)
    case .outside(let action): effects.append(.start(node: index, step: .rollback, attempt: attempt, action))
    case .sleep(let duration): addRollbackTimer(.wakeUp, index, after: duration, at: now)
    case .fail(_, _, let reason): endUndoing(index, .failed, reason, nil, at: now)
    }
  }

  private mutating func addRollbackTimer(
    _ kind: TimerQueue.Kind, _ index: Int, after duration: Duration, at now: Instant
  ) {
    timers.insert(TimerQueue.Timer(deadline: now.advanced(by: duration), subject: .rollback(index), kind: kind))
  }

  /// Takes in the end of a rollback's process or request; false if the node's own one has ended.
  mutating func endedUndoing(_ index: Int, _ result: ActionResult, at now: Instant) -> Bool {
    guard let undoing = undoings[index], undoing.isRunning, let rollback = plan.nodes[index].rollback else {
      return false
    }
    var reason = problem(in: result, of: rollback.action, index, attempt: undoing.attempt)
    if let interruption = undoing.interruption { reason = interruption }
    if rollback.retry?.when != nil { undoings[index]?.result = NodeResult(of: result) }
    endUndoing(index, reason == nil ? .succeeded : .failed, reason, result, at: now)
    return true
  }

  /// Ends an attempt of a rollback; it may be tried again.
  mutating func endUndoing(
    _ index: Int, _ status: NodeStatus, _ reason: Reason?, _ result: ActionResult?, at now: Instant
  ) {
    timers.removeAll(of: .rollback(index))
    undoings[index]?.isRunning = false
    undoings[index]?.interruption = nil
    undoings[index]?.reason = reason
    runningRollbacks -= 1
    guard let undoing = undoings[index] else { return }
    if status == .failed, let reason, let delay = delay(after: undoing, of: index, result, at: now) {
      tell(
        .retrying(
          NodeRetry(
            node: index, isRollback: true, attempt: undoing.attempt, reason: reason, delay: delay, result: result)))
      addRollbackTimer(.retry, index, after: delay, at: now)
      limitUndoingAtOnce(index)
      touch(plan.nodes[index].runbook)
      return
    }
    conclude(undoing, of: index, status, reason, result, at: now)
  }

  private mutating func conclude(
    _ undoing: Undoing, of index: Int, _ status: NodeStatus, _ reason: Reason?, _ result: ActionResult?,
    at now: Instant
  ) {
    undoings[index] = nil
    states[index].rollbackAttempts = undoing.attempt
    tell(
      .rollbackFinished(
        NodeFinish(
          node: index, attempt: undoing.attempt, status: status, reason: reason, isAllowed: false,
          duration: now.duration(since: undoing.startedAt), result: result)))
    if undoingsAtOnce.contains(index) {
      endedUndoingAtOnce(index, isUndone: status == .succeeded, at: now)
    } else {
      endedUndoing(index, isUndone: status == .succeeded, at: now)
    }
  }

  /// How long to wait before the next attempt of a rollback; nothing if there is none.
  private mutating func delay(
    after undoing: Undoing, of index: Int, _ result: ActionResult?, at now: Instant
  ) -> Duration? {
    let goesOn = undoingsAtOnce.contains(index) ? !isAborted : runbook(of: index).recovery?.isStopped == false
    guard goesOn, let retry = plan.nodes[index].rollback?.retry else { return nil }
    let own = OwnResult(result: undoing.result ?? NodeResult(), attempt: undoing.attempt)
    return (try? delay(before: retry, of: index, after: undoing.attemptCount, result, own: own, at: now)) ?? nil
  }

  /// Acts on a deadline of a rollback.
  mutating func fireRollback(_ kind: TimerQueue.Kind, of index: Int, at now: Instant) {
    switch kind {
    case .retry: startUndoing(index, at: now)
    case .wakeUp: endUndoing(index, .succeeded, nil, nil, at: now)
    case .timeout:
      let reason = Reason.timedOut(Self.text(of: plan.nodes[index].rollback?.timeout))
      if endFunction(undoing: index, because: reason, at: now) { return }
      undoings[index]?.interruption = reason
      effects.append(.end(node: index, .terminate))
      addRollbackTimer(.kill, index, after: RunOptions.grace, at: now)
    case .kill: effects.append(.end(node: index, .kill))
    case .recoveryTimeout: giveUpUndoing(index, because: recoveryTimedOut(in: plan.nodes[index].runbook), at: now)
    case .answer, .lockWait, .escalation, .notice, .rollout, .progress: break
    }
  }

  /// Ends a rollback that the engine itself carries out; false if a process or request does.
  private mutating func endFunction(undoing index: Int, because reason: Reason, at now: Instant) -> Bool {
    guard let rollback = plan.nodes[index].rollback, case .function(let call) = rollback.action,
      call.function.isInternal
    else { return false }
    endUndoing(index, .failed, reason, nil, at: now)
    return true
  }

  /// Ends a rollback now; one that waits for its next attempt has failed with the last one.
  mutating func giveUpUndoing(_ index: Int, because reason: Reason, at now: Instant) {
    guard let undoing = undoings[index] else { return }
    if undoing.isRunning {
      if case .strategy(let strategy) = plan.nodes[index].action { return interruptRollout(strategy.scope, at: now) }
      if endFunction(undoing: index, because: reason, at: now) { return }
      undoings[index]?.interruption = reason
      effects.append(.end(node: index, .kill))
    } else {
      timers.removeAll(of: .rollback(index))
      conclude(undoing, of: index, .failed, undoing.reason, nil, at: now)
    }
  }
}
