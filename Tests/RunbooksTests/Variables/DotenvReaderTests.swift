import TestSupport
import Testing
import Text
import Values

@testable import Runbooks

@Suite("Files of NAME=VALUE lines")
struct DotenvReaderTests {
  private func read(_ text: String) -> (values: [String], problems: String) {
    var diagnostics = Diagnostics()
    let assignments = VariablesFile.read(SourceText(name: "a.env", bytes: Array(text.utf8)), into: &diagnostics)
    let values = assignments.map { assignment in
      guard case .text(let text) = assignment.content else { return "?" }
      return "\(assignment.name)=\(text)"
    }
    return (values, DiagnosticRenderer(format: .text, style: .plain).render(diagnostics))
  }

  @Test(
    "give what they say",
    arguments: [
      ("A=1", ["A=1"]), ("A=1\nB=2\n", ["A=1", "B=2"]), ("  A =  x y  \r\nB=2\r\n", ["A=x y", "B=2"]),
      ("export A=1", ["A=1"]), ("A=", ["A="]), ("A=\"\"", ["A="]), ("# a\n\n  # b\nA=1 # c", ["A=1"]),
      ("A=a#b", ["A=a#b"]), ("A='a # b' # c", ["A=a # b"]), ("A='it\\n'", ["A=it\\n"]),
      ("A=\"a\\nb\\t\\\"c\\\\\\$\"", ["A=a\nb\t\"c\\$"]),
      ("A=\"two\nlines\"\nB=1", ["A=two\nlines", "B=1"]), ("A='two\nlines'", ["A=two\nlines"]),
      ("A=$HOME", ["A=$HOME"]),
      ("A=a=b", ["A=a=b"]), ("A=é日", ["A=é日"]), ("A=#x", ["A="]),
    ])
  func values(_ text: String, _ expected: [String]) {
    let (values, problems) = read(text)
    #expect(values == expected)
    #expect(problems.isEmpty)
  }

  @Test("report what cannot be read in its place, and read the rest")
  func mistakes() {
    let (values, problems) = read("A=1\nnothing\n1X=2\nC='x' y\nD=\"\\q\"\nE=5\nF=\"open\nG=1\n")
    #expect(values == ["A=1", "E=5", "G=1"])
    #expect(
      problems == """
        a.env:2:1: error: this line has no `=` [variables.dotenv]
          2 | nothing
            | ^^^^^^^
             = hint: write NAME=VALUE; a comment begins with `#`
        a.env:3:1: error: `1X` is no name of a variable [variables.dotenv]
          3 | 1X=2
            | ^^
             = hint: names have letters, digits and `_`, and begin with no digit
        a.env:4:7: error: something follows the closing quotation mark [variables.dotenv]
          4 | C='x' y
            |       ^
             = hint: a comment begins with ` #`
        a.env:5:4: error: `\\q` is not an escape [variables.dotenv]
          5 | D="\\q"
            |    ^^
             = hint: escapes are \\n \\r \\t \\" \\\\ \\$; a value in '…' has none
        a.env:7:3: error: the quotation mark is never closed [variables.dotenv]
          7 | F="open
            |   ^
             = hint: close it, or write \\" for a quotation mark in a value

        """, "\(problems)")
  }

  @Test("that are not UTF-8 are refused")
  func encoding() {
    var diagnostics = Diagnostics()
    let source = SourceText(name: "a.env", bytes: Array("A=".utf8) + [0xFF, 0x0A])
    #expect(VariablesFile.read(source, into: &diagnostics).isEmpty)
    #expect(diagnostics.items.map(\.id) == ["variables.encoding"])
  }

  @Test("never trap, whatever one byte is replaced by")
  func anyBytes() {
    let text = Array("export A=\"x\\n\" # c\nB='y'\n".utf8)
    for index in text.indices {
      for byte in UInt8.min...UInt8.max {
        var bytes = text
        bytes[index] = byte
        var diagnostics = Diagnostics()
        _ = VariablesFile.read(SourceText(name: "a.env", bytes: bytes), into: &diagnostics)
        for case .span(_, let span) in diagnostics.items.map(\.place) { #expect(span.end <= bytes.count) }
      }
    }
  }
}
