import Planning
import Running
import TestSupport
import Testing

/// A run that is taken up where its records end, in virtual time.
@Suite("A run that is taken up again")
struct ResumedRunTests {
  private static func plan(_ text: String) -> Plan { Reading.plan(text).plan }

  private static func attended() -> RunOptions {
    var options = RunOptions(jobs: 4)
    options.hasTerminal = true
    options.maximumFailureQuestions = 3
    return options
  }

  private static let chain = plan(
    """
    [a]
    command = "x"
    rollback = "ua"
    [b]
    command = "x"
    rollback = "ub"
    [c]
    command = "x"
    """)

  @Test("runs what is left, in further attempts")
  func goesOn() {
    let run = Rehearsal.run(Self.chain, past: ResumptionTests.past("a=ok b=no c=stop"))
    #expect(run.started == ["b", "c"])
    #expect(run.summary == "a succeeded, b succeeded, c succeeded")
    #expect(run.finish.status == .succeeded)
    let attempts = run.events.compactMap { event in
      if case .started(let node, let attempt, _) = event { "\(run.ids[node]) \(attempt)" } else { nil }
    }
    #expect(attempts == ["b 2", "c 1"])
  }

  @Test("what was done before is undone too if it fails again")
  func undoneAfterwards() {
    var past = ResumptionTests.past("a=ok b=no c=stop")
    past.nodes["a"]?.isRegistered = true
    let run = Rehearsal.run(Self.chain, scripts: ["c": FakeWorld.Script(.exited(1))], past: past)
    #expect(run.started == ["b", "c", "b!rollback", "a!rollback"])
    #expect(run.finish.status == .rolledBack)
    #expect(run.finish.withoutRollback == [2])
  }

  @Test("a node that starts again is undone once, in the order of its new start")
  func undoneInNewOrder() {
    let plan = Self.plan(
      """
      [a]
      command = "x"
      rollback = "ua"
      [b]
      command = "x"
      rollback = "ub"
      depends_on = []
      [c]
      command = "x"
      depends_on = ["a", "b"]
      """)
    var past = ResumptionTests.past("a=no b=ok c=stop")
    for id in ["a", "b"] { past.nodes[id]?.isRegistered = true }
    let run = Rehearsal.run(
      plan, scripts: ["c": FakeWorld.Script(.exited(1))], options: RunOptions(jobs: 1), past: past)
    #expect(run.started == ["a", "c", "a!rollback", "b!rollback"])
    #expect(run.finish.status == .rolledBack)
  }

  @Test("what a failed attempt may have left is undone, also if the node does not start again")
  func leftBehind() {
    let plan = Self.plan(
      """
      [a]
      command = "x {{ env.MISSING_HERE }}"
      rollback = "ua"
      """)
    var past = ResumptionTests.past("a=no")
    past.nodes["a"]?.isRegistered = true
    let run = Rehearsal.run(plan, past: past)
    #expect(run.started == ["a!rollback"])
  }

  @Test("a node that was undone is begun anew, with another idempotency key, and so is what depends on it")
  func anew() throws {
    let past = ResumptionTests.past("a=ok b=undone c=no")
    let first = Rehearsal.run(Self.chain)
    let run = Rehearsal.run(Self.chain, past: past)
    #expect(run.started == ["b", "c"])
    func key(_ run: Rehearsal, _ place: Int) -> String? { run.environments[place]["PYFLOW_IDEMPOTENCY_KEY"] }
    #expect(key(first, 1) != nil && key(first, 1) != key(run, 0))
    #expect(key(first, 2) != key(run, 1))
    // What only failed is the same piece of work.
    let again = Rehearsal.run(Self.chain, past: ResumptionTests.past("a=ok b=no c=stop"))
    #expect(key(first, 1) == key(again, 0))
  }

  // MARK: - Under way

  @Test(
    "what was under way runs again if it may, is asked about if it has a probe, and else is left open",
    arguments: [
      ("idempotent = true", nil, ["b", "c"], RunStatus.succeeded),
      // What only looks may always look again.
      ("poll = { timeout = \"1m\" }", nil, ["b", "c"], .succeeded),
      ("confirm = \"probe\"", 0, ["b!confirm", "c"], .succeeded),
      ("confirm = \"probe\"", 1, ["b!confirm", "b", "c"], .succeeded),
      ("confirm = \"probe\"", 2, ["b!confirm"], .halted),
      ("", nil, [], .halted),
    ] as [(String, Int?, [String], RunStatus)])
  func underWay(key: String, probe: Int?, started: [String], status: RunStatus) {
    let plan = Self.plan("[a]\ncommand = \"x\"\n[b]\ncommand = \"x\"\n\(key)\n[c]\ncommand = \"x\"\n")
    let scripts = probe.map { ["b!confirm": FakeWorld.Script(.exited($0))] } ?? [:]
    let run = Rehearsal.run(plan, scripts: scripts, past: ResumptionTests.past("a=ok b=way c=open"))
    #expect(run.started == started)
    #expect(run.finish.status == status)
    #expect(run.statuses["b"] == (status == .halted ? .unknown : .succeeded))
    #expect(run.finish.haltedAt == (status == .halted ? 1 : nil))
  }

  @Test("a probe that takes too long tells nothing")
  func slowProbe() {
    let plan = Self.plan("[b]\ncommand = \"x\"\nconfirm = { command = \"probe\", timeout = \"2s\" }\n")
    let run = Rehearsal.run(
      plan, scripts: ["b!confirm": FakeWorld.Script(.exited(0), after: .seconds(60))],
      past: ResumptionTests.past("b=way"))
    #expect(run.statuses["b"] == .unknown)
    #expect(run.reasons["b"]?.message.contains("timed out after 2s") == true, "\(String(describing: run.reasons["b"]))")
  }

  @Test(
    "a probe is a process whatever its node does: its time ends it, and so does a signal",
    arguments: ["command = \"x\"", "function = \"noop\"", "runbook = \"inner.toml\""])
  func probeEnds(action: String) {
    let files = ["inner.toml": "[x]\ncommand = \"x\"\n"]
    let plan = Reading.plan("[b]\n\(action)\nconfirm = \"probe\"\n", files: files).plan
    let past = ResumptionTests.past("b=way")
    let late = Rehearsal.run(plan, scripts: ["b!confirm": .endless()], past: past)
    #expect(late.ends == ["b: terminate"])
    #expect(late.finish.duration == .seconds(30) + .milliseconds(1))
    let stopped = Rehearsal.run(
      plan, scripts: ["b!confirm": .endless()], signals: [(.seconds(2), .interrupt)], past: past)
    #expect(stopped.ends == ["b: pass interrupt"])
    #expect(stopped.reasons["b"] == .interrupted(.interrupt))
    #expect(late.statuses["b"] == .unknown && stopped.statuses["b"] == .unknown)
  }

  @Test(
    "an approval by somebody to whom the question had been escalated counts afterwards too", arguments: [true, false])
  func escalated(wasEscalated: Bool) {
    let plan = Self.plan(
      """
      [ask]
      prompt = "go?"
      approvers = ["ann"]
      escalate = { after = "1h", to = "bob" }
      """)
    var past = ResumptionTests.past("ask=open")
    past.nodes["ask"]?.isEscalated = wasEscalated
    past.nodes["ask"]?.decisions = [
      Decision(
        node: "ask", isApproval: true, person: Person(name: "bob", userID: 1001, host: "testhost"), origin: .command)
    ]
    let run = Rehearsal.run(plan, past: past)
    #expect(run.finish.status == (wasEscalated ? .succeeded : .waiting))
  }

  @Test("a nested runbook of which its probe says that it happened is not begun; what ended inside stays as it ended")
  func nestedHappened() {
    let files = ["inner.toml": "[x]\ncommand = \"x\"\n[y]\ncommand = \"x\"\n"]
    let plan = Reading.plan("[n]\nrunbook = \"inner.toml\"\nconfirm = \"probe\"\n", files: files).plan
    let run = Rehearsal.run(plan, past: ResumptionTests.past("n=way n/x=ok n/y=open"))
    #expect(run.started == ["n!confirm"])
    #expect(run.summary == "n succeeded, n/x succeeded, n/y blocked")
    #expect(run.finish.status == .succeeded)
  }

  @Test("a nested runbook that was under way goes on inside: only its own nodes may be in doubt")
  func nestedUnderWay() {
    let files = ["inner.toml": "[x]\ncommand = \"x\"\n[y]\ncommand = \"x\"\nidempotent = true\n"]
    let plan = Reading.plan("[n]\nrunbook = \"inner.toml\"\n[z]\ncommand = \"x\"\n", files: files).plan
    let run = Rehearsal.run(plan, past: ResumptionTests.past("n=way n/x=ok n/y=way z=open"))
    #expect(run.started == ["n/y", "z"])
    #expect(run.finish.status == .succeeded)
    let open = Rehearsal.run(plan, past: ResumptionTests.past("n=way n/x=way n/y=open z=open"))
    #expect(open.started == [] && open.statuses["n/x"] == .unknown)
    #expect(open.finish.status == .halted)
  }

  @Test("what was lost with the process is made again if it may be; else nobody goes on without it")
  func lostResult() {
    func plan(_ key: String) -> Plan {
      Self.plan("[b]\ncommand = \"x\"\nconfirm = \"probe\"\n\(key)\n[c]\ncommand = \"x {{ nodes.b.stdout }}\"\n")
    }
    let again = Rehearsal.run(plan("idempotent = true"), past: ResumptionTests.past("b=way c=open"))
    #expect(again.started == ["b!confirm", "b", "c"])
    let open = Rehearsal.run(plan(""), past: ResumptionTests.past("b=way c=open"))
    #expect(open.started == ["b!confirm"] && open.reasons["b"] == .resultLost)
  }

  @Test("nor where only the run could tell whether it may be made again, and cannot")
  func lostResultOfTemplate() {
    let plan = Self.plan(
      """
      [b]
      command = "x"
      confirm = "probe"
      idempotent = "{{ env.AGAIN }}"
      [c]
      command = "x {{ nodes.b.stdout }}"
      """)
    let run = Rehearsal.run(plan, past: ResumptionTests.past("b=way c=open"))
    #expect(run.started == ["b!confirm"] && run.finish.status == .halted)
    #expect(run.reasons["b"]?.message == "`AGAIN` is not defined in this environment (deploy.toml:4:18)")
  }

  @Test(
    "a person may have it run again, may go on without it, or may leave it open",
    arguments: [
      (FailureDecision.retry, "b succeeded, c succeeded", RunStatus.succeeded),
      (.skip, "b skipped, c succeeded", .succeeded), (.abort, "b unknown, c blocked", .halted),
    ])
  func asked(decision: FailureDecision, summary: String, status: RunStatus) {
    let plan = Self.plan("[b]\ncommand = \"x\"\n[c]\ncommand = \"x\"\n")
    let run = Rehearsal.run(
      plan, answers: ["b": .failure(decision)], options: Self.attended(), past: ResumptionTests.past("b=way c=open"))
    #expect(run.summary == summary)
    #expect(run.finish.status == status)
  }

  @Test("what may have happened stays open if the run fails before it comes to that")
  func staysOpen() {
    let plan = Self.plan("[a]\ncommand = \"x\"\n[b]\ncommand = \"x\"\nidempotent = true\n")
    let run = Rehearsal.run(
      plan, scripts: ["a": FakeWorld.Script(.exited(1))], past: ResumptionTests.past("a=no b=way"))
    #expect(run.summary == "a failed, b unknown")
  }

  // MARK: - Questions

  @Test("an approval that was given while nothing ran counts, and is not recorded twice")
  func approved() throws {
    let plan = Self.plan("[ask]\nprompt = \"go?\"\n[b]\ncommand = \"x\"\n")
    var past = ResumptionTests.past("ask=open b=open")
    past.nodes["ask"]?.decisions = [
      Decision(
        node: "ask", isApproval: true, person: Person(name: "bob", userID: 1001, host: "testhost"), origin: .command)
    ]
    let run = Rehearsal.run(plan, past: past)
    #expect(run.summary == "ask succeeded, b succeeded")
    let grants = run.events.compactMap { if case .approvalGranted(let grant) = $0 { grant } else { nil } }
    #expect(grants.map(\.isOnRecord) == [true])
  }

  // MARK: - Undoing

  @Test(
    "nothing but what is left to undo runs, in reverse order of start, in further attempts",
    arguments: [
      RunPurpose.rollback, .recover,
    ])
  func undoing(purpose: RunPurpose) {
    var past = ResumptionTests.past("a=ok b=way c=open")
    for id in ["a", "b"] { past.nodes[id]?.isRegistered = true }
    past.nodes["b"]?.rollbackAttempts = 2
    let run = Rehearsal.run(Self.chain, past: past, purpose: purpose)
    #expect(run.started == ["b!rollback", "a!rollback"])
    #expect(run.finish.status == .rolledBack)
    #expect(run.finish.withoutRollback == [])
    #expect(run.summary == "a succeeded, b unknown, c pending")
    let attempts = run.events.compactMap { event in
      if case .rollbackStarted(_, let attempt, _) = event { attempt } else { nil }
    }
    #expect(attempts == [3, 1])
  }

  @Test("what has no rollback and ran before is named")
  func withoutRollback() {
    var past = ResumptionTests.past("a=ok b=no c=ok")
    past.nodes["a"]?.isRegistered = true
    let run = Rehearsal.run(Self.chain, past: past, purpose: .rollback)
    #expect(run.started == ["a!rollback"])
    #expect(run.finish.withoutRollback == [2])
  }

  @Test("a rollback that fails leaves what it stands on, with the commands")
  func failedUndoing() {
    var past = ResumptionTests.past("a=ok b=ok c=no")
    for id in ["a", "b"] { past.nodes[id]?.isRegistered = true }
    let run = Rehearsal.run(
      Self.chain, scripts: ["b!rollback": FakeWorld.Script(.exited(1))], past: past, purpose: .rollback)
    #expect(run.started == ["b!rollback"])
    #expect(run.finish.status == .rollbackFailed)
    #expect(run.finish.commandsLeft == ["ub", "ua"])
  }

  @Test("a nested runbook is undone by its parts, or by the rollback of the node that runs it", arguments: ["", "u"])
  func nestedUndoing(own: String) {
    let files = ["inner.toml": "[x]\ncommand = \"x\"\nrollback = \"ux\"\n"]
    let rollback = own.isEmpty ? "" : "rollback = \"\(own)\"\n"
    let plan = Reading.plan("[n]\nrunbook = \"inner.toml\"\n\(rollback)", files: files).plan
    var past = ResumptionTests.past("n=ok n/x=ok")
    past.nodes["n/x"]?.isRegistered = true
    past.nodes["n"]?.isRegistered = !own.isEmpty
    let run = Rehearsal.run(plan, past: past, purpose: .rollback)
    #expect(run.started == [own.isEmpty ? "n/x!rollback" : "n!rollback"])
    #expect(run.finish.status == .rolledBack)
  }
}
