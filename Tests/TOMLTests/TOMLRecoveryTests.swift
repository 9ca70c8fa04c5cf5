import Testing
import Values

@Suite("T4: Several mistakes in one pass")
struct TOMLRecoveryTests {
  @Test("are reported one for each statement, in order")
  func many() {
    let text = #"""
      [a]
      timeout 300
      command = "make
      critical = True
      path = "C:\new\qx"
      good = 1
      [b]
      port = 0644
      [b]
      x = [1, 2
      y = 3
      y = 4
      [c]
      z = { p = 1
      [d]
      k: 1
      s = """
      never closed
      """#
    #expect(
      TOMLCase.places(text) == [
        "2:9 toml.missing-equals", "3:11 toml.unclosed-string", "4:12 toml.invalid-value", "5:15 toml.invalid-escape",
        "8:8 toml.leading-zero", "9:2 toml.duplicate-table", "10:5 toml.unclosed-array", "12:1 toml.duplicate-key",
        "14:5 toml.unclosed-inline-table", "16:2 toml.missing-equals", "17:5 toml.unclosed-string",
      ])
  }

  static let cases: [(text: String, places: [String])] = [
    // A mistake inside brackets costs the whole value, over however many lines, and nothing after it.
    ("x = [\n  'a',\n  tru,\n  'b'\n]\ny = nope\nz = 1", ["3:3 toml.invalid-value", "6:5 toml.invalid-value"]),
    ("x = { a = tru,\n  b = [1, 2],\n  c = 2 }\ny = 0x", ["1:11 toml.invalid-value", "4:5 toml.invalid-number"]),
    (
      "x = [tru, [1, 2], { a = ']' }, '[', \"\"\"\n]\"\"\",\n5]\ny = nope",
      ["1:6 toml.invalid-value", "4:5 toml.invalid-value"]
    ),
    ("x = [\n  tru, # ]\n  1\n]\ny = 1", ["2:3 toml.invalid-value"]),
    ("x = [\n  tru\ny = nope", ["2:3 toml.invalid-value", "3:5 toml.invalid-value"]),
    ("x = [\n  tru\n[y]\nz = nope", ["2:3 toml.invalid-value", "4:5 toml.invalid-value"]),
    // A bracket that is missing is shown at its opener, and the next statement is not lost.
    ("x = [1,\n[y]\nz = nope", ["1:5 toml.unclosed-array", "3:5 toml.invalid-value"]),
    ("x = [1,\ny = nope", ["1:5 toml.unclosed-array", "2:5 toml.invalid-value"]),
    ("x = [1,\n  [y]\n  z = nope", ["1:5 toml.unclosed-array", "3:7 toml.invalid-value"]),
    ("x = {a = 1,\n[y]\n[y]", ["1:5 toml.unclosed-inline-table", "3:2 toml.duplicate-table"]),
    ("a = 1\nx = [1,\n[y]\na = 1\nx = 2", ["2:5 toml.unclosed-array"]),
    // The keys below a wrong header belong to no other table.
    ("a = 1\n[b c]\na = 1\n[d e]\na = 2", ["2:1 toml.invalid-header", "4:1 toml.invalid-header"]),
    ("[a]\nx = 1\n[a]\nx = 2\ny = 3\n[b]\nx = 1", ["3:2 toml.duplicate-table"]),
    ("a = 1\n[a]\na = 2\n[a.b]\n", ["2:2 toml.not-a-table", "4:2 toml.not-a-table"]),
    ("[a] junk\nx = 1\n[b]\nx = nope", ["1:5 toml.text-after-header", "4:5 toml.invalid-value"]),
    // A string that is not closed may go on over lines that are no statements.
    ("x = \"abc\ndef ghi\njkl\"\ny = nope", ["1:5 toml.unclosed-string", "4:5 toml.invalid-value"]),
    ("x = 'abc\nnot a statement\n", ["1:5 toml.unclosed-string"]),
    ("x = 'abc\ny = nope", ["1:5 toml.unclosed-string", "2:5 toml.invalid-value"]),
    ("x = 'abc\n\nnot a statement", ["1:5 toml.unclosed-string", "3:5 toml.missing-equals"]),
    ("x = \"\"\"abc\ny = nope\n[z]", ["1:5 toml.unclosed-string"]),
    ("x = 1 \"\"\"\n[not]\n\"\"\"\ny = nope", ["1:7 toml.text-after-value", "4:5 toml.invalid-value"]),
    // Values of other formats.
    ("a:\n  b: 1\n  - c", ["1:2 toml.missing-equals", "2:4 toml.missing-equals", "3:5 toml.missing-equals"]),
    ("{\n  \"a\": 1\n}", ["1:1 toml.invalid-key", "2:6 toml.missing-equals", "3:1 toml.unexpected-closing"]),
    ("x = 1 2\n\n# c\r\ny = 3 4\r\nz = 5", ["1:7 toml.text-after-value", "4:7 toml.text-after-value"]),
    ("a = 1\rb = 2\nc = nope", ["1:6 toml.bare-carriage-return", "2:5 toml.invalid-value"]),
  ]

  @Test("do not make further ones up", arguments: cases)
  func cascades(text: String, places: [String]) {
    #expect(TOMLCase.places(text) == places)
  }

  @Test("are listed up to twenty, and counted beyond")
  func limit() {
    let lines = (0..<25).map { "k\($0) = nope" }.joined(separator: "\n") + "\n"
    let report = TOMLCase.problems(lines)
    #expect(TOMLCase.places(lines).count == 21)
    #expect(
      report.hasSuffix(
        """
        deploy.toml:26:1: error: and 5 more mistakes in this file [toml.too-many-errors]
          26 | 
             | ^
              = hint: mend these first

        """))
    #expect(TOMLCase.problems(String(lines.dropLast(4 * 10 + 6))).contains("error: and 1 more mistake in this file"))
    let exactly = (0..<20).map { "k\($0) = nope" }.joined(separator: "\n")
    #expect(TOMLCase.places(exactly).count == 20)
  }

  @Test("leave in the document what could be understood")
  func rest() {
    let (document, diagnostics) = TOMLCase.parse("a = 1\nb = nope\n[c]\nd = [1, x]\ne = 2\n[f g]\nh = 1\n[i]\nj = 3\n")
    #expect(diagnostics.errorCount == 3)
    #expect(JSONWriter.string(document.root.value) == #"{"a":1,"c":{"d":[1],"e":2},"i":{"j":3}}"#)
  }
}
