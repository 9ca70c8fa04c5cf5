import Running
import TestSupport
import Testing

@testable import Reports

@Suite("The result of a run for programs")
struct RunJSONTests {
  @Test("tells every node, with what is known of it")
  func report() {
    let (plan, _) = Reading.plan(
      "[a]\ncommand = \"a\"\n[s]\ncommand = \"s\"\nskip = true\n[b]\ncommand = \"b\"\n[c]\ncommand = \"c\"")
    let rehearsal = Rehearsal.run(plan, scripts: ["b": FakeWorld.Script(.killed(signal: 9))])
    var result = RunJSON(plan: plan)
    result.hear(rehearsal.events)
    #expect(
      result.render(rehearsal.finish, run: "01RUN", exitCode: 1, auditPath: "a.jsonl")
        == #"{"schema":"pyflow.run/1","run":"01RUN","title":"deploy","status":"failed","exit_code":1,"cause":"b","#
        + #""duration_ms":2000,"audit":"a.jsonl","nodes":["#
        + #"{"id":"a","status":"succeeded","attempt":1,"duration_ms":1000,"exit_code":0},"#
        + #"{"id":"s","status":"skipped","reason":"`skip` is set"},"#
        + #"{"id":"b","status":"failed","reason":"ended by signal 9","attempt":1,"duration_ms":1000,"signal":9},"#
        + #"{"id":"c","status":"blocked","reason":"blocked by b"}]}"# + "\n")
  }
}
