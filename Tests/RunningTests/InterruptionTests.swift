import Running
import TestSupport
import Testing
import Values

@Suite("Signals")
struct InterruptionTests {
  private func rehearse(
    _ runbook: String, _ scripts: [String: FakeWorld.Script], _ signals: [(at: Duration, signal: RunSignal)]
  ) -> Rehearsal {
    Rehearsal.run(Reading.plan(runbook).plan, scripts: scripts, signals: signals)
  }

  private static let chain = GraphCase.nodes("[a]\n[b]\n[c]\nwhen = \"always()\"\n[d]\nwhen = \"failure()\"")

  @Test("the first one is passed on, nothing new starts but what answers a cancellation")
  func first() {
    let rehearsal = rehearse(Self.chain, ["a": .endless()], [(.seconds(2), .interrupt)])
    #expect(rehearsal.summary == "a cancelled, b blocked, c succeeded, d skipped")
    #expect(rehearsal.finish.status == .cancelled)
    #expect(rehearsal.finish.signal == .interrupt)
    #expect(rehearsal.reasons["a"] == .interrupted(.interrupt))
  }

  @Test("a process that ends well all the same has succeeded")
  func graceful() {
    var script = FakeWorld.Script(.exited(0), after: .seconds(5))
    script.heedsSignals = false
    let rehearsal = rehearse(Self.chain, ["a": script], [(.seconds(2), .terminate)])
    #expect(rehearsal.statuses["a"] == .succeeded)
    #expect(rehearsal.statuses["b"] == .blocked)
    #expect(rehearsal.finish.signal == .terminate)
  }

  @Test("what goes on all the same is forced ten seconds later, and is undone like everything else")
  func ignored() {
    let rehearsal = rehearse(
      "[a]\ncommand = \"a\"\nrollback = \"undo\"\nretry = 3\ntimeout = 11\n[b]\ncommand = \"b\"\n",
      ["a": .endless(heedsSignals: false)], [(.seconds(2), .terminate)])
    #expect(rehearsal.summary == "a cancelled, b blocked")
    #expect(rehearsal.reasons["a"] == .interrupted(.terminate))
    #expect(rehearsal.started == ["a", "a!rollback"])
    #expect(rehearsal.ends == ["a: pass terminate", "a: kill"])
    #expect(rehearsal.finish.status == .cancelled)
    #expect(rehearsal.finish.duration == .seconds(13) + .milliseconds(1))
  }

  @Test("a sample, an unless and a snapshot have the same grace", arguments: ["a", "a!unless", "a!snapshot-before"])
  func ignoredByOthers(step: String) {
    let keys = ["a": "poll = { every = 1 }", "a!unless": "unless = \"u\""][step] ?? "snapshot = \"s\""
    let endless = FakeWorld.Script.endless(heedsSignals: false)
    let rehearsal = rehearse(
      "[a]\ncommand = \"a\"\n\(keys)\n", ["a": endless].merging([step: endless]) { $1 }, [(.seconds(2), .interrupt)])
    #expect(rehearsal.summary == "a cancelled")
    #expect(rehearsal.ends == ["a: pass interrupt", "a: kill"])
    #expect(rehearsal.finish.duration == .seconds(12) + .milliseconds(1))
  }

  @Test("what owns the terminal is not forced: the person there decides")
  func interactive() {
    var script = FakeWorld.Script(.exited(0), after: .seconds(60))
    script.heedsSignals = false
    var options = RunOptions(jobs: 4)
    options.hasTerminal = true
    let plan = Reading.plan("[a]\ncommand = \"vi\"\ninteractive = true\n[b]\ncommand = \"b\"\n").plan
    let rehearsal = Rehearsal.run(plan, scripts: ["a": script], signals: [(.seconds(2), .interrupt)], options: options)
    #expect(rehearsal.summary == "a succeeded, b blocked")
    #expect(rehearsal.ends == ["a: pass interrupt"])
  }

  @Test("what owns the terminal is forced all the same where nobody there has asked")
  func interactiveWithoutPerson() {
    var options = RunOptions(jobs: 4)
    options.hasTerminal = true
    let plan = Reading.plan("[a]\ncommand = \"bash\"\ninteractive = true\n").plan
    let rehearsal = Rehearsal.run(
      plan, scripts: ["a": .endless(heedsSignals: false)], signals: [(.seconds(2), .hangUp)], options: options)
    #expect(rehearsal.ends == ["a: pass hangUp", "a: kill"])
  }

  @Test("one that came before the run keeps everything from starting but what answers a cancellation")
  func early() {
    let plan = Reading.plan(Self.chain).plan
    var engine = Engine(
      plan: plan,
      context: RunContext(
        id: "01TEST", requester: Rehearsal.requester, directory: "/srv", startedAt: Timestamp(milliseconds: 0),
        environment: [:]), options: RunOptions(jobs: 4))
    let effects = engine.begin(at: Instant(nanoseconds: 0), after: [.signal(.terminate)])
    let started = effects.compactMap { if case .start(let node, _, _, _) = $0 { plan.nodes[node].id } else { nil } }
    #expect(started == ["c"])
  }

  @Test("the second one ends everything at once")
  func second() {
    let rehearsal = rehearse(
      Self.chain, ["a": .endless(heedsSignals: false)], [(.seconds(2), .interrupt), (.seconds(3), .interrupt)])
    #expect(rehearsal.summary == "a cancelled, b blocked, c blocked, d blocked")
    #expect(rehearsal.finish.duration == .milliseconds(3001))
  }

  @Test("a sleep and a question are simply over")
  func functions() {
    var options = RunOptions(jobs: 4)
    options.hasTerminal = true
    let plan = Reading.plan(
      "[nap]\nfunction = \"sleep\"\nparams = { seconds = 900 }\n[ask]\nprompt = \"Go?\"\ndepends_on = []"
    ).plan
    let rehearsal = Rehearsal.run(plan, signals: [(.seconds(1), .hangUp)], options: options)
    #expect(rehearsal.summary == "ask cancelled, nap cancelled")
    #expect(rehearsal.finish.duration == .seconds(1))
  }
}
