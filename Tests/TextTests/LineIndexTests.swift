import TestSupport
import Testing
import Text

@Suite("Lines and columns")
struct LineIndexTests {
  @Test(
    "count from 1, columns in scalars",
    arguments: [
      ("⟦⟧", 1, 1), ("ab⟦⟧", 1, 3), ("ab\n⟦⟧", 2, 1), ("ab⟦⟧\n", 1, 3), ("ab\r\n⟦⟧c", 2, 1), ("\n\n⟦⟧\n", 3, 1),
      ("é😀⟦⟧x", 1, 3), ("e\u{301}⟦⟧x", 1, 3), ("a\rb⟦⟧", 1, 4), ("\t⟦⟧", 1, 2), ("a\u{2028}b⟦⟧", 1, 4),
    ])
  func positions(marked: String, line: Int, column: Int) {
    let text = Marked(marked)
    let index = LineIndex(Array(text.text.utf8))
    #expect(index.position(ofByte: text.ranges[0].lowerBound) == TextPosition(line: line, column: column))
  }

  @Test(
    "take an offset inside a scalar as the scalar's, and stray bytes as scalars",
    arguments: [
      ([0x61, 0xF0, 0x9F, 0x98, 0x80, 0x62], [1, 2, 2, 2, 2, 3, 4]),
      ([0x61, 0x93, 0x62], [1, 2]),
      ([0xC3, 0xA9, 0xA9], [1, 1, 2]),
      ([0x93], [1]),
      ([0xE9, 0x62], [1, 2, 3]),
      ([0xE2, 0x82, 0xAC, 0x80], [1, 1, 1, 2]),
    ] as [([UInt8], [Int])])
  func insideScalars(bytes: [UInt8], columns: [Int]) {
    let index = LineIndex(bytes)
    #expect(columns.indices.map { index.position(ofByte: $0).column } == columns)
  }

  @Test("take offsets beyond the text as its ends")
  func beyond() {
    let index = LineIndex(Array("a\nbc".utf8))
    #expect(index.position(ofByte: 99) == TextPosition(line: 2, column: 3))
    #expect(index.position(ofByte: -1) == TextPosition(line: 1, column: 1))
  }

  @Test("give the bytes of a line without its end")
  func ranges() {
    let index = LineIndex(Array("a\r\n\nbc\rd\r\r\n".utf8))
    #expect(index.count == 4)
    #expect((1...4).map { index.range(ofLine: $0) } == [0..<1, 3..<3, 4..<9, 11..<11])
  }

  @Test("agree with counting from the start", arguments: 0..<10)
  func random(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let pool = Array("ab\né\n😀\r\n".unicodeScalars)
    var text = String.UnicodeScalarView()
    for _ in 0..<300 { text.append(pool.randomElement(using: &random) ?? "a") }
    let index = LineIndex(Array(String(text).utf8))
    var (line, column, offset) = (1, 1, 0)
    for scalar in text {
      #expect(index.position(ofByte: offset) == TextPosition(line: line, column: column))
      offset += scalar.utf8.count
      (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
    }
    #expect(index.count == line)
  }
}
