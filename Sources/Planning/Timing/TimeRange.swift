/// How long something takes, in seconds.
///
/// Numbers rather than durations, because sums of what a runbook may say have no end.
public struct TimeRange: Sendable, Equatable {
  /// At least this long, if all goes well.
  public var fastest: Double
  /// At most this long; nothing if there is no limit.
  public var slowest: Double?

  /// No time at all.
  public static let none = TimeRange(fastest: 0, slowest: 0)

  /// From the fastest to the slowest.
  public init(fastest: Double, slowest: Double?) {
    self.fastest = fastest
    self.slowest = slowest
  }
}
