import TOML
import Testing

@Suite("Strings of TOML")
struct TOMLStringTests {
  static let cases: [(source: String, text: String)] = [
    (#""""#, ""), (#""plain é😀""#, "plain é😀"), (#""\"\\\b\f\n\r\t""#, "\"\\\u{8}\u{C}\n\r\t"),
    (#""\u00e9\U0001F600""#, "é😀"),
    (#""a\u0000b""#, "a\0b"), (#""\uD7FF\uE000\U0010FFFF""#, "\u{D7FF}\u{E000}\u{10FFFF}"), (#""a # b""#, "a # b"),
    ("\"a\tb\"", "a\tb"),
    (#""it's""#, "it's"), ("''", ""), (#"'C:\new\u0041'"#, #"C:\new\u0041"#), (#"'say "hi"'"#, "say \"hi\""),
    ("'é'", "é"),
    (#""""""""#, ""), ("\"\"\"a\"\"\"", "a"), ("\"\"\"\na\nb\n\"\"\"", "a\nb\n"), ("\"\"\"\n\na\"\"\"", "\na"),
    ("\"\"\"\r\na\r\nb\"\"\"", "a\nb"),
    ("\"\"\"\n\r\na\"\"\"", "\na"), ("\"\"\"\r\n\na\"\"\"", "\na"),
    ("\"\"\"a\\\n   b\"\"\"", "ab"), ("\"\"\"a\\  \t\n\n \r\n\tb\"\"\"", "ab"), ("\"\"\"a\\\r\nb\"\"\"", "ab"),
    ("\"\"\"a \\\n\"\"\"", "a "),
    ("\"\"\"\\\n  a\"\"\"", "a"), ("\"\"\"a\"b\"\"c\"\"\"", "a\"b\"\"c"), ("\"\"\"a\"\"\"\"", "a\""),
    ("\"\"\"a\"\"\"\"\"", "a\"\""),
    ("\"\"\"\"\"\"\"\"", "\"\""), ("\"\"\"a\\\"\"\"b\\\\\"\"\"", "a\"\"\"b\\"), ("\"\"\"a\\\\\n b\"\"\"", "a\\\n b"),
    ("\"\"\"\\u0041\\n\"\"\"", "A\n"),
    ("''''''", ""), ("'''\na\\b\n'''", "a\\b\n"), ("'''a'b''c'''", "a'b''c"), ("'''a'''''", "a''"),
    ("'''\r\na\r\nb'''", "a\nb"),
    ("'''a\\'''", "a\\"), ("'''\n\r\na'''", "\na"), ("'''\"\"\"'''", "\"\"\""),
  ]

  @Test("are read in their four forms", arguments: cases)
  func forms(source: String, text: String) {
    #expect(TOMLCase.tagged(source) == "string \(text)")
  }

  @Test(
    "T1: have TOML 1.1's escapes, whose numbers are code points",
    arguments: [
      (#""\e[1m""#, "\u{1B}[1m"), (#""\x41\xe9\xFF\x00""#, "Aéÿ\0"), ("\"\"\"\\e\\x7f\"\"\"", "\u{1B}\u{7F}"),
      (#"'\e\x41'"#, #"\e\x41"#),
    ])
  func newEscapes(source: String, text: String) {
    #expect(TOMLCase.tagged(source) == "string \(text)")
  }

  @Test("are given with the map of their text", arguments: cases)
  func maps(source: String, text: String) throws {
    let (document, _) = TOMLCase.parse("x = \(source)")
    let item = try #require(document.root["x"])
    let map = item.textMap
    let bytes = document.source.bytes
    #expect(item.string == text)
    var previous = 0
    for (offset, byte) in text.utf8.enumerated() {
      let origin = map.sourceOffset(of: offset)
      #expect(item.valueSpan.range.contains(origin))
      #expect(origin >= previous)
      // What stands there is the byte itself, or an escape.
      #expect(bytes[origin] == byte || bytes[origin] == UInt8(ascii: "\\"), "offset \(offset)")
      previous = origin
    }
    #expect(map.sourceOffset(of: text.utf8.count) <= item.valueSpan.end)
  }
}
