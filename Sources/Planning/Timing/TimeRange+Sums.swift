/// What comes of several times.
extension TimeRange {
  /// One after the other.
  public static func + (first: TimeRange, second: TimeRange) -> TimeRange {
    TimeRange(
      fastest: first.fastest + second.fastest,
      slowest: first.slowest.flatMap { slowest in second.slowest.map { slowest + $0 } })
  }

  /// So many times, one after the other.
  static func * (time: TimeRange, count: Int) -> TimeRange {
    TimeRange(fastest: time.fastest * Double(count), slowest: time.slowest.map { $0 * Double(count) })
  }

  /// At the same time.
  static func together(_ times: [TimeRange]) -> TimeRange {
    let slowest = times.map(\.slowest)
    return TimeRange(
      fastest: times.map(\.fastest).max() ?? 0,
      slowest: slowest.contains { $0 == nil } ? nil : slowest.compactMap { $0 }.max() ?? 0)
  }

  /// One after the other.
  static func sum(_ times: [TimeRange]) -> TimeRange { times.reduce(.none, +) }
}
