import TestSupport
import Testing
import Text

/// Text from elsewhere, made harmless.
@Suite("Harmless text")
struct OutputTextTests {
  static let cases: [(text: String, cleaned: String)] = [
    ("plain\ttext é 日本 👩‍👩‍👧", "plain\ttext é 日本 👩‍👩‍👧"), ("", ""),
    ("\u{1B}[31mred\u{1B}[0m", "red"), ("\u{1B}[1;31;4:3mx", "x"), ("\u{1B}[?25lx", "x"), ("a\u{1B}[", "a"),
    ("a\u{1B}", "a"),
    ("\u{1B}]0;title\u{7}x", "x"), ("\u{1B}]8;;http://x\u{1B}\\link\u{1B}]8;;\u{1B}\\", "link"),
    ("\u{1B}]never closed", ""),
    ("\u{1B}Pq#0\u{1B}\\x", "x"), ("\u{1B}(Bx", "x"), ("\u{1B}cx", "x"), ("a\u{8}b\u{7}c\u{0}d\u{7F}e", "abcde"),
    ("a\u{85}b\u{9B}31mc", "ab31mc"), ("a\u{202E}b\u{2066}c\u{2069}d", "abcd"), ("a\rb", "ab"),
  ]

  @Test("has no escape sequences and no controls", arguments: cases)
  func cleaned(text: String, cleaned: String) {
    #expect(OutputText.cleaned(text) == cleaned)
    #expect(OutputText.cleaned(OutputText.cleaned(text)) == cleaned)
  }

  @Test("of any random text has none either", arguments: HostileValues.random(200, seed: 11))
  func random(text: String) {
    let cleaned = OutputText.cleaned(text + "\u{1B}" + text + "\u{1B}[" + text)
    #expect(!cleaned.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\t" })
  }

  static let printed: [(bytes: [UInt8], lines: [String])] = [
    ([], []), (Array("\n\n".utf8), []), (Array("a\nb\n".utf8), ["a", "b"]), (Array("a\n\nb".utf8), ["a", "", "b"]),
    (Array("a\r\nb\r\n".utf8), ["a", "b"]), (Array("10%\r50%\r100%\ndone".utf8), ["100%", "done"]),
    (Array("10%\r100%\r\r\n".utf8), ["100%"]), ([0x61, 0xFF, 0x62], ["a\u{FFFD}b"]),
  ]

  @Test("that a process printed is lines, of which the last version stays", arguments: printed)
  func print(bytes: [UInt8], lines: [String]) {
    #expect(OutputText.lines(bytes) == lines)
  }

  @Test("of a long line is its beginning")
  func long() {
    let line = String(repeating: "é", count: 500)
    #expect(OutputText.shortened(line) == line)
    #expect(OutputText.shortened(line + "x") == line + " …")
  }

  @Test("that somebody wrote is lines that say something")
  func written() {
    let text = "\n one\r\n\u{1B}[2J\n\ntwo\rthree\n"
    #expect(OutputText.lines(of: text) == [" one", "twothree"])
    #expect(OutputText.oneLine(text) == " one twothree")
    #expect(OutputText.firstLine(text) == " one …")
    #expect(OutputText.firstLine("one\n\n") == "one")
    #expect(OutputText.firstLine("").isEmpty && OutputText.oneLine("\n").isEmpty)
  }
}
