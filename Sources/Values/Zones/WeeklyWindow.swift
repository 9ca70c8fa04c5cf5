/// When something may begin: days of the week, parts of the day, and the clock that these are read from (design 8).
///
/// What counts is what that clock shows: hours that it leaps over never come, those that it shows twice come twice.
public struct WeeklyWindow: Sendable, Equatable {
  /// The days on which its hours begin.
  public var days: WeekdaySet
  /// The hours; those that go on past midnight belong to the day on which they begin.
  public var hours: DayHoursList
  /// Where the clock stands.
  public var zone: ClockZone

  /// A window.
  public init(days: WeekdaySet = .all, hours: DayHoursList = .all, zone: ClockZone = .local) {
    self.days = days
    self.hours = hours
    self.zone = zone
  }

  /// In words: `mon-thu 09:00-16:00 Europe/Berlin`.
  public var text: String {
    let hours = hours == .all ? "all day" : hours.parts.map(\.text).joined(separator: ", ")
    return "\(days.text) \(hours) \(zone.text)"
  }

  /// Whether it is open at a moment, by the rules of its zone.
  public func isOpen(at moment: Timestamp, _ rules: ZoneRules) -> Bool {
    let clock = ZonedClock(moment, rules)
    return hours.parts.contains { part in
      let isOfToday = days.days.contains(clock.weekday)
      if part.start < part.end { return isOfToday && part.start <= clock.minute && clock.minute < part.end }
      let isOfYesterday = days.days.contains((clock.weekday + 5) % 7 + 1)
      return isOfToday && clock.minute >= part.start || isOfYesterday && clock.minute < part.end
    }
  }

  /// A clock can leave out a whole day, and the one day of a window with it; two in a row it does not.
  private static let longestWait = 15 * 24 * 60

  /// When it opens next after a moment at which it is closed, to the minute; nothing if the clock leaps over all of it.
  ///
  /// Only openings count: of the minutes after `moment`, the first that is open.
  public func opening(after moment: Timestamp, _ rules: ZoneRules) -> Timestamp? {
    let minute = moment.milliseconds.flooredQuotient(by: 60_000)
    return (1...Self.longestWait).lazy.map { Timestamp(milliseconds: (minute + $0) * 60_000) }
      .first { isOpen(at: $0, rules) }
  }
}

extension WeeklyWindow: ValueConvertible {
  /// What a window in one text is, for messages.
  public static let typeName = "a window such as \"mon-thu 09:00-16:00 Europe/Berlin\""

  /// The window that a text says: days, hours, zone, in this order; each may be left out, but not all.
  public static func convert(_ value: Value) -> WeeklyWindow? {
    var words = (value.string ?? "").split(separator: " ").map(String.init)[...]
    if words.isEmpty { return nil }
    var window = WeeklyWindow()
    if let days = words.first.flatMap({ WeekdaySet.convert(.string($0)) }) {
      window.days = days
      words.removeFirst()
    }
    if let hours = words.first.flatMap({ DayHoursList.convert(.string($0)) }) {
      window.hours = hours
      words.removeFirst()
    }
    if let word = words.first, !startsLikeDay(word), let zone = ClockZone.convert(.string(word)) {
      window.zone = zone
      words.removeFirst()
    }
    return words.isEmpty ? window : nil
  }

  /// Whether a word that is no list of days was meant as one: no zone's name begins like this.
  private static func startsLikeDay(_ word: String) -> Bool {
    !word.contains("/") && WeekdaySet.names.contains(String(word.prefix(3)).lowercased())
  }
}
