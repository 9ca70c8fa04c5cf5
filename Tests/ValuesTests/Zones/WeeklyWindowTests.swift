import Testing
import Values

@Suite("Windows of the week")
struct WeeklyWindowTests {
  /// As the file of Berlin says it since 1996.
  private static let berlin = ZoneRules(text: "CET-1CEST,M3.5.0,M10.5.0/3") ?? ZoneRules(offset: 0)

  private func isOpen(_ window: String, _ time: String, _ rules: ZoneRules = berlin) throws -> Bool {
    let window = try #require(WeeklyWindow.convert(.string(window)))
    return window.isOpen(at: try #require(Timestamp(rfc3339: time)), rules)
  }

  @Test(
    "are open from the first minute to the last, on their days",
    arguments: [
      // 2026-11-23 is a Monday; Berlin is an hour before UTC.
      ("mon 09:00-16:00 Europe/Berlin", "2026-11-23T07:59:59.999Z", false),
      ("mon 09:00-16:00 Europe/Berlin", "2026-11-23T08:00:00Z", true),
      ("mon 09:00-16:00 Europe/Berlin", "2026-11-23T14:59:59.999Z", true),
      ("mon 09:00-16:00 Europe/Berlin", "2026-11-23T15:00:00Z", false),
      ("tue-sun 09:00-16:00", "2026-11-23T10:00:00Z", false),
      ("09:00-12:00,13:00-16:00", "2026-11-23T11:30:00Z", false),
      ("09:00-12:00,13:00-16:00", "2026-11-23T12:30:00Z", true),
      ("mon,wed", "2026-11-25T22:59:00Z", true), ("mon,wed", "2026-11-25T23:00:00Z", false),
      ("Fri-Mon", "2026-11-23T10:00:00Z", true), ("Fri-Mon", "2026-11-24T10:00:00Z", false),
      ("mon 18:00-24:00", "2026-11-23T22:59:59Z", true), ("mon 18:00-24:00", "2026-11-23T23:00:00Z", false),
      // Past midnight: of the day on which they begin.
      ("fri 22:00-04:00", "2026-11-27T21:00:00Z", true), ("fri 22:00-04:00", "2026-11-28T02:59:59Z", true),
      ("fri 22:00-04:00", "2026-11-28T03:00:00Z", false), ("fri 22:00-04:00", "2026-11-27T02:00:00Z", false),
      ("sun 22:00-04:00", "2026-11-30T02:00:00Z", true),
    ])
  func open(window: String, time: String, expected: Bool) throws {
    #expect(try isOpen(window, time) == expected)
  }

  @Test("go by what the clock shows where it leaps and where it is set back")
  func summerTime() throws {
    // 2026-03-29: from 02:00 to 03:00; 2026-10-25: from 03:00 back to 02:00.
    #expect(try isOpen("sun 01:00-02:00", "2026-03-29T00:59:59Z"))
    #expect(try !isOpen("sun 02:00-03:00", "2026-03-29T01:00:00Z"))
    #expect(try isOpen("sun 03:00-04:00", "2026-03-29T01:00:00Z"))
    for time in ["2026-10-25T00:00:00Z", "2026-10-25T00:59:59Z", "2026-10-25T01:00:00Z", "2026-10-25T01:59:59Z"] {
      #expect(try isOpen("sun 02:00-03:00", time))
    }
    #expect(try !isOpen("sun 02:00-03:00", "2026-10-25T02:00:00Z"))
  }

  @Test(
    "tell when they open next",
    arguments: [
      ("mon-thu 09:00-16:00", "2026-11-21T22:00:00Z", "2026-11-23T08:00:00.000Z"),
      ("mon-thu 09:00-16:00", "2026-11-26T15:00:00.001Z", "2026-11-30T08:00:00.000Z"),
      ("mon 09:00-16:00", "2026-11-23T15:00:00Z", "2026-11-30T08:00:00.000Z"),
      // In the night in which the clock leaps over it, it does not open.
      ("sun 02:15-02:45", "2026-03-28T12:00:00Z", "2026-04-05T00:15:00.000Z"),
      ("sun 02:30-03:30", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00.000Z"),
      ("22:00-04:00", "2026-11-23T12:00:00Z", "2026-11-23T21:00:00.000Z"),
    ])
  func opening(window: String, time: String, expected: String) throws {
    let window = try #require(WeeklyWindow.convert(.string(window)))
    let opening = window.opening(after: try #require(Timestamp(rfc3339: time)), Self.berlin)
    #expect(opening?.rfc3339 == expected)
    #expect(
      opening.map { ZonedClock($0, Self.berlin).text }?.hasPrefix(window.days.text.prefix(3)) ?? false
        || window.days == .all)
  }

  @Test(
    "are said in words that mean them again",
    arguments: [
      ("Mon-Thu 09:00-16:00 Europe/Berlin", "mon-thu 09:00-16:00 Europe/Berlin"),
      ("mon,tue,sat", "mon-tue, sat all day local time"), ("22:00-04:00 UTC", "every day 22:00-04:00 UTC"),
      ("sat-sun 10:00-12:00,14:00-16:00 -03:30", "sat-sun 10:00-12:00, 14:00-16:00 -03:30"),
    ])
  func words(text: String, expected: String) {
    #expect(WeeklyWindow.convert(.string(text))?.text == expected)
  }

  @Test(
    "are refused where they say nothing, or what no clock shows",
    arguments: [
      "", " ", "monday", "mon-", "mon--tue", "mon 9-16", "mon 09:00", "mon 09:00-09:00", "mon 09:60-10:00",
      "mon 24:00-25:00", "mon 09:00-16:00 Europe/Berlin x", "mon 09:00-16:00 ../etc/passwd", "+15:00",
      "09:00-16:00 mon",
      "mon, tue",
    ])
  func refused(text: String) {
    #expect(WeeklyWindow.convert(.string(text)) == nil)
  }

  @Test("are refused in their parts")
  func parts() {
    #expect(WeekdaySet.convert(.list([])) == nil)
    #expect(WeekdaySet.convert(.list([.int(1)])) == nil)
    #expect(WeekdaySet.convert(.list([.string("mon"), .string("fri - sun")])) == nil)
    #expect(WeekdaySet.convert(.list([.string("mon"), .string("fri-sun")]))?.days == [1, 5, 6, 7])
    #expect(DayHoursList.convert(.list([])) == nil)
    #expect(DayHoursList.convert(.list([.string("09:00-10:00"), .string("23:00-01:00")]))?.parts.count == 2)
    for zone in ["/etc/localtime", "Europe//Berlin", "Europe/", "a b", ".", "..", "é", "", "+1", "02:00"] {
      #expect(ClockZone.convert(.string(zone)) == nil, "\(zone)")
    }
    #expect(ClockZone.convert(.string("America/Argentina/Buenos_Aires")) == .named("America/Argentina/Buenos_Aires"))
    #expect(ClockZone.convert(.string("-03:30")) == .offset(-210))
    #expect(
      [ClockZone.local, .offset(0), .offset(-210), .offset(330)].map(\.text) == [
        "local time", "UTC", "-03:30", "+05:30",
      ])
  }
}
