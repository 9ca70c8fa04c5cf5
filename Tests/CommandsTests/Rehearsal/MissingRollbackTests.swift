import Planning
import TestSupport
import Testing

@testable import Commands

/// What an exploration takes for a missing rollback, and what not.
@Suite("A missing rollback")
struct MissingRollbackTests {
  private static func messages(_ middle: String, _ end: String = "") -> [String] {
    let text = """
      [build]
      command = "make"
      timeout = "1m"

      [unpack]
      command = "./unpack.sh"
      timeout = "1m"
      rollback = "./unpack.sh --remove"

      [middle]
      \(middle)

      [smoke]
      command = "./smoke.sh"
      timeout = "1m"
      \(end)
      """
    let outcome = RehearsedRunbook.run(text, [("smoke", .fail)])
    return RehearsedRunbook.violations(text, outcome).map(\.message)
  }

  private static let found = ["middle changed something that nothing undoes, while what it stands on was undone"]

  @Test("is found where it stands between what is undone and what failed")
  func found() {
    #expect(Self.messages("command = \"./migrate.sh\"\ntimeout = \"1m\"") == Self.found)
    #expect(Self.messages("url = \"http://h/\"\nmethod = \"POST\"") == Self.found)
  }

  @Test(
    "is none where nothing is changed, or where that is meant",
    arguments: [
      "command = \"./migrate.sh\"\ntimeout = \"1m\"\nrollback = \"true\"",
      "url = \"http://h/\"",
      "command = \"./check.sh\"\npoll = { every = \"1s\" }",
      "function = \"log\"\nparams = { message = \"on\" }",
      "command = \"./migrate.sh\"\ntimeout = \"1m\"\npivot = true",
      "command = \"./migrate.sh\"\ntimeout = \"1m\"\nskip = true",
    ])
  func none(_ middle: String) { #expect(Self.messages(middle) == []) }

  @Test("is none where nothing was undone")
  func nothingUndone() {
    let text = "[a]\ncommand = 'a'\ntimeout = '1m'\n\n[b]\ncommand = 'b'\ntimeout = '1m'\n"
    #expect(RehearsedRunbook.violations(text, RehearsedRunbook.run(text, [("b", .fail)])) == [])
  }
}
