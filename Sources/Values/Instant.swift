/// A moment of the monotonic clock, which no change of the calendar clock moves.
///
/// Deadlines and durations are made of these.
public struct Instant: Sendable, Equatable, Comparable {
  /// Nanoseconds since a moment that means nothing by itself.
  public let nanoseconds: Int

  /// The moment at `nanoseconds` of the clock.
  public init(nanoseconds: Int) {
    self.nanoseconds = nanoseconds
  }

  /// Earlier moments are smaller.
  public static func < (left: Instant, right: Instant) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// The moment `duration` later; the last moment there is, if that is beyond it.
  public func advanced(by duration: Duration) -> Instant {
    let (seconds, attoseconds) = duration.components
    let (whole, overflows) = Int(seconds).multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, sumOverflows) = nanoseconds.addingReportingOverflow(
      overflows ? .max : whole + Int(attoseconds / 1_000_000_000))
    return Instant(nanoseconds: sumOverflows ? .max : sum)
  }

  /// The time from `earlier` until this moment, never negative.
  public func duration(since earlier: Instant) -> Duration {
    .nanoseconds(max(0, nanoseconds - earlier.nanoseconds))
  }
}
