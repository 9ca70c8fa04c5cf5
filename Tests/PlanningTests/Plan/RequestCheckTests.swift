import TestSupport
import Testing

/// What variables come to in the keys of requests, as far as that is known before the run.
@Suite("Checks of requests")
struct RequestCheckTests {
  static let refused: [(keys: String, column: Int, message: String)] = [
    ("headers = { X-A = \"{{ NL }}\" }", 20, "`headers.X-A` must be one line of text, not `control characters`"),
    ("auth = { basic = \"{{ NL }}\" }", 19, "`auth.basic` must be one line of text, not `control characters`"),
    ("auth = { bearer = \"{{ NL }}\" }", 20, "`auth.bearer` must be one line of text, not `control characters`"),
    ("save_to = \"{{ NL }}\"", 12, "`save_to` must be one line of text, not `control characters`"),
    ("unix_socket = \"{{ NL }}\"", 16, "`unix_socket` must be one line of text, not `control characters`"),
    ("method = \"{{ NL }}\"", 11, "`method` must be an HTTP method, not `a␊b`"),
    ("method = \"{{ HEAD }}\"\nform = {}", 11, "`method` must be one that can have a body, not `head`"),
    ("method = \"{{ HEAD }}\"\nsave_to = \"x\"", 11, "`method` must be one whose answer can be saved, not `head`"),
    ("connect_to = \"{{ NL }}\"", 15, "`connect_to` must be a host, or host:port, not `a␊b`"),
    (
      "snapshot = { url = \"http://x\", headers = { A = \"{{ NL }}\" } }", 49,
      "`headers.A` must be one line of text, not `control characters`"
    ),
  ]

  @Test("refuse at the value what cannot be sent", arguments: refused)
  func refusal(keys: String, column: Int, message: String) {
    let text = """
      [variables]
      NL = "a\\nb"
      HEAD = "head"
      [a]
      url = "http://x"
      \(keys)

      """
    let problems = Reading.problems(text)
    #expect(problems.hasPrefix("deploy.toml:6:\(column): error: \(message) ["), "\(problems)")
    #expect(problems.split(separator: "\n").filter { $0.contains(" error: ") }.count == 1, "\(problems)")
  }

  @Test("leave empty values to the run: a node may be skipped for want of one")
  func empty() {
    let keys = "method = \"{{ E }}\"\nconnect_to = \"{{ E }}\"\nsave_to = \"{{ E }}\"\nwhen = \"{{ E != '' }}\""
    #expect(
      Reading.problemIDs("[variables]\nE = \"\"\n[a]\nurl = \"{{ E }}\"\n\(keys)\n").filter {
        $0 != "plan.constant-condition"
      }.isEmpty)
  }
}
