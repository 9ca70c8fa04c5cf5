public import Planning
public import Values

/// Where a circuit breaker stands (design 5.5).
public struct BreakerState: Sendable, Equatable {
  /// The positions of a breaker.
  public enum Position: String, Sendable, CaseIterable {
    /// Everything is tried.
    case closed
    /// Nothing is tried.
    case open
    /// One attempt is made, to see whether it works again.
    case halfOpen = "half_open"
  }

  /// Where it stands.
  public var position = Position.closed
  /// Failed attempts in a row.
  public var failures = 0
  /// When it opened last.
  public var openedAt: Timestamp?

  /// A closed breaker.
  public init() {}

  /// Decides about an attempt.
  ///
  /// While another run makes the one attempt that is let through, `isProbed` is true. A breaker that was left half-open by a
  /// run that has died is one that is open, and was for long enough.
  public mutating func admit(_ breaker: PlanBreaker, at now: Timestamp, isProbed: Bool) -> BreakerAdmission {
    guard position != .closed else { return .admitted(isProbe: false) }
    if isProbed { return .refused(failures: failures, wait: nil) }
    let wait = remaining(of: breaker.cooldown, at: now)
    if position == .open, wait > .zero { return .refused(failures: failures, wait: wait) }
    position = .halfOpen
    return .admitted(isProbe: true)
  }

  /// What is left of the time that it stays open; of a time that lies ahead, because a clock was set back, all of it.
  private func remaining(of cooldown: Duration, at now: Timestamp) -> Duration {
    guard let openedAt else { return .zero }
    let elapsed = max(0, now.milliseconds - openedAt.milliseconds)
    return max(.zero, cooldown - .milliseconds(elapsed))
  }

  /// Takes in how an attempt has ended; what that has changed, if it is worth telling.
  public mutating func note(_ report: BreakerReport, _ breaker: PlanBreaker, at now: Timestamp) -> BreakerChange? {
    switch report {
    case .succeeded:
      defer { self = BreakerState() }
      return position == .closed ? nil : .closed
    case .failed:
      failures += 1
      guard position == .halfOpen || position == .closed && failures >= breaker.threshold else { return nil }
      (position, openedAt) = (.open, now)
      return .opened(failures: failures, cooldown: breaker.cooldown)
    case .abandoned:
      if position == .halfOpen { position = .open }
      return nil
    }
  }
}

/// Whether an attempt may be made.
public enum BreakerAdmission: Sendable, Equatable {
  /// It may; it is the one attempt that is let through if `isProbe`.
  case admitted(isProbe: Bool)
  /// It may not: for so long, or while another run makes the one attempt that is let through.
  case refused(failures: Int, wait: Duration?)
}

/// How an attempt has ended that a breaker has let through.
public enum BreakerReport: Sendable, Equatable {
  case succeeded, failed
  /// It came to no end that tells anything.
  case abandoned
}

/// What has happened to a breaker.
public enum BreakerChange: Sendable, Equatable {
  case opened(failures: Int, cooldown: Duration)
  case halfOpen
  case closed
  /// What is kept of it cannot be read or written, so it is taken as closed.
  case unusable(String)
}

/// What the engine asks of the keeper of a breaker, or tells it.
public enum BreakerRequest: Sendable, Equatable {
  /// May the node make an attempt? With `isIgnored` it is told that it may.
  case admission(PlanBreaker, isIgnored: Bool)
  case report(BreakerReport)
}

/// What the keeper of a breaker answers.
public enum BreakerAnswer: Sendable, Equatable {
  /// With why what is kept of the breaker cannot be used, if it cannot.
  case admission(BreakerAdmission, problem: String?)
  /// What came of a report.
  case noted(BreakerChange?)
}
