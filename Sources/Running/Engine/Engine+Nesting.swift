internal import Planning
internal import Templates
internal import Values

/// Nodes that run another runbook (design 3.4): for what is outside one node, inside a run of its own.
extension Engine {
  /// Begins an attempt of a node that runs a runbook.
  mutating func begin(_ call: PlanRunbookCall, of index: Int, at now: Instant) throws(NodeFailure) {
    let limit = try timeout(of: index)
    let variables = try passedVariables(of: call, for: index)
    let environment = try environment(within: index)
    if states[index].hasStarted { reset(call.runbook) }
    register(index)
    states[index].attempt += 1
    move(index, to: .running)
    tell(.started(node: index, attempt: states[index].attempt, action: .call(call.summary(with: variables))))
    if let limit { addTimer(.timeout, for: index, after: limit, at: now) }
    runbooks[call.runbook].variables.merge(variables) { _, new in new }
    runbooks[call.runbook].environment = environment
    open(call.runbook, at: now)
  }

  /// The values of variables that were not known before.
  mutating func passedVariables(
    of call: PlanRunbookCall, for index: Int
  ) throws(NodeFailure) -> [String: Value] {
    var values: [String: Value] = [:]
    for variable in plan.runbooks[call.runbook].passed {
      let value = try evaluate(for: index) { evaluator throws(TemplateFailure) in
        try variable.value.evaluate(with: &evaluator)
      }
      switch variable.convert(value) {
      case .success(let value): values[variable.name] = value
      case .failure(let objection): throw NodeFailure(.thrown(objection.message))
      }
      if variable.isSecret, let text = values[variable.name]?.string { hide([text]) }
    }
    return values
  }

  /// Makes the nodes of a runbook, and of those that they run, ready for another attempt.
  private mutating func reset(_ runbook: Int) {
    for number in subtree(of: runbook) {
      let variables = runbooks[number].variables
      runbooks[number] = RunbookState(plan.runbooks[number], endSteps: runbooks[number].endSteps)
      runbooks[number].variables = variables
      for index in plan.nodes(of: number) { collapse(index) }
      for index in plan.nodes(of: number) {
        renew(index)
        tell(.renewed(node: index, generation: states[index].generation))
        results[index] = nil
        snapshots[index] = nil
        failedUndoings.remove(index)
        groups[index] = nil
      }
    }
  }

  // MARK: - The end

  /// Ends a node whose runbook has come to its end, or has been undone.
  mutating func close(_ runbook: Int, of owner: Int, at now: Instant) {
    runbooks[runbook].isOpen = false
    timers.removeAll(of: .runbook(runbook))
    let left = notUndone(of: runbook)
    if states[owner].status.hasEnded { return endedUndoing(owner, isUndone: left.isEmpty, at: now) }
    if isHalfUndone(runbook, left) {
      // Nothing may be done over what is half undone.
      complete(owner, .failed, .notUndone(left.map { plan.nodes[$0].id }), nil, at: now)
    } else if states[owner].isTimedOut {
      endAttempt(owner, .failed, .timedOut(limitText(of: owner)), nil, at: now)
    } else if let reason = states[owner].interruption {
      complete(owner, .cancelled, reason, nil, at: now)
    } else if let overtime = runbooks[runbook].overtime {
      endAttempt(owner, .failed, overtime, nil, at: now)
    } else if let failure = runbooks[runbook].firstFailure {
      endAttempt(owner, .failed, .runbookFailed(plan.nodes[failure].id), nil, at: now)
    } else if let reason = holdReason(in: runbook) {
      complete(owner, .cancelled, reason, nil, at: now)
    } else {
      succeed(owner, runbook, at: now)
    }
  }

  /// Whether some of what a runbook has done should have been undone before anything is done again, and was not.
  private func isHalfUndone(_ runbook: Int, _ left: [Int]) -> Bool {
    let state = runbooks[runbook]
    if left.isEmpty { return false }
    return state.recovery != nil || state.consent != nil
      || state.hasFailed && left.contains(where: failedUndoings.contains)
  }

  private mutating func succeed(_ owner: Int, _ runbook: Int, at now: Instant) {
    // What undoes the whole takes the place of what undoes its parts.
    if plan.nodes[owner].rollback != nil { runbooks[runbook].registered = [] }
    let outputs = outputs(of: runbook)
    results[owner, default: NodeResult()].outputs = outputs
    complete(owner, .succeeded, nil, nil, at: now)
  }

  /// Passes over the nodes of a runbook that is not run.
  mutating func passOverRunbook(of owner: Int) {
    guard let scope = plan.nodes[owner].scope, !states[owner].hasStarted else { return }
    let status: NodeStatus = states[owner].status == .skipped ? .skipped : .blocked
    for number in subtree(of: scope) {
      // What ended before the run was taken up again stays as it ended.
      for index in plan.nodes(of: number) where !states[index].status.hasEnded {
        let reason = Reason.runbookNotRun(plan.nodes[owner].id)
        move(index, to: status)
        states[index].reason = reason
        tell(.passedOver(node: index, status: status, reason: reason))
      }
    }
  }

  // MARK: - Undoing

  /// Whether there may be something to undo of a node: by its own rollback, or by those inside.
  func canBeUndone(_ index: Int) -> Bool {
    if plan.nodes[index].rollback != nil || plan.nodes[index].undoesItself { return true }
    guard case .runbook(let call) = plan.nodes[index].action else { return false }
    return plan.runbooks[call.runbook].hasRollbacks && plan.runbooks[call.runbook].settings.rollsBack
  }

  /// Undoes what a runbook inside has done; what it has begun to undo by itself, or has asked about, is left to people.
  mutating func undoRunbook(of owner: Int, at now: Instant) {
    guard case .runbook(let call) = plan.nodes[owner].action, runbooks[call.runbook].recovery == nil,
      runbooks[call.runbook].consent == nil
    else {
      return endedUndoing(owner, isUndone: false, at: now)
    }
    beginRecovery(of: call.runbook, at: now)
    runbooks[call.runbook].isOpen = true
    touch(call.runbook)
  }
}
