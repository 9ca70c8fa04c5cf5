import Testing
import Values

@Suite("Rules of time zones")
struct ZoneRulesTests {
  private func offset(_ rules: String, _ time: String) throws -> Int {
    let rules = try #require(ZoneRules(text: rules))
    return rules.offset(at: try #require(Timestamp(rfc3339: time)).milliseconds / 1000)
  }

  @Test(
    "are read as the variable TZ has them",
    arguments: [
      ("UTC0", "2026-07-01T00:00:00Z", 0), ("<+0530>-5:30", "2026-07-01T00:00:00Z", 19800),
      ("EST5EDT,M3.2.0,M11.1.0", "2026-03-08T06:59:59Z", -18000),
      ("EST5EDT,M3.2.0,M11.1.0", "2026-03-08T07:00:00Z", -14400),
      ("EST5EDT", "2026-11-01T05:59:59Z", -14400), ("EST5EDT", "2026-11-01T06:00:00Z", -18000),
      // The southern half of the world: summer over the new year.
      ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-01-01T00:00:00Z", 39600),
      ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-07-01T00:00:00Z", 36000),
      // Ireland's winter is what differs; Greenland changes a day before.
      ("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-01-01T00:00:00Z", 0),
      ("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-07-01T00:00:00Z", 3600),
      ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T00:59:59Z", -7200),
      ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00:00Z", -3600),
      ("IST-2IDT,M3.4.4/26,M10.5.0", "2026-03-26T23:59:59Z", 7200),
      ("IST-2IDT,M3.4.4/26,M10.5.0", "2026-03-27T00:00:00Z", 10800),
      ("XXX3YYY,J60,J61/0", "2024-03-01T05:00:00Z", -7200), ("XXX3YYY,59,60/0", "2024-02-29T05:00:00Z", -7200),
      ("EST5EDT,0/0,J365/25", "2026-01-01T05:00:00Z", -14400), ("EST5EDT,0/0,J365/25", "2026-12-31T23:00:00Z", -14400),
    ])
  func text(rules: String, time: String, expected: Int) throws {
    #expect(try offset(rules, time) == expected)
  }

  @Test(
    "are refused where the text is none",
    arguments: [
      "", "CE-1", "CET", "CET-25", "CET-1:60", "CET-1CEST,M3.5.0", "CET-1CEST,M3.5.0,M10.5.0,",
      "CET-1CEST,M13.5.0,M10.5.0",
      "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J5", "CET-1CEST,366,5", "<+05-5", "<+>-5",
      "CET-1CEST,M3.5.0/168,M10.5.0", "CET-1 CEST",
    ])
  func refused(text: String) {
    #expect(ZoneRules(text: text) == nil)
  }

  /// A file of version 2 with one transition, and a rule behind it.
  static func file(footer: String = "\nAAA-1\n", leaps: UInt8 = 0, type: UInt8 = 1, version: UInt8 = 0x32) -> [UInt8] {
    func header(_ counts: [UInt8]) -> [UInt8] {
      Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15) + counts.flatMap { [0, 0, 0, $0] }
    }
    let types: [UInt8] = [0, 0, 0, 60, 0, 0] + [0xFF, 0xFF, 0xFF, 0xC4, 1, 0]
    let small = header([0, 0, 0, 1, 2, 4]) + [0, 0, 0, 100, type] + types + Array("ABC\0".utf8)
    if version == 0 { return small }
    let data: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 100, type] + types + Array("ABC\0".utf8)
    return small + header([0, 0, leaps, 1, 2, 4]) + data + [UInt8](repeating: 0, count: 12 * Int(leaps))
      + Array(footer.utf8)
  }

  @Test("are read from files, with the rule at their end")
  func files() throws {
    let rules = try #require(ZoneRules(file: Self.file()))
    #expect([-1, 0, 99, 100, 1_000_000].map(rules.offset) == [60, 60, 60, 3600, 3600])
    let plain = try #require(ZoneRules(file: Self.file(footer: "\n\n")))
    #expect([99, 100, 1_000_000].map(plain.offset) == [60, -60, -60])
    let old = try #require(ZoneRules(file: Self.file(version: 0)))
    #expect([99, 100].map(old.offset) == [60, -60])
  }

  @Test("are refused from every file that is cut off or says what cannot be")
  func damaged() {
    let whole = Self.file()
    for count in whole.indices { #expect(ZoneRules(file: Array(whole[..<count])) == nil, "\(count)") }
    #expect(ZoneRules(file: Self.file(type: 2)) == nil)
    #expect(ZoneRules(file: Self.file(leaps: 1)) == nil)
    #expect(ZoneRules(file: Self.file(footer: "\nnonsense\n")) == nil)
    #expect(ZoneRules(file: Self.file(footer: "x")) == nil)
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      var bytes = whole
      for _ in 0..<3 {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      _ = ZoneRules(file: bytes)
    }
  }
}
