import TestSupport
import Testing

/// `runbooks/features/defaults.toml`.
@Suite("The defaults runbook")
struct DefaultRunbookTests {
  private let program = Program()

  init() { program.folder.copy("runbooks/features/defaults.toml", as: "deploy.toml") }

  @Test("runs with what its nodes state, and the defaults besides")
  func run() {
    let result = program.run("run", "--yes", "--json")
    #expect(result.exit == 0)
    #expect(
      result.report?.summary
        == "approve succeeded, flaky succeeded, migrate succeeded, order skipped, prepare succeeded")
    #expect(program.folder.read("work/flaky") == "eu small 1\neu small 2\n")
    #expect(program.folder.read("work/migrated") == "eu large\n")
  }

  @Test("shows in its plan what each node has in the end")
  func plan() {
    let text = program.run("plan").output
    #expect(text.contains("     runs after prepare; up to 3 attempts of 1m; takes at most 3m1s\n"))
    #expect(text.contains("     runs after flaky; takes at most 1m\n"))
    #expect(text.contains("     runs after migrate\n"))
  }
}
