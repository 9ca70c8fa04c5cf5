/// How a node of a rollout has ended, as far as the rollout asks.
struct RolloutOutcome: Sendable {
  /// Where the node stands.
  var status: NodeStatus
  /// Why.
  var reason: Reason?
  /// What its samples say, if it was polled.
  var verdict: SampleVerdict?
  /// Whether its time was up with too few samples for a verdict.
  var hadTooFew = false
  /// What it printed last, without white space around.
  var text: String?

  /// How an action that changes something has ended.
  var event: RolloutEvent {
    if status.isGood { return .ok }
    // One that was ready, and did not begin any more, has changed nothing.
    if status == .cancelled || status == .skipped { return .cancel }
    if case .timedOut? = reason { return .timeout }
    return .fail
  }

  /// What a check says; one that was kept from saying anything has not passed.
  var checked: RolloutEvent {
    switch verdict {
    case .pass: return .pass
    case .fail: return .fail
    case .unknown: return hadTooFew ? .tooFew : .unknown
    // It was no poll: a command that was run once.
    case nil: return status.isGood ? .pass : status == .failed ? .fail : .unknown
    }
  }

  /// What became of the lock.
  var locked: RolloutEvent {
    if status.isGood { return .locked }
    switch reason {
    case .lockHeld(_, let holder, _)? where holder?.reservation?.isDirty ?? false: return .dirty
    case .previousRunDirty?: return .dirty
    case .lockHeld(_, _, let limit)?: return limit.isEmpty ? .busy : .lockTimeout
    case .lockFailed?: return .lockTimeout
    // A command that takes a lock which is held elsewhere.
    default: return event == .cancel ? .cancel : .busy
    }
  }

  /// What a person has said.
  var answer: RolloutEvent {
    if status.isGood { return .approved }
    if status == .cancelled { return .cancel }
    if case .approvalTimedOut? = reason { return .timeout }
    return .rejected
  }
}
