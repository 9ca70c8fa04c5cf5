import Planning
import Reports
import Running
import TestSupport
import Testing
import Values

/// What is printed last.
@Suite("The end of a run")
struct FailureViewTests {
  @Test("after a failure names what did not run, up to twenty nodes, and five lines of the command")
  func many() {
    let command = (1...7).map { "step \($0)" }.joined(separator: "\\n")
    let nodes = (1...23).map { "[n\($0)]\ncommand = \"x\"\ndepends_on = \"first\"\n" }.joined()
    let text = ReportSample.progress("[first]\ncommand = \"\(command)\"\n\(nodes)", scripts: ["first": .fails])
    let view = text.split(separator: "\n").drop { !$0.hasPrefix("── ") }
    let names = (1...20).map { "n\($0)" }.joined(separator: ", ")
    #expect(
      view.joined(separator: "\n") == """
        ── first failed: exit 1
          $ step 1
            step 2
            step 3
            step 4
            step 5
            …
          did not run because of it: \(names) and 3 more
        failed in 1.00s: 1 failed, 23 blocked
          run 01TESTA000000000000000000A · deploy.audit.jsonl
          go on with: pyflow resume deploy.toml 01TESTA000000000000000000A
        """)
  }

  @Test("after a failure shows the last ten lines of the output and where the log is")
  func log() {
    var script = FakeWorld.Script(.exited(1), stdout: (1...12).map { "line \($0)\n" }.joined())
    script.result?.log = ActionResult.Log(path: ".pyflow/runs/R/a.1.log", bytes: 90, digest: SHA256.hash([]))
    let text = ReportSample.progress("[a]\ncommand = \"x\"", scripts: ["a": script])
    let view = text.split(separator: "\n").drop { !$0.hasPrefix("── ") }
    #expect(
      view.dropFirst().joined(separator: "\n") == """
          $ x
        \((3...12).map { "  │ line \($0)\n" }.joined())\
          log: .pyflow/runs/R/a.1.log
        failed in 1.00s: 1 failed
          run 01TESTA000000000000000000A · deploy.audit.jsonl
          go on with: pyflow resume deploy.toml 01TESTA000000000000000000A
        """)
  }

  @Test("shows the failure that came first")
  func first() {
    let text = ReportSample.progress(
      "[a]\ncommand = \"x\"\n[b]\ncommand = \"y\"\ndepends_on = []\n", scripts: ["a": .fails, "b": .fails])
    #expect(text.contains("── a failed: exit 1\n"))
    #expect(!text.contains("── b failed"))
    #expect(text.contains("\n  failed too: b\n"))
  }

  @Test("does not blame one failure for what another kept from running, nor for what was not wanted")
  func several() {
    let text = ReportSample.progress(
      "[runbook]\non_failure = \"continue\"\n[a]\ncommand = \"x\"\n[b]\ncommand = \"y\"\ndepends_on = []\n"
        + "[c]\ncommand = \"z\"\ndepends_on = \"b\"\n",
      scripts: ["a": .fails, "b": .fails])
    #expect(text.contains("\n  failed too: b\n  did not run because of them: c\n"))
  }

  static let ends: [(finish: RunFinish, text: String)] = [
    (
      RunFinish(
        status: .succeeded, cause: nil, counts: [.succeeded: 2, .skipped: 1], allowedFailures: [], signal: nil,
        duration: .seconds(3725)), "succeeded in 1h2m5s: 2 succeeded, 1 skipped\n  run R · a.jsonl\n"
    ),
    (
      RunFinish(status: .succeeded, cause: nil, counts: [:], allowedFailures: [], signal: nil, duration: .zero),
      "succeeded in 0.00s: no nodes\n  run R · a.jsonl\n"
    ),
    (
      RunFinish(
        status: .cancelled, cause: nil, counts: [.cancelled: 1, .blocked: 2], allowedFailures: [], signal: .terminate,
        duration: .milliseconds(9999)),
      "cancelled by SIGTERM after 9.99s: 1 cancelled, 2 blocked\n  run R · a.jsonl\n"
        + "  go on with: pyflow resume deploy.toml R --audit a.jsonl\n"
    ),
    (
      RunFinish(
        status: .cancelled, cause: nil, counts: [.cancelled: 1], allowedFailures: [], signal: nil,
        duration: .seconds(10)),
      "cancelled after 10s: 1 cancelled\n  run R · a.jsonl\n  go on with: pyflow resume deploy.toml R --audit a.jsonl\n"
    ),
    (
      RunFinish(
        status: .waiting, cause: nil, counts: [.succeeded: 1, .waiting: 1, .pending: 3], allowedFailures: [],
        signal: nil,
        duration: .seconds(1)),
      "waiting for approval: 1 succeeded, 1 waiting, 3 pending\n  run R · a.jsonl\n"
        + "  answer with: pyflow approve deploy.toml R --audit a.jsonl\n  then go on with: pyflow resume deploy.toml R --audit a.jsonl (or with --yes at once)\n"
    ),
  ]

  @Test("says how it ended, how long it took, and where the record is", arguments: ends)
  func summary(finish: RunFinish, text: String) {
    var view = ProgressView(plan: Reading.plan("[a]\ncommand = \"x\"").plan, options: ProgressOptions())
    #expect(view.endText(finish, run: "R", auditPath: "a.jsonl", at: Instant(nanoseconds: 0)) == text)
  }
}
