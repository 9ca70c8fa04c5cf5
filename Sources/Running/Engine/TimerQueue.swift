internal import Values

/// Deadlines of nodes, soonest first.
///
/// Those of attempts that have ended are left in and passed over.
struct TimerQueue {
  /// What a deadline means.
  enum Kind: Equatable {
    case timeout, kill, wakeUp, retry, lockWait, escalation
    case recovery, rollbackTimeout, rollbackKill, rollbackWakeUp, rollbackRetry
  }

  struct Timer: Equatable {
    /// Whether it belongs to the recovery, not to a node's own attempt.
    var isOfRecovery: Bool {
      switch kind {
      case .timeout, .kill, .wakeUp, .retry, .lockWait, .escalation: false
      case .recovery, .rollbackTimeout, .rollbackKill, .rollbackWakeUp, .rollbackRetry: true
      }
    }

    let deadline: Instant
    let node: Int
    let attempt: Int
    let kind: Kind
  }

  private var timers: [Timer] = []

  /// The soonest deadline.
  var next: Instant? { timers.last?.deadline }

  /// Adds a timer.
  ///
  /// O(n) at worst, but timers are few: one for each node that runs and has a timeout.
  mutating func insert(_ timer: Timer) {
    let position = timers.lastIndex { $0.deadline > timer.deadline }.map { $0 + 1 } ?? 0
    timers.insert(timer, at: position)
  }

  /// Removes and returns the soonest timer if it is due.
  mutating func popDue(at now: Instant) -> Timer? {
    guard let last = timers.last, last.deadline <= now else { return nil }
    return timers.removeLast()
  }

  /// Removes the timers of a node.
  mutating func removeAll(of node: Int) {
    timers.removeAll { $0.node == node }
  }
}
