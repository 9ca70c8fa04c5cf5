import Reports
import TestSupport
import Testing

@Suite("Secrets that GitHub's runner masks")
struct GitHubMaskTests {
  @Test(
    "are whole texts, or the lines that are long enough where some are not",
    arguments: [
      ("s3cret", ["s3cret"]), ("ab", []), ("", []), ("abc", ["abc"]), ("50% :: a", ["50% :: a"]), ("   ", []),
      ("one\ntwo", ["one\ntwo"]), ("{\nkey: 1\n}\n", ["key: 1"]), ("a\r\nlonger\r\n", ["longer"]), ("\n\n", []),
      ("tail\n", ["tail\n"]),
    ])
  func parts(secret: String, expected: [String]) {
    var masks = GitHubMasks()
    let log = WorkflowLog(masks.commands(for: [secret]))
    #expect(log.messages("add-mask") == expected && log.lines.isEmpty)
  }

  @Test("are told once")
  func once() {
    var masks = GitHubMasks()
    #expect(masks.commands(for: ["abc", "abc", "def"]) == "::add-mask::abc\n::add-mask::def\n")
    #expect(masks.commands(for: ["def", "ghi"]) == "::add-mask::ghi\n")
  }
}
