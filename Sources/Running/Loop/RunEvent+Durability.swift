public import Planning

/// What a power cut must not take (design 6).
extension RunEvent {
  /// Whether its record must be on disk before anything goes on, whatever the run's durability.
  ///
  /// These are what people have answered, the end of the run, and the start and end of what cannot simply be done again: a
  /// node that has a rollback, asks people or sends an unsafe request, and every rollback.
  public func mustBeOnDisk(in plan: Plan) -> Bool {
    switch self {
    case .started(let node, _, _): plan.nodes[node].isOnDiskFirst
    case .finished(let finish): plan.nodes[finish.node].isOnDiskFirst
    case .rollbackStarted, .rollbackFinished, .rollbacksClosed, .rollbackGranted, .rollbackRejected: true
    case .approvalGranted, .approvalRejected, .rolloutMoved, .windowOverridden, .failureAnswered, .lockBroken,
      .lockStolen, .lockReserved, .runFinished:
      true
    case .ready, .expanded, .retrying, .sampled, .kept, .renewed, .passedOver, .captured, .interrupted, .overtime: false
    case .parentDied, .noticeOver, .rolloutRequested: false
    case .approvalRequested, .approvalRefused, .approvalEscalated, .approvalWithdrawn, .rollbackRequested: false
    case .fieldAsked, .failureAsked, .answerUnclear, .pauseRequested, .lockAwaited, .lockAcquired, .lockReleased,
      .breaker:
      false
    }
  }
}

extension PlanNode {
  /// Whether its start and its end are on disk before anything goes on.
  fileprivate var isOnDiskFirst: Bool {
    if rollback != nil { return true }
    switch action {
    case .question: return true
    case .request: return action.mayChange
    case .command, .function, .plugin, .runbook, .strategy, .group: return false
    }
  }
}
