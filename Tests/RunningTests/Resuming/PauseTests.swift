import Planning
import Running
import TestSupport
import Testing

/// Runs that a person pauses, in virtual time.
@Suite("A run that is paused")
struct PauseTests {
  private static func run(
    _ text: String, scripts: [String: FakeWorld.Script] = [:], after: Duration = .milliseconds(500),
    files: [String: String] = [:], signals: [(at: Duration, signal: RunSignal)] = [],
    answers: [String: Answer] = [:], options: RunOptions = RunOptions(jobs: 4), past: PastRun? = nil,
    purpose: RunPurpose = .resume
  ) -> Rehearsal {
    Rehearsal.run(
      Reading.plan(text, files: files).plan, scripts: scripts, answers: answers, signals: signals, options: options,
      pauses: [(after, "ann")], past: past, purpose: purpose)
  }

  private static func wasHeeded(_ run: Rehearsal) -> [Bool] {
    run.events.compactMap { if case .pauseRequested("ann", let isHeeded) = $0 { isHeeded } else { nil } }
  }

  @Test("lets what runs finish, starts nothing new, undoes nothing, and ends halted")
  func pauses() {
    let run = Self.run(
      """
      [a]
      command = "x"
      rollback = "ua"
      [b]
      command = "x"
      [last]
      command = "x"
      when = "always()"
      """)
    #expect(run.started == ["a"] && run.ends == [])
    #expect(run.summary == "a succeeded, b blocked, last blocked")
    #expect(run.reasons["b"] == .paused(by: "ann"))
    #expect(run.finish.status == .halted && run.finish.reason == .paused(by: "ann") && run.finish.haltedAt == nil)
    #expect(run.finish.notUndone == [] && run.finish.commandsLeft == [])
    #expect(Self.wasHeeded(run) == [true])
  }

  @Test("that has nothing left to start has succeeded")
  func nothingLeft() {
    let run = Self.run("[a]\ncommand = \"x\"\n")
    #expect(run.summary == "a succeeded" && run.finish.status == .succeeded && run.finish.reason == nil)
  }

  @Test("is halted, and not undone, also where what still ran fails; that is not tried again before it goes on")
  func failure() {
    let run = Self.run(
      """
      [a]
      command = "x"
      depends_on = []
      rollback = "ua"
      [b]
      command = "x"
      depends_on = []
      retry = { attempts = 3, delay = "10s", jitter = false }
      """, scripts: ["b": FakeWorld.Script(.exited(1))])
    #expect(run.started == ["a", "b"])
    #expect(run.summary == "a succeeded, b failed")
    #expect(run.finish.status == .halted && run.finish.reason == .paused(by: "ann"))
    #expect(run.finish.notUndone == [0])
  }

  @Test("does not wait for the next attempt, or the next sample: these would be starts")
  func delayed() {
    let run = Self.run(
      """
      [a]
      command = "x"
      depends_on = []
      retry = { attempts = 3, delay = "10s", jitter = false }
      [b]
      command = "y"
      depends_on = []
      poll = { every = "10s", timeout = "5m", until = "false" }
      """, scripts: ["a": FakeWorld.Script(.exited(1))], after: .seconds(5))
    #expect(run.started == ["a", "b"])
    #expect(run.summary == "a cancelled, b cancelled" && run.reasons["a"] == .paused(by: "ann"))
    #expect(run.finish.status == .halted && run.finish.duration == .seconds(5))
  }

  @Test("leaves its questions open, at the terminal too", arguments: [false, true])
  func questions(isAttended: Bool) {
    var options = RunOptions(jobs: 4)
    options.hasTerminal = isAttended
    options.approvalWait = .seconds(3600)
    let run = Self.run(
      """
      [ask]
      prompt = "Go?"
      [b]
      command = "x"
      """, options: options)
    #expect(run.started == [])
    #expect(run.summary == "ask waiting, b pending")
    #expect(run.finish.status == .halted && run.finish.duration == .milliseconds(500))
    let withdrawn = run.effects.contains { if case .withdraw = $0 { true } else { false } }
    #expect(withdrawn == isAttended)
  }

  @Test("holds a nested runbook up, which then has not succeeded")
  func nested() {
    let files = ["inner.toml": "[x]\ncommand = \"x\"\n[y]\ncommand = \"x\"\n"]
    let text = "[n]\nrunbook = \"inner.toml\"\n[z]\ncommand = \"x\"\n"
    let run = Self.run(text, files: files)
    #expect(run.summary == "n cancelled, n/x succeeded, n/y blocked, z blocked")
    #expect(run.finish.status == .halted)
    // It goes on inside.
    var past = ResumptionTests.past("n=cut n/x=ok n/y=stop z=stop")
    past.nodes["n"]?.start = 0
    let resumed = Rehearsal.run(Reading.plan(text, files: files).plan, past: past)
    #expect(resumed.started == ["n/y", "z"] && resumed.finish.status == .succeeded)
  }

  @Test("does not keep anybody from ending it; what was done is undone then")
  func cancelled() {
    let run = Self.run(
      """
      [a]
      command = "x"
      rollback = "ua"
      [b]
      command = "x"
      """, scripts: ["a": FakeWorld.Script(.exited(0), after: .seconds(60))], signals: [(.seconds(1), .interrupt)])
    #expect(run.ends == ["a: pass interrupt"])
    #expect(run.started == ["a", "a!rollback"] && run.finish.status == .cancelled)
  }

  @Test("is undone to the end if that has begun, and ends as it is asked to if that was earlier")
  func notHeeded() {
    let failed = Self.run(
      "[a]\ncommand = \"x\"\nrollback = \"ua\"\n[b]\ncommand = \"x\"\n",
      scripts: ["b": FakeWorld.Script(.exited(1), after: .seconds(1))], after: .seconds(2) + .milliseconds(500))
    #expect(failed.started == ["a", "b", "a!rollback"] && failed.finish.status == .rolledBack)
    #expect(Self.wasHeeded(failed) == [false])
    var past = ResumptionTests.past("a=ok")
    past.nodes["a"]?.isRegistered = true
    let undone = Self.run("[a]\ncommand = \"x\"\nrollback = \"ua\"\n", past: past, purpose: .rollback)
    #expect(undone.finish.status == .rolledBack && Self.wasHeeded(undone) == [false])
  }

  @Test("asks nobody any longer what to do about a failure")
  func failureQuestion() {
    var options = RunOptions(jobs: 4)
    options.hasTerminal = true
    options.maximumFailureQuestions = 3
    let run = Self.run(
      "[a]\ncommand = \"x\"\n[b]\ncommand = \"x\"\n", scripts: ["a": FakeWorld.Script(.exited(1))], after: .seconds(5),
      options: options)
    #expect(run.summary == "a failed, b blocked" && run.finish.status == .halted)
  }
}
