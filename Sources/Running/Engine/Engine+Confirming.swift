internal import Planning
internal import Values

/// Finding out what came of a node that was under way when the run's process died (design 7): nothing runs twice unless
/// it may.
extension Engine {
  /// Whether the node must not start now, because it may have happened already.
  mutating func asksWhetherItHappened(_ index: Int, at now: Instant) throws(NodeFailure) -> Bool {
    guard states[index].isUncertain else { return false }
    if let confirm = plan.nodes[index].precautions?.confirm {
      let node = plan.nodes[index].performing(confirm)
      let order = try order(for: node, index, attempt: states[index].attempt, step: .confirm)
      guard case .outside(let action) = order else { return false }
      let limit = try confirm.timeout.map { field throws(NodeFailure) in try timeLimit(field, index) }
      states[index].isConfirming = true
      occupy(index)
      addTimer(.timeout, for: index, after: limit ?? PlanStep.lookTimeout, at: now)
      effects.append(.start(node: index, step: .confirm, attempt: states[index].attempt, action))
      return true
    }
    if try mayRunAgain(index) { return false }
    leaveOpen(index, .outcomeUnknown(nil), at: now)
    return true
  }

  /// Whether doing it twice does what doing it once does; then nothing is uncertain any more.
  private mutating func mayRunAgain(_ index: Int) throws(NodeFailure) -> Bool {
    let node = plan.nodes[index]
    if !node.isRepeatable, try !value(of: node.isIdempotent, "idempotent", index) { return false }
    states[index].isUncertain = false
    return true
  }

  /// Takes in what the probe says: yes, no, or nothing that can be relied on.
  mutating func endConfirming(_ index: Int, _ result: ActionResult, at now: Instant) {
    states[index].isConfirming = false
    let isLate = states[index].isTimedOut
    states[index].isTimedOut = false
    leaveAttempt(of: index)
    if let reason = states[index].interruption { return complete(index, .unknown, reason, nil, at: now) }
    guard let confirm = plan.nodes[index].precautions?.confirm else { return }
    let problem =
      isLate
      ? .timedOut(Self.text(of: confirm.timeout, otherwise: PlanStep.lookTimeout))
      : self.problem(in: result, of: confirm.action, index, attempt: states[index].attempt)
    guard let problem else { return happened(index, at: now) }
    if !isLate, Self.saysNo(result) {
      states[index].isUncertain = false
      return start(index, at: now)
    }
    leaveOpen(index, .outcomeUnknown(problem.message), at: now)
  }

  /// A probe that says no exits with 1, or finds nothing (RFC 9110, 15.5.5 and 15.5.11).
  private static func saysNo(_ result: ActionResult) -> Bool {
    switch result.ending {
    case .exited(1), .answered(404), .answered(410): true
    default: false
    }
  }

  /// Goes on with a node that has done its work; what it has left for others is lost.
  private mutating func happened(_ index: Int, at now: Instant) {
    guard plan.nodes[index].isRead else {
      states[index].isUncertain = false
      return complete(index, .succeeded, .confirmed, nil, at: now)
    }
    do throws(NodeFailure) {
      if try mayRunAgain(index) { start(index, at: now) } else { leaveOpen(index, .resultLost, at: now) }
    } catch {
      leaveOpen(index, error.reason, at: now)
    }
  }

  /// Asks a person; where nobody can be asked, the run ends as it stands.
  private mutating func leaveOpen(_ index: Int, _ reason: Reason, at now: Instant) {
    leavePlace(of: index)
    if asksPerson(about: index, reason, nil, at: now) { return }
    halt(at: index, as: .unknown, reason, nil, at: now)
  }
}
