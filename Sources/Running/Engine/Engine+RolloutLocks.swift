internal import Planning
internal import Values

/// The locks of rollouts (design 8, rows P2 to P6).
extension Engine {
  /// Whether a rollout has waited for its lock for as long as it may.
  func isLockOverdue(of scope: Int, at now: Instant) -> Bool {
    guard rollouts[scope]?.phase == .start, let deadline = lockDeadlines[scope] else { return false }
    return deadline <= now
  }

  /// How long until something is tried again; a lock is tried for no longer than it may be.
  mutating func pause(of scope: Int, at now: Instant) -> Duration {
    guard rollouts[scope]?.phase == .start, let deadline = lockDeadlines[scope] else { return undoDelay }
    return min(undoDelay, max(.zero, deadline.duration(since: now)))
  }

  /// Gives back what a node of a rollout holds that has ended, or keeps it where a person must look first.
  mutating func endLocks(_ index: Int, _ phase: RolloutPhase) {
    guard let cause = ReservationCause(phase), states[index].isLocked, let claim = claims.removeValue(forKey: index)
    else { return leaveLocks(index) }
    states[index].isLocked = false
    tell(.lockReserved(claim, cause))
    effects.append(.reserve(node: index, cause))
    for name in claim.locks where lockOwners[name] == index { lockOwners[name] = nil }
    wake(claim.locks)
  }

  /// Why a rollout has ended otherwise than well.
  func reason(of rollout: Rollout, _ phase: RolloutPhase, at cause: String?, of owner: Int) -> Reason {
    guard phase == .refused || phase == .orphaned else { return .rollout(phase, cause: rollout.endCause, at: cause) }
    if let refusal = refusals[owner] { return refusal }
    if let text = rollout.misplaced { return .misplaced(told(text), colors: rollout.strategy.colors) }
    if let holder = rollout.lock.holder, !holder.isEmpty {
      return .sharedLockHeld(told(holder))
    }
    let lock = plan.nodes(of: rollout.strategy.scope).first
    if let lock, rollout.strategy.members.first?.role == .lock, !rollout.lock.isHeld,
      let reason = states[lock].reason, reason.isAboutLock
    {
      return reason
    }
    return .rollout(phase, cause: rollout.endCause, at: cause)
  }
}

extension Reason {
  fileprivate var isAboutLock: Bool {
    switch self {
    case .lockHeld, .lockFailed, .previousRunDirty: true
    default: false
    }
  }
}

extension ReservationCause {
  /// Why the lock of a rollout that has ended stays with its run; nothing if it does not.
  fileprivate init?(_ phase: RolloutPhase) {
    switch phase {
    case .halted: self = .halted
    case .rollbackFailed: self = .rollbackFailed
    case .interrupted: self = .cancelled
    default: return nil
    }
  }
}
