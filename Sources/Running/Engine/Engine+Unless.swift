internal import Planning
internal import Templates
internal import Values

/// Asking, before a node runs, whether anything is to be done (design 3.3, `unless`).
extension Engine {
  /// Whether the node must not run now: because it is asked first, or because everything is so already.
  mutating func asksUnless(_ index: Int, at now: Instant) throws(NodeFailure) -> Bool {
    guard let unless = plan.nodes[index].unless, !states[index].hasStarted, !states[index].isNeeded else {
      return false
    }
    switch unless {
    case .expression(let condition):
      guard try holds(condition, index) else { return false }
      complete(index, .unchanged, .alreadySo(condition.text), nil, at: now)
    case .command(let action):
      let node = plan.nodes[index].asking(by: action)
      let order = try order(for: node, index, attempt: 1, step: .unless)
      guard case .outside(let action) = order else { return false }
      let limit = try plan.nodes[index].timeout.map { field throws(NodeFailure) in try timeLimit(field, index) }
      states[index].isAsking = true
      occupy(index)
      addTimer(.timeout, for: index, after: limit ?? PlanStep.lookTimeout, at: now)
      effects.append(.start(node: index, step: .unless, attempt: 1, action))
    }
    return true
  }

  /// Takes in the answer of the command: exit 0 means that nothing is to be done.
  ///
  /// Where it has told nothing, because its time was up or it could not be started, the node has failed: to run what may
  /// be done already could do harm.
  mutating func endUnless(_ index: Int, _ result: ActionResult, at now: Instant) {
    states[index].isAsking = false
    timers.removeAll(of: .node(index))
    if states[index].isTimedOut {
      let limit = Self.text(of: plan.nodes[index].timeout, otherwise: PlanStep.lookTimeout)
      return complete(index, .failed, .timedOut(limit), result, at: now)
    }
    if case .exited(0) = result.ending {
      return complete(index, .unchanged, .alreadySo(plan.nodes[index].unless?.summary ?? ""), nil, at: now)
    }
    if let reason = cancellation(of: index, afterProblem: true) {
      return complete(index, .cancelled, reason, result, at: now)
    }
    if case .couldNotStart(let message) = result.ending {
      return complete(index, .failed, .couldNotStart(message), result, at: now)
    }
    states[index].isNeeded = true
    leavePlace(of: index)
    start(index, at: now)
  }
}
