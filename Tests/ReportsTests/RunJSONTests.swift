import Reports
import Running
import TestSupport
import Testing

/// The result of a run for programs.
@Suite("A run as JSON")
struct RunJSONTests {
  private static func json(_ runbook: String, scripts: [String: FakeWorld.Script] = [:], exitCode: Int) -> String {
    let plan = Reading.plan(runbook).plan
    let rehearsal = Rehearsal.run(plan, scripts: scripts)
    var outcome = RunOutcome(plan: plan)
    outcome.hear(rehearsal.events)
    return RunJSON(outcome).render(
      rehearsal.finish, run: ReportSample.run, exitCode: exitCode, auditPath: "deploy.audit.jsonl")
  }

  @Test("has every node, how it ended and why")
  func failed() {
    #expect(
      Self.json(ReportSample.release, scripts: ReportSample.scripts, exitCode: 1) == """
        {"schema":"pyflow.run/1","run":"01TESTA000000000000000000A","title":"Release","status":"failed","exit_code":1,"cause":"deploy","duration_ms":76500,"audit":"deploy.audit.jsonl","nodes":[{"id":"build","status":"succeeded","attempt":1,"duration_ms":1500,"exit_code":0},{"id":"lint","status":"failed","reason":"exit 2","attempt":1,"duration_ms":1000,"exit_code":2},{"id":"docs","status":"skipped","reason":"`skip` is set"},{"id":"deploy","status":"failed","reason":"exit 3","attempt":1,"duration_ms":75000,"exit_code":3},{"id":"announce","status":"blocked","reason":"blocked by deploy"}]}

        """)
  }

  @Test("names what was not undone, because it has no rollback")
  func withoutRollback() {
    let json = Self.json(
      "[a]\ncommand = \"x\"\nrollback = \"u\"\n[b]\ncommand = \"y\"\n", scripts: ["b": .init(.exited(1))], exitCode: 4)
    #expect(json.contains("\"status\":\"rolled_back\"") && json.contains(",\"without_rollback\":[\"b\"],"))
  }

  @Test("tells signals, statuses and what waits")
  func others() {
    let runbook = """
      [killed]
      command = "x"
      allow_failure = true
      [called]
      url = "http://x"
      depends_on = []
      [go]
      prompt = "Go?"
      depends_on = []
      [after]
      command = "y"
      """
    let scripts = ["killed": FakeWorld.Script(.killed(signal: 9)), "called": FakeWorld.Script(.answered(status: 204))]
    let plan = Reading.plan(runbook).plan
    var outcome = RunOutcome(plan: plan)
    outcome.hear(
      Rehearsal.run(plan, scripts: scripts, answers: ["go": .approved(fields: [:])]).events.filter {
        if case .approvalGranted = $0 {
          false
        } else if case .finished(let finish) = $0 {
          finish.node < 2
        } else {
          true
        }
      })
    let finish = RunFinish(
      status: .waiting, cause: nil, counts: [:], allowedFailures: [0], signal: nil, duration: .milliseconds(1500))
    #expect(
      RunJSON(outcome).render(finish, run: "R", exitCode: 6, auditPath: "a\"b") == """
        {"schema":"pyflow.run/1","run":"R","title":"deploy","status":"waiting","exit_code":6,"duration_ms":1500,"audit":"a\\"b","nodes":[{"id":"killed","status":"failed","reason":"ended by signal 9, which pyflow did not send; the system does when memory runs out","attempt":1,"duration_ms":1000,"signal":9},{"id":"called","status":"succeeded","attempt":1,"duration_ms":1000,"http_status":204},{"id":"go","status":"waiting"},{"id":"after","status":"pending"}]}

        """)
  }
}
