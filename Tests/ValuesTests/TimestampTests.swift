import Foundation
import TestSupport
import Testing
import Values

@Suite("Times of RFC 3339")
struct TimestampTests {
  @Test(
    "are written in UTC with milliseconds",
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
      (1_795_253_400_250, "2026-11-21T09:30:00.250Z"),
      (951_782_400_000, "2000-02-29T00:00:00.000Z"), (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
      (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"), (253_402_300_800_000, "9999-12-31T23:59:59.999Z"),
      (-62_167_219_200_001, "0000-01-01T00:00:00.000Z"), (.max, "9999-12-31T23:59:59.999Z"),
      (.min, "0000-01-01T00:00:00.000Z"),
    ])
  func write(milliseconds: Int, expected: String) {
    #expect(Timestamp(milliseconds: milliseconds).rfc3339 == expected)
  }

  @Test(
    "are read with any offset and fraction",
    arguments: [
      ("2026-11-21T09:30:00Z", 1_795_253_400_000), ("2026-11-21T09:30:00.25Z", 1_795_253_400_250),
      ("2026-11-21T09:30:00.2509999Z", 1_795_253_400_250),
      ("2026-11-21T09:30:00.1Z", 1_795_253_400_100), ("2026-11-21T11:00:00+01:30", 1_795_253_400_000),
      ("2026-11-21T01:30:00.5-08:00", 1_795_253_400_500),
      ("2016-12-31T23:59:60Z", 1_483_228_800_000), ("1970-01-01T00:00:00-00:00", 0),
      ("0000-01-01T00:00:00+23:59", -62_167_305_540_000),
      ("2026-02-29T00:00:00Z", nil), ("2026-11-21T24:00:00Z", nil), ("2026-11-21T09:60:00Z", nil),
      ("2026-11-21T09:30:61Z", nil), ("2026-13-21T09:30:00Z", nil),
      ("2026-11-21T09:30:00", nil), ("2026-11-21T09:30Z", nil), ("2026-11-21", nil), ("", nil),
      ("2026-11-21T09:30:00.Z", nil), ("2026-11-21T09:30:00,5Z", nil),
      ("2026-11-21T09:30:00+0100", nil), ("2026-11-21T09:30:00+24:00", nil), ("2026-11-21T09:30:00+01:60", nil),
      ("2026-11-21T09:30:00 01:00", nil),
      ("2026-11-21T09:30:00ZZ", nil), ("2026/11/21T09:30:00Z", nil), ("2026-11-21 09:30:00Z", nil),
      ("2026-11-21T09.30.00Z", nil), ("+026-11-21T09:30:00Z", nil),
      ("２０２６-11-21T09:30:00Z", nil), ("2026-11-21T09:30:00é", nil),
    ] as [(String, Int?)])
  func read(text: String, milliseconds: Int?) {
    #expect(Timestamp(rfc3339: text)?.milliseconds == milliseconds)
  }

  @Test("are Foundation's", arguments: 0..<5)
  func foundation(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    for _ in 0..<200 {
      // From 1600, since Foundation's calendar is Julian before; whole milliseconds stay exact in its doubles.
      let milliseconds = Int.random(in: -11_676_096_000_000..<253_402_300_800_000, using: &random) / 8 * 8
      let expected = Date(timeIntervalSince1970: Double(milliseconds) / 1000).formatted(style)
      let text = Timestamp(milliseconds: milliseconds).rfc3339
      #expect(text.dropLast(4) == expected.dropLast(4), "\(milliseconds)")
      #expect(Timestamp(rfc3339: text)?.milliseconds == milliseconds)
    }
  }

  @Test("are in order of time, and so is their text")
  func order() {
    let times = [-62_167_219_200_000, -1, 0, 1, 999, 1000, 1_795_253_400_250].map { Timestamp(milliseconds: $0) }
    #expect(times.sorted() == times)
    #expect(times.map(\.rfc3339).sorted() == times.map(\.rfc3339))
  }

  @Test("never crash the reader, whatever one character is replaced by")
  func mutations() {
    let text = Array("2026-11-21T09:30:00.250+01:00".utf8)
    for index in text.indices {
      for byte in UInt8(0x20)..<0x7F {
        var changed = text
        changed[index] = byte
        if let time = Timestamp(rfc3339: String(decoding: changed, as: UTF8.self)) {
          #expect(time.rfc3339.utf8.count == 24)
        }
      }
      _ = Timestamp(rfc3339: String(decoding: text[..<index], as: UTF8.self))
    }
  }
}
