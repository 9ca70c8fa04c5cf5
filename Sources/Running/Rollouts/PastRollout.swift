/// Where a rollout stood when the run's process ended, as its records tell (design 7, 8).
public struct PastRollout: Sendable, Equatable {
  /// The phase that it came to last.
  public var phase: RolloutPhase
  /// The one before.
  public var from: RolloutPhase
  /// The step or batch that it was at, from 1; 0 before the first.
  public var step: Int
  /// Where the traffic was when it began.
  public var old: String?
  /// Whether the last command that moved traffic succeeded.
  public var lastResultWasGood: Bool
  /// Whether promoting the new version had begun.
  public var hasPromoted = false
  /// What a person wanted of it since it came to its phase, and it had not done yet.
  public var wish: RolloutEvent?

  /// Whether it had succeeded since its node began: where that has not ended, pyflow died while the lock was given back.
  public var isEnding = false

  /// A rollout that stood there.
  public init(phase: RolloutPhase, from: RolloutPhase, step: Int, old: String?, lastResultWasGood: Bool) {
    self.phase = phase
    self.from = from
    self.step = step
    self.old = old
    self.lastResultWasGood = lastResultWasGood
  }

  /// Whether it goes on, or ends, where it stood, and does not begin anew.
  var isTakenUp: Bool { openPhase != nil || isEnding }

  /// Whether it has put something there that undoing the run takes back.
  public var hasRolledOut: Bool { phase == .succeeded && step > 0 }

  /// The phase in which something was left open; nothing if it had come to its end, or had changed nothing.
  public var openPhase: RolloutPhase? {
    switch phase {
    case .start, .observing, .ready, .succeeded, .refused, .rolledBack, .halted: nil
    // Nothing was left to try then, and a person may have put it right.
    case .rollbackFailed, .interrupted: from
    default: phase
    }
  }
}
