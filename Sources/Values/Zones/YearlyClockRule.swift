/// When the clocks of a zone change, every year alike: what the variable `TZ` says (POSIX; RFC 8536, 3.3.1).
struct YearlyClockRule: Sendable, Equatable {
  /// A day of every year, and a time on it.
  struct Change: Sendable, Equatable {
    enum Day: Sendable, Equatable {
      /// From 1; 29 February is never counted.
      case withoutLeapDay(Int)
      /// From 0; 29 February is counted.
      case ofYear(Int)
      /// The nth of a weekday (0 Sunday) in a month; 5 is the last one.
      case weekday(Int, number: Int, month: Int)
    }

    let day: Day
    /// Seconds after midnight; also before it, and after the next one.
    let time: Int

    /// The moment in a year, in seconds as the clocks show them before they change.
    func moment(in year: Int) -> Int { dayNumber(in: year) * 86_400 + time }

    private func dayNumber(in year: Int) -> Int {
      let newYear = CivilDate(year: year, month: 1, day: 1).daysSinceEpoch
      switch day {
      case .ofYear(let number): return newYear + number
      case .withoutLeapDay(let number):
        let hasLeapDay = CivilDate.days(inMonth: 2, of: year) == 29
        return newYear + number - 1 + (hasLeapDay && number >= 60 ? 1 : 0)
      case .weekday(let weekday, let number, let month):
        let first = CivilDate(year: year, month: month, day: 1).daysSinceEpoch
        // 1970-01-01 was a Thursday, which is 4 from Sunday.
        let ofFirst = (first + 4) - (first + 4).flooredQuotient(by: 7) * 7
        let day = (weekday - ofFirst + 7) % 7 + (number - 1) * 7
        return first + (day < CivilDate.days(inMonth: month, of: year) ? day : day - 7)
      }
    }
  }

  /// The other offset, and when it begins and ends.
  struct Summer: Sendable, Equatable {
    let offset: Int
    let begin: Change
    let end: Change
  }

  /// The usual offset, in seconds before UTC.
  let standard: Int
  let summer: Summer?

  /// The offset at a moment, so many seconds after 1970-01-01T00:00:00Z.
  func offset(at seconds: Int) -> Int {
    guard let summer else { return standard }
    let year = CivilDate(daysSinceEpoch: (seconds + standard).flooredQuotient(by: 86_400)).year
    let begin = summer.begin.moment(in: year) - standard
    let end = summer.end.moment(in: year) - summer.offset
    let isSummer = begin < end ? begin <= seconds && seconds < end : !(end <= seconds && seconds < begin)
    return isSummer ? summer.offset : standard
  }
}
