internal import Planning
internal import Values

/// Circuit breakers (design 5.5), which are kept outside: asked before each attempt, and told how it ended.
extension Engine {
  /// Whether the node does not start its attempt now, because its breaker is asked first.
  mutating func asksBreaker(_ index: Int) -> Bool {
    guard let breaker = plan.nodes[index].breaker, !states[index].isAdmitted else { return false }
    states[index].isAskingBreaker = true
    occupy(index)
    effects.append(.breaker(node: index, .admission(breaker, isIgnored: options.ignoresBreakers)))
    return true
  }

  /// Takes in what the keeper of a node's breaker says.
  mutating func heard(_ answer: BreakerAnswer, of index: Int, at now: Instant) {
    guard let breaker = plan.nodes[index].breaker else { return }
    switch answer {
    case .admission(let admission, let problem):
      if let problem { tell(.breaker(node: index, name: breaker.name, .unusable(problem))) }
      decide(on: admission, of: index, breaker, at: now)
    case .noted(let change):
      if let change { tell(.breaker(node: index, name: breaker.name, change)) }
      openReports -= 1
      let runbook = plan.nodes[index].runbook
      runbooks[runbook].openForward -= 1
      if runbooks[runbook].isAtEnd { touch(runbook) }
    }
  }

  private mutating func decide(
    on admission: BreakerAdmission, of index: Int, _ breaker: PlanBreaker, at now: Instant
  ) {
    if case .admitted = admission { states[index].isAdmitted = true }
    guard states[index].isAskingBreaker else { return tellBreaker(of: index, .abandoned) }
    states[index].isAskingBreaker = false
    switch admission {
    case .refused(let failures, let wait):
      let last = lastFailures[index]
      let reason = Reason.breakerOpen(
        breaker.name, failures: failures, wait: wait.map(Self.text), last: last?.reason.message)
      complete(index, .failed, reason, last?.result, at: now)
    case .admitted(let isProbe):
      if let reason = states[index].interruption ?? haltReason {
        return complete(index, .cancelled, reason, nil, at: now)
      }
      if isProbe { tell(.breaker(node: index, name: breaker.name, .halfOpen)) }
      leavePlace(of: index)
      start(index, at: now)
    }
  }

  /// A wait in whole seconds, if it is longer than one.
  private static func text(_ wait: Duration) -> String {
    DurationText.format(wait < .seconds(1) ? wait : .seconds((wait.milliseconds + 999) / 1000))
  }

  /// Tells the breaker of a node how the attempt ended that it has let through.
  ///
  /// The runbook is not over before it is known what came of that.
  mutating func tellBreaker(of index: Int, _ report: BreakerReport) {
    states[index].isAskingBreaker = false
    guard states[index].isAdmitted else { return }
    states[index].isAdmitted = false
    openReports += 1
    runbooks[plan.nodes[index].runbook].openForward += 1
    effects.append(.breaker(node: index, .report(report)))
  }
}
