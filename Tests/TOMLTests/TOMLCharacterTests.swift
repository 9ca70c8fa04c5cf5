import Testing

@Suite("Characters that TOML forbids")
struct TOMLCharacterTests {
  @Test(
    "T3: are named with their code points",
    arguments: [
      (
        "x = \"a\u{0}b\"", "1:7", "control character U+0000 in a string",
        #"write it as an escape in a basic string: "\x00""#
      ),
      (
        "x = 'a\u{7F}b'", "1:7", "control character U+007F in a string",
        #"write it as an escape in a basic string: "\x7F""#
      ),
      (
        "x = \"\"\"\n\u{1B}\"\"\"", "2:1", "control character U+001B in a string",
        #"write it as an escape in a basic string: "\x1B""#
      ),
      ("# \u{1F}", "1:3", "control character U+001F in a comment", "remove it"),
      ("x = 1 # \u{7F}", "1:9", "control character U+007F in a comment", "remove it"),
      ("\u{0}x = 1", "1:1", "control character U+0000 in a key", "remove it"),
      ("x = \u{8}", "1:5", "control character U+0008 in a value", "remove it"),
      ("x = 1\r", "1:6", "a carriage return (U+000D) without a line feed", "end lines with LF or CR LF"),
      ("# a\rb", "1:4", "a carriage return (U+000D) without a line feed", "end lines with LF or CR LF"),
      ("x = \"\"\"a\rb\"\"\"", "1:9", "a carriage return (U+000D) without a line feed", "end lines with LF or CR LF"),
      ("x = '''a\rb'''", "1:9", "a carriage return (U+000D) without a line feed", "end lines with LF or CR LF"),
      ("x = [1,\r2]", "1:8", "a carriage return (U+000D) without a line feed", "end lines with LF or CR LF"),
      (
        "x = \"\\\u{1}\"", "1:7", "control character U+0001 in a string",
        #"write it as an escape in a basic string: "\x01""#
      ),
      (
        "a = 1\n\u{FEFF}b = 1", "2:1", "`\u{FFFD}` cannot stand in an unquoted key",
        "a byte order mark may stand only at the start of the file"
      ),
    ])
  func named(text: String, place: String, message: String, hint: String) {
    let lines = TOMLCase.problems(text).split(separator: "\n")
    #expect(lines.first?.hasPrefix("deploy.toml:\(place): error: \(message) [toml.") == true, "\(lines)")
    #expect(lines.last?.hasSuffix("= hint: \(hint)") == true)
    #expect(lines.count == 4)
  }

  @Test(
    "T3: are bytes that are not UTF-8, with offset, line and hexadecimal value",
    arguments: [
      ([0x61, 0x20, 0x3D, 0x20, 0x22, 0x62, 0xE9, 0x22], 1, 7, "E9", "a = \"b\u{FFFD}\"", 6),
      ([0x23, 0x0A, 0x23, 0x93], 2, 2, "93", "#\u{FFFD}", 3), ([0xFF, 0xFE], 1, 1, "FF", "\u{FFFD}\u{FFFD}", 0),
      ([0x23, 0xED, 0xA0, 0x80], 1, 2, "ED", "#\u{FFFD}\u{FFFD}\u{FFFD}", 1),
      ([0x23, 0xF4, 0x90, 0x80, 0x80], 1, 2, "F4", "#\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}", 1),
    ] as [([UInt8], Int, Int, String, String, Int)])
  func encoding(bytes: [UInt8], line: Int, column: Int, hex: String, excerpt: String, offset: Int) {
    #expect(
      TOMLCase.problems(bytes) == """
        deploy.toml:\(line):\(column): error: byte 0x\(hex) at offset \(offset) is not UTF-8 [toml.invalid-utf8]
          \(line) | \(excerpt)
            | \(String(repeating: " ", count: column - 1))^
             = hint: save the file as UTF-8

        """)
  }

  @Test("T3: are repeated in a message only as far as one line holds")
  func longTexts() {
    let lines = TOMLCase.problems("x = " + String(repeating: "é", count: 100_000)).split(separator: "\n")
    let shown = String(repeating: "é", count: 60)
    #expect(lines[0] == "deploy.toml:1:5: error: `\(shown)…` is not a value [toml.invalid-value]")
    #expect(lines.allSatisfy { $0.count < 140 })
  }
}
