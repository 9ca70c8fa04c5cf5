import Planning
import Running
import TestSupport
import Testing
import Values

/// A run in which a node makes a transition.
struct TransitionCase: Sendable, CustomTestStringConvertible {
  let from: NodeStatus
  let to: NodeStatus
  let runbook: String
  var scripts: [String: FakeWorld.Script] = [:]
  var answers: [String: Answer] = [:]
  var signals: [(at: Duration, signal: RunSignal)] = []
  var busyLocks: [String: Duration] = [:]
  /// How far an earlier process had come.
  var past: PastRun?
  /// The nested runbook `inner.toml`.
  var inner = "[x]\ncommand = \"x\"\n"
  var testDescription: String { "\(from) → \(to)" }

  var transition: Transition { Transition(from: from, to: to) }

  func rehearse() -> Rehearsal {
    let (plan, diagnostics) = Reading.plan(runbook, files: ["inner.toml": inner])
    #expect(!diagnostics.hasErrors, "\(diagnostics.items.map(\.message))")
    var options = RunOptions(jobs: 1)
    options.hasTerminal = true
    options.lockWait = .seconds(5)
    options.maximumFailureQuestions = answers.isEmpty ? 0 : 1
    return Rehearsal.run(
      plan, scripts: scripts, answers: answers, signals: signals, options: options, busyLocks: busyLocks,
      past: past)
  }
}

/// The engine's table of transitions, row by row.
@Suite("Transitions")
struct TransitionTests {
  private static let failing = FakeWorld.Script(.exited(1))
  private static let ask = "[a]\nprompt = \"Go on?\"\n"
  private static let again = "retry = { attempts = 2, delay = \"1s\" }\n"
  private static let call = "[d]\nrunbook = \"inner.toml\"\n\(again)"

  private static let rollout = """
    [ship]
    type = "BlueGreen"
    target = "api"
    lock = false
    active = "live"
    deploy = "deploy"
    check = "check"
    switch = "point"

    """

  private static func node(_ id: String, _ keys: String = "") -> String { "[\(id)]\ncommand = \"x\"\n\(keys)\n" }

  /// A nested runbook that is tried again after `b` has failed once.
  private static func nested(_ from: NodeStatus, _ inner: String, _ scripts: [String: FakeWorld.Script] = [:])
    -> TransitionCase
  {
    TransitionCase(
      from: from, to: .pending, runbook: call, scripts: scripts.merging(["d/b#1": failing]) { own, _ in own },
      inner: inner)
  }

  /// A nested runbook that is tried again with other items.
  private static func late(_ from: NodeStatus, _ keys: String, _ scripts: [String: FakeWorld.Script] = [:])
    -> TransitionCase
  {
    let inner =
      "[runbook]\non_failure = \"continue\"\n[l]\ncommand = \"x\"\nparse = \"json\"\n[i]\nforeach = \"{{ nodes.l.json }}\"\n"
      + "command = \"x\"\n\(keys)\n" + node("b", "depends_on = []")
    let lists = [
      "d/l#1": FakeWorld.Script(stdout: "[1, 2]"), "d/l#2": FakeWorld.Script(stdout: "[3]"),
      "d/b#1": FakeWorld.Script(.exited(1), after: .seconds(5)),
    ]
    return TransitionCase(
      from: from, to: .skipped, runbook: call + "timeout = \"20s\"\n",
      scripts: scripts.merging(lists) { own, _ in own },
      inner: inner)
  }

  /// A node of which nobody knows whether it has happened.
  private static func open(_ from: NodeStatus, _ runbook: String, _ scripts: [String: FakeWorld.Script] = [:])
    -> TransitionCase
  {
    TransitionCase(
      from: from, to: .unknown, runbook: runbook, scripts: scripts, past: ResumptionTests.past("a=way b=open"))
  }

  static let cases: [TransitionCase] = [
    TransitionCase(from: .pending, to: .ready, runbook: node("a")),
    TransitionCase(from: .pending, to: .skipped, runbook: node("a", "skip = true")),
    TransitionCase(from: .pending, to: .blocked, runbook: node("a") + node("b"), scripts: ["a": failing]),
    TransitionCase(from: .pending, to: .failed, runbook: node("a", "when = \"env.NONE == 'x'\"")),
    TransitionCase(from: .pending, to: .succeeded, runbook: node("a", "foreach = []")),
    TransitionCase(
      from: .pending, to: .cancelled, runbook: node("a", "foreach = [1]"), scripts: ["a[1]": .endless()],
      signals: [(.seconds(1), .terminate)]),
    TransitionCase(from: .ready, to: .running, runbook: node("a")),
    TransitionCase(from: .ready, to: .waiting, runbook: ask, answers: ["a": .approved(fields: [:])]),
    TransitionCase(
      from: .ready, to: .blocked, runbook: node("a") + node("b", "depends_on = []"), scripts: ["a": failing]),
    TransitionCase(from: .ready, to: .failed, runbook: node("a", "env = { A = \"{{ env.NONE }}\" }")),
    TransitionCase(from: .ready, to: .unchanged, runbook: node("a", "unless = \"{{ env.NONE is undefined }}\"")),
    // Time is up in the moment in which it becomes ready.
    TransitionCase(
      from: .ready, to: .skipped, runbook: "[runbook]\ntimeout = \"2s\"\n" + rollout,
      scripts: ["ship/before": FakeWorld.Script(stdout: "blue")]),
    TransitionCase(
      from: .running, to: .skipped, runbook: rollout + "approve = true\n",
      scripts: ["ship/before": FakeWorld.Script(stdout: "blue"), "ship/watch": .endless()],
      answers: ["ship/approve": .approved(fields: [:])]),
    TransitionCase(
      from: .waiting, to: .ready, runbook: node("a", "lock = \"db\""), busyLocks: ["db": .seconds(1)]),
    TransitionCase(from: .waiting, to: .succeeded, runbook: ask, answers: ["a": .approved(fields: [:])]),
    TransitionCase(from: .waiting, to: .failed, runbook: ask, answers: ["a": .rejected]),
    TransitionCase(
      from: .waiting, to: .skipped, runbook: node("a"), scripts: ["a": failing], answers: ["a": .failure(.skip)]),
    TransitionCase(
      from: .waiting, to: .blocked, runbook: ask + node("b", "depends_on = []"), scripts: ["b": failing]),
    TransitionCase(from: .waiting, to: .cancelled, runbook: ask, signals: [(.seconds(1), .terminate)]),
    TransitionCase(
      from: .waiting, to: .waiting,
      runbook: node("a", "poll = { of = \"observer\", every = \"10s\", timeout = \"15s\", on_unknown = \"approve\" }"),
      scripts: ["a": FakeWorld.Script(.exited(9))], answers: ["a": .approved(fields: [:])]),
    TransitionCase(from: .running, to: .succeeded, runbook: node("a")),
    TransitionCase(from: .running, to: .unchanged, runbook: node("a", "unless = \"y\"")),
    TransitionCase(from: .running, to: .running, runbook: node("a", "unless = \"y\""), scripts: ["a!unless": failing]),
    TransitionCase(from: .running, to: .failed, runbook: node("a"), scripts: ["a": failing]),
    TransitionCase(from: .running, to: .waiting, runbook: node("a", again), scripts: ["a#1": failing]),
    TransitionCase(
      from: .running, to: .cancelled, runbook: node("a"), scripts: ["a": .endless()], signals: [(.seconds(1), .hangUp)]),
    nested(.succeeded, node("a") + node("b")),
    nested(.unchanged, node("a", "unless = \"y\"") + node("b")),
    nested(.failed, node("b")),
    TransitionCase(
      from: .cancelled, to: .pending, runbook: call, scripts: ["d/b#1": .endless()],
      inner: "[runbook]\ntimeout = \"5s\"\n" + node("b")),
    nested(.skipped, node("a", "skip = true") + node("b")),
    nested(.blocked, node("b") + node("a")),
    late(.succeeded, ""),
    late(.failed, "", ["d/i[1]": failing]),
    late(.cancelled, "", ["d/i[2]": .endless(), "d/b#1": FakeWorld.Script()]),
    late(.blocked, "", ["d/i[1]": failing]),
    late(.skipped, "when = \"item == 3\""),
    late(.unchanged, "unless = \"y\""),
    open(.pending, node("b") + node("a"), ["b": failing]),
    open(.ready, node("a")),
    open(.running, node("a", "confirm = \"y\""), ["a!confirm": FakeWorld.Script(.exited(2))]),
    TransitionCase(
      from: .waiting, to: .unknown, runbook: node("a"), answers: ["a": .failure(.abort)],
      past: ResumptionTests.past("a=way")),
  ]

  @Test("are made where the table says", arguments: cases)
  func made(_ example: TransitionCase) {
    let rehearsal = example.rehearse()
    #expect(rehearsal.transitions.contains(example.transition), "\(rehearsal.transitions) \(rehearsal.reasons)")
  }

  @Test("have a case each, and none is missing in the table")
  func complete() {
    #expect(Set(Self.cases.map(\.transition)) == Set(Transition.table.map(\.transition)))
    #expect(Transition.table.count == Self.cases.count)
  }
}
