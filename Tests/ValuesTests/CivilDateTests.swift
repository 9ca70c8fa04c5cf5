import Foundation
import Testing
import Values

@Suite("Days of the calendar")
struct CivilDateTests {
  private static let calendar: Calendar = {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = TimeZone(secondsFromGMT: 0) ?? calendar.timeZone
    return calendar
  }()

  @Test("are Foundation's, from 1583 on", arguments: 0..<8)
  func foundation(block: Int) {
    // Foundation's calendar is Julian before 1582-10-15. A prime step meets every day of month and week.
    let first = -141_000
    for days in stride(from: first + block * 101, to: 2_932_896, by: 808) {
      let date = CivilDate(daysSinceEpoch: days)
      let moment = Date(timeIntervalSince1970: Double(days) * 86_400)
      let parts = Self.calendar.dateComponents([.year, .month, .day], from: moment)
      #expect(date == CivilDate(year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0))
      #expect(date.daysSinceEpoch == days)
      #expect(date.isValid)
    }
  }

  @Test("follow each other without a gap from the year 0 to 9999")
  func successive() {
    var expected = CivilDate(year: 0, month: 1, day: 1)
    let first = expected.daysSinceEpoch
    let last = CivilDate(year: 9999, month: 12, day: 31).daysSinceEpoch
    #expect(first == -719_528)
    #expect(last == 2_932_896)
    var wrong = 0
    for days in first...last {
      let date = CivilDate(daysSinceEpoch: days)
      if date != expected || date.daysSinceEpoch != days { wrong += 1 }
      expected.day += 1
      if expected.day > CivilDate.days(inMonth: expected.month, of: expected.year) {
        (expected.month, expected.day) = (expected.month + 1, 1)
      }
      if expected.month > 12 { (expected.year, expected.month) = (expected.year + 1, 1) }
    }
    #expect(wrong == 0)
  }

  @Test(
    "exist or do not",
    arguments: [
      (2024, 2, 29, true), (2023, 2, 29, false), (1900, 2, 29, false), (2000, 2, 29, true), (0, 2, 29, true),
      (2026, 4, 31, false), (2026, 12, 31, true),
      (2026, 13, 1, false), (2026, 0, 1, false), (2026, 1, 0, false), (2026, 1, 32, false), (2026, -1, 1, false),
    ])
  func validity(year: Int, month: Int, day: Int, expected: Bool) {
    #expect(CivilDate(year: year, month: month, day: day).isValid == expected)
  }
}
