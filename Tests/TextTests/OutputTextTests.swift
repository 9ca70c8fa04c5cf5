import Testing

import Text

@Suite("Output of processes")
struct OutputTextTests {
  @Test(
    "is lines that no terminal acts upon",
    arguments: [
      ("", []), ("\n\n", []), ("a", ["a"]), ("a\n", ["a"]), ("a\n\nb\n", ["a", "", "b"]), ("a\r\nb\r\n", ["a", "b"]),
      ("10%\r50%\r100%\n", ["100%"]), ("\u{1B}[31mred\u{1B}[0m", ["red"]), ("\u{1B}]0;title\u{7}x", ["x"]),
      ("\u{1B}]8;;http://a\u{1B}\\link", ["link"]), ("\u{1B}(Bx", ["x"]), ("a\u{8}b\u{7F}c\u{0}d", ["abcd"]),
      ("a\tb", ["a\tb"]),
      ("\u{9B}31mx", ["31mx"]), ("safe\u{202E}gpj.exe", ["safegpj.exe"]), ("\u{1B}[", [""]), ("\u{1B}", [""]),
      ("é日👍", ["é日👍"]),
    ] as [(String, [String])])
  func lines(_ text: String, _ expected: [String]) {
    #expect(OutputText.lines(Array(text.utf8)) == expected)
  }

  @Test("that is not UTF-8 is replaced where it is not")
  func encoding() {
    #expect(OutputText.lines([0x61, 0xFF, 0x62]) == ["a\u{FFFD}b"])
  }
}
