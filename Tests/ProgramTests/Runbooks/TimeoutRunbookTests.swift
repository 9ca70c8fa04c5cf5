import TestSupport
import Testing

/// `runbooks/features/timeout.toml`.
@Suite("The timeout runbook")
struct TimeoutRunbookTests {
  private let program = Program()

  init() { program.folder.copy("runbooks/features/timeout.toml", as: "deploy.toml") }

  @Test("is cut short, tells so, and is undone")
  func passes() {
    let result = program.run("run", "--json")
    #expect(result.exit == 4)
    #expect(result.report?.status == "rolled_back")
    #expect(result.report?.summary == "deploy succeeded, publish blocked, tell succeeded, watch cancelled")
    #expect(program.folder.read("deployed") == nil && program.folder.read("published") == nil)
    #expect(result.error.contains("the run's timeout of 1s has passed: ending what runs"))
    #expect(
      result.error.contains(
        """

        ── the run took longer than its timeout of 1s
          ended before it was through: watch
          did not run because of it: publish

        """))
    let end = (program.folder.read("deploy.audit.jsonl") ?? "").split(separator: "\n").last ?? ""
    #expect(
      end.contains(
        #""status":"rolled_back","reason":{"code":"run-timeout","message":"the run took longer than its timeout of 1s"}"#
      ))
    #expect(program.run("audit", "show", "latest").output.contains("  reason   the run took longer than its timeout"))
  }

  @Test("changes nothing for a run that ends in time")
  func inTime() {
    #expect(program.run("plan").output.contains("  timeout 1m\n") == false)
    let result = program.run("run", "--json", "--var", "WATCH=0", "--var", "TIME=1m")
    #expect(result.exit == 0)
    #expect(result.report?.summary == "deploy succeeded, publish succeeded, tell skipped, watch succeeded")
    #expect(program.run("plan", "--var", "TIME=1m").output.contains("  timeout 1m\n"))
  }
}
