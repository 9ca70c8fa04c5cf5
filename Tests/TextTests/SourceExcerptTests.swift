import TestSupport
import Testing

@testable import Text

@Suite("The source line below a diagnostic")
struct SourceExcerptTests {
  static let cases: [(source: String, line: String, carets: String)] = [
    ("a = ⟦1⟧", "a = 1", "    ^"),
    ("⟦name⟧ = 1\n", "name = 1", "^^^^"),
    ("a = ⟦⟧1", "a = 1", "    ^"),
    ("a =⟦⟧\nb", "a =", "   ^"),
    ("a =⟦\n⟧b", "a =", "   ^"),
    ("a = ⟦[1,\n2]⟧", "a = [1,", "    ^^^"),
    ("a = 1\n⟦⟧", "", "^"),
    ("⟦⟧", "", "^"),
    ("a = 1⟦⟧", "a = 1", "     ^"),
    // Tabs go to the next multiple of four, and are marked as wide as they are drawn.
    ("\ta = ⟦1⟧", "    a = 1", "        ^"),
    ("ab\t⟦c⟧\td", "ab  c   d", "    ^"),
    ("a⟦\t⟧b", "a   b", " ^^^"),
    // Line ends are not part of the line.
    ("a = ⟦x⟧\r\nb", "a = x", "    ^"),
    ("a = x⟦\r\n⟧b", "a = x", "     ^"),
    ("a\r⟦b⟧", "a␍b", "  ^"),
    // Wide and combining characters.
    ("名前 = ⟦値⟧", "名前 = 値", "       ^^"),
    ("🚀 = ⟦1⟧", "🚀 = 1", "     ^"),
    ("⟦⚡⟧ = 1", "⚡ = 1", "^^"),
    ("e\u{301} = ⟦1⟧", "e\u{301} = 1", "    ^"),
    ("é = ⟦ü⟧", "é = ü", "    ^"),
    // Characters that could drive a terminal.
    ("a = ⟦\u{1B}⟧[1m", "a = ␛[1m", "    ^"),
    ("\0⟦\u{7F}⟧", "␀␡", " ^"),
    ("\u{85}\u{2028}\u{202E}⟦\u{2066}⟧", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}", "   ^"),
    ("\u{FFFD}⟦x⟧", "\u{FFFD}x", " ^"),
  ]

  @Test("has carets exactly under what is meant", arguments: cases)
  func carets(source: String, line: String, carets: String) {
    #expect(ExcerptCase.excerpt(source) == [line, carets])
  }

  @Test(
    "marks the character that a combining one belongs to", arguments: [("ab\u{301}c", 2, " ^"), ("\u{301}c", 0, "^")])
  func combining(text: String, start: Int, carets: String) {
    let excerpt = SourceExcerpt(line: Array(text.utf8)[...], marked: start..<start + 2)
    #expect(excerpt.line == text)
    #expect(excerpt.carets == carets)
  }

  @Test(
    "shows ill-formed bytes as one character each run",
    arguments: [
      ([0x61, 0xE9, 0x62], 2, "a\u{FFFD}b", "  ^"),
      ([0x61, 0xFF, 0x80, 0x62], 3, "a\u{FFFD}\u{FFFD}b", "   ^"),
      ([0xF0, 0x9F, 0x98, 0x62], 3, "\u{FFFD}b", " ^"),
      ([0xEF, 0xBF, 0xBD, 0x62], 3, "\u{FFFD}b", " ^"),
      ([0xF0, 0x9F, 0x98], 1, "\u{FFFD}", "^"),
      ([0xC3, 0xA9, 0x62], 1, "éb", "^"),
    ] as [([UInt8], Int, String, String)])
  func illFormed(bytes: [UInt8], marked: Int, line: String, carets: String) {
    let source = SourceText(name: "f", bytes: bytes)
    let rendered = ExcerptCase.render(source, ByteSpan(marked..<marked + 1))
    #expect(ExcerptCase.excerpt(rendered: rendered) == [line, carets])
  }

  @Test("is cut to a window around the carets when it is long")
  func long() {
    let excerpt = ExcerptCase.excerpt(String(repeating: "a", count: 200) + "⟦bcd⟧" + String(repeating: "e", count: 200))
    let line = "…" + String(repeating: "a", count: 40) + "bcd" + String(repeating: "e", count: 77) + "…"
    #expect(excerpt == [line, String(repeating: " ", count: 41) + "^^^"])
  }

  @Test("is cut only where it is too long")
  func ends() {
    let start = ExcerptCase.excerpt("⟦b⟧" + String(repeating: "a", count: 120))
    #expect(start == ["b" + String(repeating: "a", count: 119) + "…", "^"])
    let whole = ExcerptCase.excerpt(String(repeating: "a", count: 119) + "⟦b⟧")
    #expect(whole == [String(repeating: "a", count: 119) + "b", String(repeating: " ", count: 119) + "^"])
    let end = ExcerptCase.excerpt(String(repeating: "a", count: 120) + "⟦b⟧")
    #expect(end == ["…" + String(repeating: "a", count: 40) + "b", String(repeating: " ", count: 41) + "^"])
  }

  @Test("marks what is in the window of a mark that is longer")
  func longMark() {
    let excerpt = ExcerptCase.excerpt("x = ⟦" + String(repeating: "é", count: 1000) + "⟧")
    #expect(
      excerpt == ["x = " + String(repeating: "é", count: 116) + "…", "    " + String(repeating: "^", count: 116)])
  }

  @Test("keeps characters whole where a very long line is cut", arguments: 0..<8)
  func cutsBetweenScalars(shift: Int) {
    let text = String(repeating: "x", count: shift) + String(repeating: "😀", count: 3000)
    let middle = shift + 4 * 1500
    let source = SourceText(name: "f", bytes: Array(text.utf8))
    let excerpt = ExcerptCase.excerpt(rendered: ExcerptCase.render(source, ByteSpan(middle..<middle + 4)))
    #expect(excerpt == ["…" + String(repeating: "😀", count: 60) + "…", String(repeating: " ", count: 41) + "^^"])
  }

  @Test("takes a span beyond the end as the end")
  func beyond() {
    let source = SourceText(name: "f", bytes: Array("ab".utf8))
    #expect(
      ExcerptCase.render(source, ByteSpan(7..<9)) == """
        f:1:3: error: this is wrong [test.sample]
          1 | ab
            |   ^

        """)
  }

  @Test("never has more carets than cells, nor none, whatever the bytes are", arguments: 0..<20)
  func random(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    for _ in 0..<100 {
      let count = Int.random(in: 0...300, using: &random)
      let pool: [UInt8] = [0x20, 0x09, 0x61, 0x80, 0xC3, 0xA9, 0xE5, 0x90, 0x8D, 0xF0, 0x9F, 0x98, 0x00, 0xFF, 0x0D]
      let line = (0..<count).map { _ in pool.randomElement(using: &random) ?? 0 }
      let start = Int.random(in: 0...count, using: &random)
      let end = Int.random(in: start...count, using: &random)
      let excerpt = SourceExcerpt(line: line[...], marked: start..<end)
      let width = excerpt.line.unicodeScalars.reduce(0) { $0 + DisplayWidth.of($1) }
      #expect(excerpt.carets.contains("^"))
      #expect(excerpt.carets.count <= width + 1, "\(line) \(start)..<\(end)")
      #expect(width <= SourceExcerpt.maximumWidth + 2)
      #expect(excerpt.line.unicodeScalars.allSatisfy { $0.value >= 0x20 })
    }
  }
}
