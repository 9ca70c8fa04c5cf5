import TestSupport
import Testing
import Values

@Suite("Durations as text")
struct DurationTextTests {
  @Test(
    "are sums of numbers with units, or seconds",
    arguments: [
      ("0", .zero), ("30", .seconds(30)), ("1.5", .milliseconds(1500)), ("0.25", .milliseconds(250)),
      ("250ms", .milliseconds(250)), ("5s", .seconds(5)),
      ("2m", .seconds(120)), ("3h", .seconds(10800)), ("1d", .seconds(86400)), ("1h30m", .seconds(5400)), ("1m30", nil),
      ("1d2h3m4s5ms", .milliseconds(93_784_005)),
      ("30m1h", .seconds(5400)), ("1.5h", .seconds(5400)), ("0.001s", .milliseconds(1)), ("1m1m", .seconds(120)),
      ("007", .seconds(7)), ("0ms", .zero),
      ("36500d", .seconds(3_153_600_000)), ("3153600000", .seconds(3_153_600_000)), ("36500d1ms", nil),
      ("3153600001", nil), ("99999999999999999999d", nil),
      (String(repeating: "9", count: 400), nil), ("", nil), (" ", nil), ("-5", nil), ("-5s", nil), ("+5s", nil),
      ("5 s", nil), ("5s ", nil), (" 5s", nil),
      ("s", nil), ("ms", nil), ("5x", nil), ("5S", nil), ("5sec", nil), ("5ss", nil), (".5s", nil), ("5.s", nil),
      ("1..5s", nil), ("1.2.3s", nil),
      ("1e3", nil), ("0x10", nil), ("inf", nil), ("nan", nil), ("٣s", nil), ("５s", nil), ("1h-5m", nil), ("1h,5m", nil),
      ("5µs", nil), ("5us", nil), ("5e\u{301}", nil),
    ] as [(String, Duration?)])
  func parse(text: String, expected: Duration?) {
    #expect(DurationText.parse(text) == expected)
  }

  @Test(
    "are made of numbers of seconds that can be one",
    arguments: [
      (0, .zero), (1.5, .milliseconds(1500)), (1e-9, .nanoseconds(1)), (3_153_600_000, .seconds(3_153_600_000)),
      (3_153_600_001, nil),
      (-0.001, nil), (.infinity, nil), (-.infinity, nil), (.nan, nil), (1e300, nil), (-0.0, .zero),
    ] as [(Double, Duration?)])
  func seconds(number: Double, expected: Duration?) {
    #expect(DurationText.seconds(number) == expected)
  }

  @Test(
    "are written as short as can be",
    arguments: [
      (.zero, "0s"), (.nanoseconds(999), "0s"), (.milliseconds(1), "1ms"), (.milliseconds(999), "999ms"),
      (.seconds(1), "1s"),
      (.milliseconds(1250), "1.25s"), (.milliseconds(1005), "1.005s"), (.milliseconds(10_500), "10.5s"),
      (.seconds(60), "1m"),
      (.seconds(90), "1m30s"), (.seconds(3600), "1h"), (.seconds(5400), "1h30m"), (.seconds(3601), "1h1s"),
      (.seconds(86400), "1d"),
      (.milliseconds(86_400_001), "1d0.001s"), (.seconds(100_000), "1d3h46m40s"), (.seconds(3_153_600_000), "36500d"),
    ] as [(Duration, String)])
  func format(duration: Duration, expected: String) {
    #expect(DurationText.format(duration) == expected)
  }

  @Test("say the same when read back, to the millisecond", arguments: 0..<10)
  func roundTrip(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    for _ in 0..<300 {
      let limit = [1000, 100_000, 100_000_000, 1_000_000_000_000].randomElement(using: &random) ?? 1
      let duration = Duration.milliseconds(Int.random(in: 0..<limit, using: &random))
      #expect(DurationText.parse(DurationText.format(duration)) == duration)
    }
  }
}
