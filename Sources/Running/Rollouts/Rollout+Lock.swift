internal import Planning

/// What a rollout knows of a lock that is held elsewhere (design 8, rows P2 to P4; `docs/windows-and-locks.md`).
///
/// A lock of this machine is one node, which the kernel keeps; one that is held elsewhere is taken by a command, taken
/// again every so often, and given back by another one.
struct RolloutLock: Sendable {
  /// Whether it is held.
  var isHeld = false
  /// Why it was not taken, while its holder is asked for.
  var refusal: RolloutEvent?
  /// What was printed about its holder.
  var holder: String?
  /// Whether it was told that the lock is waited for.
  var hasWaited = false
}

extension Rollout {
  /// Takes in that a node of the lock has ended; false if that means what it means for every node.
  mutating func endedLock(_ member: RolloutMember, _ outcome: RolloutOutcome) -> Bool {
    switch member.role {
    case .lock where outcome.locked == .locked:
      lock.isHeld = true
      if let heartbeat = only(.heartbeat) { orders.append(.start([heartbeat])) }
      return false
    case .lock where outcome.status == .cancelled && isLockShared:
      // It may have been taken before its command was ended; giving it back takes nothing from anybody else.
      lock.isHeld = true
      take(.cancel)
    case .lock where outcome.locked == .busy: return isSharedLockBusy()
    case .lockStatus:
      lock.holder = outcome.text
      take(lock.refusal ?? .busy, because: only(.lock))
    case .unlock: orders.append(.finish(phase))
    default: return false
    }
    return true
  }

  /// Tries for a lock again that commands hold, or asks who has it; false for one of this machine.
  private mutating func isSharedLockBusy() -> Bool {
    guard isLockShared else { return false }
    if facts.waitsForLock {
      if !lock.hasWaited { take(.busy) }
      lock.hasWaited = true
      orders.append(.pause)
      return true
    }
    guard let status = only(.lockStatus) else { return false }
    lock.refusal = .busy
    start([status])
    return true
  }

  /// Nobody knows any more whose the lock is: nothing goes forward without it.
  ///
  /// What goes back goes on; nobody else would do it.
  mutating func lostLock(_ place: Int) {
    guard !phase.hasEnded, !phase.isRecovery else { return }
    cause = cause ?? place
    stop(.cancel)
  }

  /// Ends the rollout: what it leaves behind in good order gives its lock back, everything else keeps it for a person.
  mutating func end() {
    if lock.isHeld, let heartbeat = only(.heartbeat) { orders.append(.abandon([heartbeat])) }
    guard lock.isHeld, phase.isInOrder, let unlock = only(.unlock) else { return orders.append(.finish(phase)) }
    start([unlock])
  }

  /// Whether commands take and give back its lock.
  private var isLockShared: Bool { only(.heartbeat) != nil }

  /// The node that takes a lock elsewhere, while it does.
  var lockBeingTaken: Int? { isLockShared ? only(.lock).flatMap { running.contains($0) ? $0 : nil } : nil }

  private func only(_ role: RolloutRole) -> Int? { index.places(of: role).first }
}

extension RolloutPhase {
  /// Whether a rollout that has ended so has left nothing that a person must look at.
  var isInOrder: Bool { self == .succeeded || self == .rolledBack || self == .refused }
}
