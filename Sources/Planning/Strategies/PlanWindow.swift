public import Values

/// When a rollout may begin, and by which clock.
public struct PlanWindow: Sendable {
  /// The days, the hours and the zone.
  public let window: WeeklyWindow
  /// How the clocks of that zone go; the plan's record has its name alone.
  public let rules: ZoneRules

  /// Whether a rollout may begin at a moment.
  public func isOpen(at moment: Timestamp) -> Bool { window.isOpen(at: moment, rules) }

  /// When it may next, if it may not at this moment: how long until then, and what the clock shows then.
  public func opening(after moment: Timestamp) -> (wait: Duration, clock: String)? {
    window.opening(after: moment, rules).map { opening in
      (.milliseconds(opening.milliseconds - moment.milliseconds), ZonedClock(opening, rules).text)
    }
  }
}
