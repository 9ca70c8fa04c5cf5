import TestSupport
import Testing
import Values

@Suite("Crockford's base 32")
struct CrockfordBase32Tests {
  @Test(
    "has 32 characters, five bits each",
    arguments: [
      (0, 1, "0"), (31, 1, "Z"), (32, 2, "10"), (32, 1, "0"), (1_469_918_176_385, 10, "01ARYZ6S41"),
      (.max, 13, "FZZZZZZZZZZZZ"), (0, 4, "0000"), (7, 0, ""),
    ] as [(UInt64, Int, String)])
  func encode(value: UInt64, characters: Int, expected: String) {
    #expect(CrockfordBase32.encode(value, characters: characters) == expected)
  }

  @Test("sorts as the numbers do", arguments: 0..<5)
  func order(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let numbers = (0..<500).map { _ in random.next() >> UInt64.random(in: 0..<64, using: &random) }.sorted()
    let texts = numbers.map { CrockfordBase32.encode($0, characters: 13) }
    #expect(texts.sorted() == texts)
    #expect(texts.map { UInt64($0.reduce(UInt64(0)) { $0 << 5 | Self.digit($1) }) } == numbers)
  }

  @Test(
    "is read in either case, with the letters that look like digits",
    arguments: [
      ("01aryz", "01ARYZ"), ("iLoO", "1100"), ("IlO", "110"), ("", ""), ("u", nil), ("A-B", nil), ("A B", nil),
      ("é", nil), ("ß", nil), ("ı", nil), ("ﬁ", nil),
      ("@", nil), ("[", nil), ("`", nil), ("{", nil), ("\0", nil),
    ] as [(String, String?)])
  func normalize(text: String, expected: String?) {
    #expect(CrockfordBase32.normalize(text) == expected)
  }

  private static func digit(_ character: Character) -> UInt64 {
    "0123456789ABCDEFGHJKMNPQRSTVWXYZ".enumerated().first { $0.element == character }.map { UInt64($0.offset) } ?? 99
  }
}
