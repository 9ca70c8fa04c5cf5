import TestSupport
import Testing
import Values

@testable import Commands

@Suite("Run ids")
struct RunIdentifierTests {
  @Test("are 26 characters that normalize to themselves")
  func form() {
    var random = SeededRandom(seed: 1)
    for _ in 0..<200 {
      let milliseconds = Int.random(in: 0..<(1 << 48), using: &random)
      let id = RunIdentifier.make(at: Timestamp(milliseconds: milliseconds)) { random.next() }
      #expect(id.utf8.count == 26 && CrockfordBase32.normalize(id.lowercased()) == id)
    }
  }

  @Test("sort by time")
  func order() {
    var random = SeededRandom(seed: 2)
    var moments = (0..<300).map { _ in Int.random(in: 0..<(1 << 48), using: &random) }
    moments += [0, 1, 31, 32, 1023, 1024, 1_790_000_000_000, 1_790_000_000_001]
    let ids = moments.sorted().map { moment in
      RunIdentifier.make(at: Timestamp(milliseconds: moment)) { random.next() }
    }
    #expect(ids == ids.sorted())
  }

  @Test("differ at the same moment")
  func different() {
    let ids = Set((0..<1000).map { _ in RunIdentifier.make(at: Timestamp(milliseconds: 5)) })
    #expect(ids.count == 1000)
  }

  @Test("are exact for known bits")
  func exact() {
    #expect(RunIdentifier.make(at: Timestamp(milliseconds: 1_469_918_176_385)) { 0 } == "01ARYZ6S410000000000000000")
    #expect(RunIdentifier.make(at: Timestamp(milliseconds: 0)) { .max } == "0000000000ZZZZZZZZZZZZZZZZ")
    #expect(RunIdentifier.make(at: Timestamp(milliseconds: -1)) { 0 } == String(repeating: "0", count: 26))
  }
}
