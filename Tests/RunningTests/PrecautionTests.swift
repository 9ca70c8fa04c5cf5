import Running
import TestSupport
import Testing

/// Nodes that nothing can undo, and nodes after which there is no way back (design 3.3).
@Suite("Irreversible nodes and pivots")
struct PrecautionTests {
  private static func rehearse(
    _ text: String, _ scripts: [String: FakeWorld.Script] = [:], answers: [String: Answer] = [:],
    terminal: Bool = true, yes: Bool = false, signals: [(at: Duration, signal: RunSignal)] = [],
    files: [String: String] = [:]
  ) -> Rehearsal {
    let (plan, diagnostics) = Reading.plan(text, files: files)
    #expect(!diagnostics.hasErrors, "\(diagnostics.items.map(\.message))")
    var options = RunOptions(jobs: 4)
    options.hasTerminal = terminal
    options.approvesAll = yes
    return Rehearsal.run(plan, scripts: scripts, answers: answers, signals: signals, options: options)
  }

  private static func questions(_ run: Rehearsal) -> [String] {
    run.events.compactMap { if case .approvalRequested(let request) = $0 { request.question.text } else { nil } }
  }

  private static let failing = FakeWorld.Script(.exited(1))
  private static let drop = """
    [before]
    command = "x"
    [drop]
    command = "drop {{ nodes.before.stdout }}"
    irreversible = true
    [after]
    command = "x"
    """

  // MARK: - Irreversible

  @Test("a person is asked with what will run, after what it depends on")
  func approved() {
    let run = Self.rehearse(
      Self.drop, ["before": FakeWorld.Script(stdout: "t1")], answers: ["drop": .approved(fields: [:])])
    #expect(Self.questions(run) == ["run what cannot be undone: drop 't1'"])
    #expect(run.summary == "after succeeded, before succeeded, drop succeeded")
    #expect(run.finish.duration == .seconds(4))
    #expect(run.events.contains { if case .approvalGranted(let grant) = $0 { grant.node == 1 } else { false } })
  }

  @Test("a no is a failure, and nothing was started")
  func rejected() {
    let run = Self.rehearse(Self.drop, answers: ["drop": .rejected])
    #expect(run.summary == "after blocked, before succeeded, drop failed")
    #expect(run.reasons["drop"] == .rejected(by: Rehearsal.requester.text))
    #expect(run.started == ["before"])
  }

  @Test("without a terminal the run waits, and --yes does not answer", arguments: [false, true])
  func unattended(yes: Bool) {
    let run = Self.rehearse(Self.drop, terminal: false, yes: yes)
    #expect(run.finish.status == .waiting)
    #expect(run.summary == "after pending, before succeeded, drop waiting")
  }

  @Test("so it does when the input ends")
  func inputEnds() {
    #expect(Self.rehearse(Self.drop, answers: ["drop": .unavailable]).finish.status == .waiting)
  }

  @Test("nobody is asked where it is so already, where a template says no, or again for another attempt")
  func unasked() {
    let unless = Self.rehearse(Self.drop.replacing("irreversible", with: "unless = \"is\"\nirreversible"))
    #expect(unless.statuses["drop"] == .unchanged)
    #expect(Self.questions(unless).isEmpty)
    let template = Self.drop.replacing("irreversible = true", with: "irreversible = \"{{ 1 > 2 }}\"")
    #expect(Self.questions(Self.rehearse(template)).isEmpty)
    let late = Self.drop.replacing(
      "irreversible = true", with: "irreversible = \"{{ nodes.before.stdout == 'prod' }}\"")
    #expect(Self.questions(Self.rehearse(late)).isEmpty)
    #expect(
      Self.questions(
        Self.rehearse(
          late, ["before": FakeWorld.Script(stdout: "prod")], answers: ["drop": .approved(fields: [:])])
      ).count == 1)
    let retried = Self.rehearse(
      Self.drop.replacing("irreversible", with: "retry = { attempts = 2, delay = 1 }\nirreversible"),
      ["drop#1": Self.failing], answers: ["drop": .approved(fields: [:])])
    #expect(Self.questions(retried).count == 1)
    #expect(retried.statuses["drop"] == .succeeded)
  }

  @Test("what cannot be told fails the node")
  func wrong() {
    let run = Self.rehearse(Self.drop.replacing("irreversible = true", with: "irreversible = \"{{ env.NOPE }}\""))
    #expect(run.statuses["drop"] == .failed)
    #expect(run.started == ["before"])
  }

  @Test("a signal, and a failure elsewhere, end the question")
  func ended() {
    let signal = Self.rehearse(Self.drop, signals: [(.seconds(9), .interrupt)])
    #expect(signal.statuses["drop"] == .cancelled)
    let other = "\n[other]\ncommand = \"x\"\ndepends_on = []\n"
    let failure = Self.rehearse(Self.drop + other, ["other": FakeWorld.Script(.exited(1), after: .seconds(9))])
    #expect(failure.summary == "after blocked, before succeeded, drop blocked, other failed")
    #expect(failure.effects.contains { if case .withdraw(node: 1) = $0 { true } else { false } })
    let over = Self.rehearse("[runbook]\ntimeout = 9\n" + Self.drop)
    #expect(over.statuses["drop"] == .cancelled)
  }

  @Test("others go on meanwhile, unless one runs at a time; what the node holds it keeps")
  func others() {
    let nodes =
      Self.drop.replacing("irreversible", with: "lock = \"db\"\nirreversible")
      + "\n[other]\ncommand = \"x\"\ndepends_on = \"before\"\n"
    let run = Self.rehearse(nodes, terminal: false)
    #expect(run.started == ["before", "other"])
    let answers = ["drop": Answer.approved(fields: [:])]
    let held = Self.rehearse(nodes, answers: answers)
    #expect(held.effects.filter { if case .lock = $0 { true } else { false } }.count == 1)
    #expect(held.statuses["drop"] == .succeeded)
    let sequential = Self.rehearse(
      "[runbook]\nmode = \"sequential\"\n" + nodes.replacing("lock = \"db\"\n", with: ""), answers: answers)
    #expect(sequential.started == ["before", "drop", "after", "other"])
  }

  @Test("each instance asks, and so does a node that runs a runbook")
  func kinds() {
    let run = Self.rehearse(
      "[drop]\nforeach = [1, 2]\ncommand = \"drop {{ item }}\"\nirreversible = true\n",
      answers: ["drop[1]": .approved(fields: [:]), "drop[2]": .approved(fields: [:])])
    #expect(Self.questions(run) == ["run what cannot be undone: drop '1'", "run what cannot be undone: drop '2'"])
    #expect(run.summary == "drop succeeded, drop[1] succeeded, drop[2] succeeded")
    let nested = Self.rehearse(
      "[in]\nrunbook = \"in.toml\"\nirreversible = true\n", answers: ["in": .approved(fields: [:])],
      files: ["in.toml": "[a]\ncommand = \"x\"\n"])
    #expect(Self.questions(nested) == ["run what cannot be undone: in.toml"])
    #expect(nested.started == ["in/a"])
  }

  // MARK: - Pivots

  private static func chain(_ pivot: String = "pivot = true") -> String {
    """
    [a]
    command = "x"
    rollback = "undo"
    [p]
    command = "x"
    rollback = "undo"
    \(pivot)
    [b]
    command = "x"
    rollback = "undo"
    [tell]
    command = "x"
    """
  }

  private static func closed(_ run: Rehearsal) -> [ClosedRollbacks] {
    run.events.compactMap { if case .rollbacksClosed(let closed) = $0 { closed } else { nil } }
  }

  @Test("what was done before a pivot that has succeeded stays, and so does the pivot; what came after is undone")
  func closes() {
    let run = Self.rehearse(Self.chain(), ["tell": Self.failing])
    #expect(run.started == ["a", "p", "b", "tell", "b!rollback"])
    #expect(Self.closed(run) == [ClosedRollbacks(pivot: 1, nodes: [0, 1])])
    #expect(run.finish.closed == Self.closed(run))
    #expect(run.finish.status == .rolledBack)
    #expect(run.finish.notUndone.isEmpty)
  }

  @Test("a pivot that fails closes nothing, and is undone itself")
  func fails() {
    let run = Self.rehearse(Self.chain(), ["p": Self.failing])
    #expect(run.started == ["a", "p", "p!rollback", "a!rollback"])
    #expect(run.finish.closed.isEmpty)
  }

  @Test("a template may say that it is none, or that cannot be told")
  func template() {
    #expect(Self.closed(Self.rehearse(Self.chain("pivot = \"{{ nodes.a.stdout == 'x' }}\""))).isEmpty)
    let wrong = Self.rehearse(Self.chain("pivot = \"{{ env.NOPE }}\""))
    #expect(wrong.statuses["p"] == .failed)
    #expect(wrong.started == ["a", "a!rollback"])
  }

  @Test("one that was so already closes too")
  func unchanged() {
    let run = Self.rehearse(Self.chain("pivot = true\nunless = \"is\""), ["tell": Self.failing])
    #expect(Self.closed(run) == [ClosedRollbacks(pivot: 1, nodes: [0])])
    #expect(run.finish.undone == [2])
  }

  @Test("nothing to undo after it: the run has failed (G15)")
  func g15() {
    let nodes = "[deploy]\ncommand = \"x\"\nrollback = \"undo\"\n[smoke]\ncommand = \"x\"\n"
    let tell = "[tell]\ncommand = \"curl\"\n"
    let down = ["tell": Self.failing]
    #expect(
      Self.rehearse(nodes + "[tell]\nfunction = \"notify\"\nparams = { message = \"x\" }\n").finish.undone.isEmpty)
    #expect(Self.rehearse(nodes + tell, down).finish.status == .rolledBack)
    let run = Self.rehearse(nodes + "pivot = true\n" + tell, down)
    #expect(run.finish.status == .failed)
    #expect(run.finish.undone.isEmpty)
  }

  @Test("a node with instances closes when all of it has succeeded")
  func instances() {
    let nodes = """
      [a]
      command = "x"
      rollback = "undo"
      [p]
      foreach = [1, 2]
      command = "x"
      rollback = "undo"
      pivot = true
      [tell]
      command = "x"
      """
    let run = Self.rehearse(nodes, ["tell": Self.failing])
    #expect(Self.closed(run) == [ClosedRollbacks(pivot: 3, nodes: [0, 1, 2])])
    #expect(run.finish.undone.isEmpty)
    let failed = Self.rehearse(nodes, ["p[2]": Self.failing])
    #expect(Self.closed(failed).isEmpty)
    #expect(failed.finish.undone.count == 3)
  }

  @Test("one of a nested runbook closes what is in there, one outside a nested runbook as a whole")
  func nested() {
    let inner = ["in.toml": Self.chain()]
    let inside = Self.rehearse(
      "[out]\ncommand = \"x\"\nrollback = \"undo\"\n[in]\nrunbook = \"in.toml\"\n[last]\ncommand = \"x\"\n",
      ["last": Self.failing], files: inner)
    #expect(inside.started.filter { $0.contains("!") } == ["in/b!rollback", "out!rollback"])
    let outside = Self.rehearse(
      "[in]\nrunbook = \"in.toml\"\n[p]\ncommand = \"x\"\npivot = true\n[last]\ncommand = \"x\"\n",
      ["last": Self.failing], files: ["in.toml": "[a]\ncommand = \"x\"\nrollback = \"undo\"\n"])
    #expect(outside.finish.status == .failed)
    #expect(Self.closed(outside).count == 1)
  }

  @Test("what started side by side with it before it is closed, what started later is not")
  func sideBySide() {
    let nodes = """
      [a]
      command = "x"
      rollback = "undo"
      [p]
      command = "x"
      pivot = true
      depends_on = []
      [late]
      command = "x"
      rollback = "undo"
      depends_on = "a"
      [tell]
      command = "x"
      depends_on = ["p", "late"]
      """
    let scripts = ["p": FakeWorld.Script(after: .seconds(9)), "tell": Self.failing]
    let run = Self.rehearse(nodes, scripts)
    #expect(Self.closed(run) == [ClosedRollbacks(pivot: 1, nodes: [0])])
    #expect(run.finish.undone == [2])
  }
}
