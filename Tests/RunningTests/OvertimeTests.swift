import Running
import TestSupport
import Testing
import Values

/// The timeout of the forward phase (design 3.1, 5.3).
@Suite("The timeout of a run")
struct OvertimeTests {
  private func rehearse(
    _ nodes: String, _ settings: String = "timeout = 10", _ scripts: [String: FakeWorld.Script],
    signals: [(at: Duration, signal: RunSignal)] = []
  ) -> Rehearsal {
    let text = "[runbook]\n\(settings)\n\(GraphCase.nodes(nodes))"
    return Rehearsal.run(Reading.plan(text).plan, scripts: scripts, signals: signals)
  }

  private func rehearse(_ nodes: String, scripts: [String: FakeWorld.Script]) -> Rehearsal {
    rehearse(nodes, "timeout = 10", scripts)
  }

  private static let passed = Reason.runTimedOut("10s")

  @Test("ends what runs, starts nothing further, and fails the run")
  func passes() {
    let rehearsal = rehearse("[a]\n[b]\n[c]", scripts: ["b": .endless()])
    #expect(rehearsal.summary == "a succeeded, b cancelled, c blocked")
    #expect(rehearsal.reasons["b"] == Self.passed && rehearsal.reasons["c"] == .blockedBy(["b"]))
    #expect(rehearsal.finish.status == .failed && rehearsal.finish.reason == Self.passed)
    #expect(rehearsal.finish.cause == nil && rehearsal.finish.signal == nil)
    #expect(rehearsal.finish.duration == .milliseconds(10_001))
  }

  @Test("forces what does not heed it, after a grace")
  func forced() {
    let rehearsal = rehearse("[a]\ntimeout = 12", scripts: ["a": .endless(heedsSignals: false)])
    #expect(rehearsal.reasons["a"] == Self.passed)
    #expect(rehearsal.finish.duration == .milliseconds(20_001))
  }

  @Test("is a failure also for what ends well when it was asked to")
  func endsWell() {
    var script = FakeWorld.Script(.exited(0), after: .seconds(11))
    script.heedsSignals = false
    let rehearsal = rehearse("[a]", scripts: ["a": script])
    #expect(rehearsal.statuses["a"] == .cancelled && rehearsal.finish.status == .failed)
  }

  @Test("says nothing to a run that ends in time, and has nothing to do with its recovery")
  func inTime() {
    #expect(rehearse("[a]\n[b]", scripts: [:]).finish.reason == nil)
    let rehearsal = rehearse(
      "[a]\nrollback = \"x\"\n[b]",
      scripts: ["b": FakeWorld.Script(.exited(1)), "a!rollback": FakeWorld.Script(after: .seconds(60))])
    #expect(rehearsal.finish.status == .rolledBack && rehearsal.finish.reason == nil)
    #expect(rehearsal.finish.duration == .seconds(62))
  }

  @Test("lets what was done be undone")
  func rollback() {
    let rehearsal = rehearse(
      "[a]\nrollback = \"x\"\n[b]\nrollback = \"y\"",
      scripts: ["b": .endless(), "a!rollback": FakeWorld.Script(after: .seconds(60))])
    #expect(rehearsal.finish.status == .rolledBack)
    #expect(rehearsal.finish.undone.count == 2)
  }

  @Test("ends delays, questions, sleeps, and what waits for others")
  func waiting() {
    var options = RunOptions(jobs: 4)
    options.hasTerminal = true
    let text = """
      [runbook]
      timeout = 10
      pools = { p = 1 }
      [again]
      command = "x"
      depends_on = []
      retry = { attempts = 9, delay = "1h", max_delay = "1h", jitter = false }
      [ask]
      prompt = "Go?"
      depends_on = []
      [nap]
      function = "sleep"
      params = { seconds = 900 }
      depends_on = []
      [first]
      command = "x"
      depends_on = []
      pool = "p"
      [second]
      command = "x"
      depends_on = []
      pool = "p"
      """
    let rehearsal = Rehearsal.run(
      Reading.plan(text).plan, scripts: ["again": FakeWorld.Script(.exited(1)), "first": .endless()], options: options)
    #expect(rehearsal.summary == "again cancelled, ask cancelled, first cancelled, nap cancelled, second blocked")
    #expect(rehearsal.reasons.values.allSatisfy { $0 == Self.passed })
    #expect(rehearsal.finish.duration == .milliseconds(10_001))
  }

  @Test("is answered as a failure is")
  func answers() {
    let rehearsal = rehearse(
      """
      [a]
      [b]
      [tell]
      when = "failure()"
      [local]
      when = "failure()"
      depends_on = ["a"]
      [gone]
      when = "cancelled()"
      """, scripts: ["a": .endless()])
    #expect(rehearsal.summary == "a cancelled, b blocked, gone skipped, local succeeded, tell succeeded")
  }

  @Test("gives what answers it the time of the recovery, and then ends that too")
  func answersWithoutEnd() {
    let rehearsal = rehearse(
      "[a]\nrollback = \"x\"\n[b]\n[tell]\nwhen = \"failure()\"\n[last]\nwhen = \"always()\"",
      "timeout = 10\nrecovery_timeout = 30", ["b": .endless(), "tell": .endless()])
    #expect(rehearsal.summary == "a succeeded, b cancelled, last blocked, tell cancelled")
    #expect(rehearsal.finish.status == .rolledBack && rehearsal.reasons["last"] == Self.passed)
    #expect(rehearsal.finish.duration == .milliseconds(41_001))
  }

  @Test("lets go on what answered an earlier failure, which stays the cause")
  func afterFailure() {
    let rehearsal = rehearse(
      "[a]\n[slow]\ndepends_on = []\n[undo]\nwhen = \"has_failed('a')\"\ndepends_on = []\n[z]",
      "timeout = 10",
      ["a": FakeWorld.Script(.exited(1)), "undo": FakeWorld.Script(after: .seconds(20)), "slow": .endless()])
    #expect(rehearsal.statuses["undo"] == .succeeded && rehearsal.statuses["slow"] == .cancelled)
    #expect(rehearsal.finish.cause == 0 && rehearsal.finish.reason == Self.passed)
    #expect(rehearsal.finish.status == .failed)
  }

  @Test("a signal outranks it, whichever came first")
  func signals() {
    let before = rehearse(
      "[a]\n[b]", "timeout = 10", ["a": .endless(heedsSignals: false)], signals: [(.seconds(5), .terminate)])
    #expect(before.finish.status == .cancelled && before.reasons["a"] == .interrupted(.terminate))
    #expect(before.finish.duration == .milliseconds(15_001))
    let after = rehearse(
      "[a]\n[b]", "timeout = 10", ["a": .endless(heedsSignals: false)], signals: [(.seconds(12), .terminate)])
    #expect(after.finish.status == .cancelled && after.finish.duration == .milliseconds(20_001))
  }

  @Test("ends instances, and their node with them")
  func instances() {
    let rehearsal = rehearse("[a]\nforeach = [1, 2]\nbatch_size = 1\n[b]", scripts: ["a[1]": .endless()])
    #expect(rehearsal.summary == "a cancelled, a[1] cancelled, a[2] blocked, b blocked")
  }
}
