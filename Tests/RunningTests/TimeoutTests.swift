import Running
import TestSupport
import Testing
import Values

@Suite("Timeouts")
struct TimeoutTests {
  private static let runbook = "[a]\ncommand = \"work\"\ntimeout = \"5s\""

  private func rehearse(_ script: FakeWorld.Script, _ runbook: String = runbook) -> Rehearsal {
    Rehearsal.run(Reading.plan(runbook).plan, scripts: ["a": script])
  }

  @Test("a process that heeds the signal ends at its time")
  func terminates() {
    let rehearsal = rehearse(.endless())
    #expect(rehearsal.reasons["a"] == .timedOut("5s"))
    #expect(rehearsal.finish.duration == .milliseconds(5001))
  }

  @Test("one that does not is forced after the grace")
  func kills() {
    let rehearsal = rehearse(.endless(heedsSignals: false))
    #expect(rehearsal.reasons["a"] == .timedOut("5s"))
    #expect(rehearsal.finish.duration == .milliseconds(15_001))
    let modes = rehearsal.effects.compactMap { if case .end(_, let mode) = $0 { mode } else { nil } }
    #expect(modes == [.terminate, .kill])
  }

  @Test("one that ends in time is not ended")
  func inTime() {
    let rehearsal = rehearse(FakeWorld.Script(after: .milliseconds(4999)))
    #expect(rehearsal.finish.status == .succeeded)
    #expect(rehearsal.effects.allSatisfy { if case .end = $0 { false } else { true } })
  }

  @Test("exiting well after its time was up is a timeout all the same")
  func exitsWell() {
    var script = FakeWorld.Script(.exited(0), after: .seconds(6))
    script.heedsSignals = false
    #expect(rehearse(script).reasons["a"] == .timedOut("5s"))
  }

  @Test("requests have a time by default")
  func requests() {
    let rehearsal = rehearse(.endless(), "[a]\nurl = \"http://localhost/\"")
    #expect(rehearsal.reasons["a"] == .timedOut("30s"))
  }

  @Test("a sleep is a deadline, not a process")
  func sleep() {
    let rehearsal = rehearse(FakeWorld.Script(), "[a]\nfunction = \"sleep\"\nparams = { seconds = 90 }")
    #expect(rehearsal.finish.duration == .seconds(90))
    #expect(rehearsal.started.isEmpty)
  }

  @Test("a sleep that is too long is ended by its time")
  func sleepTimesOut() {
    let rehearsal = rehearse(
      FakeWorld.Script(), "[a]\nfunction = \"sleep\"\nparams = { duration = \"1h\" }\ntimeout = 10")
    #expect(rehearsal.reasons["a"] == .timedOut("10s"))
    #expect(rehearsal.finish.duration == .seconds(10))
  }

  @Test("a time that comes to nothing fails the node before it runs")
  func nothing() {
    let rehearsal = rehearse(
      .endless(), "[z]\ncommand = \"work\"\n[a]\ncommand = \"work\"\ntimeout = \"{{ nodes.z.exit_code }}\"")
    #expect(rehearsal.reasons["a"] == .wrongField("timeout", expected: "more than nothing", found: "0s"))
    #expect(rehearsal.started == ["z"])
  }

  @Test("a time that is a template is known when the node starts")
  func template() {
    let rehearsal = rehearse(
      .endless(), "[z]\ncommand = \"work\"\n[a]\ncommand = \"work\"\ntimeout = \"{{ nodes.z.exit_code + 2 }}\"")
    #expect(rehearsal.statuses["a"] == .failed)
    #expect(rehearsal.finish.duration == .milliseconds(3001))
  }
}
