/// What a clock in a time zone shows at a moment.
public struct ZonedClock: Sendable, Equatable {
  /// The day.
  public let date: CivilDate
  /// The day of the week, from 1 for Monday to 7.
  public let weekday: Int
  /// The minutes since midnight.
  public let minute: Int

  /// What the clock of a zone shows.
  public init(_ moment: Timestamp, _ rules: ZoneRules) {
    let seconds = moment.milliseconds.flooredQuotient(by: 1000)
    let local = seconds + rules.offset(at: seconds)
    let days = local.flooredQuotient(by: 86_400)
    date = CivilDate(daysSinceEpoch: days)
    // 1970-01-01 was a Thursday.
    weekday = (days + 3) - (days + 3).flooredQuotient(by: 7) * 7 + 1
    minute = (local - days * 86_400) / 60
  }

  /// As people read it: `mon 2026-11-23 09:00`.
  public var text: String {
    func digits(_ number: Int, _ count: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, count - text.count)) + text
    }
    let day = "\(digits(date.year, 4))-\(digits(date.month, 2))-\(digits(date.day, 2))"
    return "\(WeekdaySet.names[weekday - 1]) \(day) \(DayHours.text(minute))"
  }
}

extension Int {
  /// The quotient, rounded down also where it is negative.
  func flooredQuotient(by divisor: Int) -> Int {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
