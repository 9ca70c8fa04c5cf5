import Running
import TestSupport
import Testing

/// What running the instances of a node means (design 5.6).
@Suite("Iteration")
struct IterationTests {
  private func rehearse(
    _ runbook: String, _ scripts: [String: FakeWorld.Script] = [:],
    signals: [(at: Duration, signal: RunSignal)] = [], jobs: Int = 4
  ) -> Rehearsal {
    let (plan, diagnostics) = Reading.plan(runbook)
    #expect(diagnostics.items.filter { $0.severity == .error }.map(\.message) == [])
    return Rehearsal.run(plan, scripts: scripts, signals: signals, options: RunOptions(jobs: jobs))
  }

  private func rehearse(nodes: String, _ scripts: [String: FakeWorld.Script] = [:], jobs: Int = 4) -> Rehearsal {
    rehearse(GraphCase.nodes(nodes), scripts, jobs: jobs)
  }

  private static let three = "[d]\nforeach = [\"a\", \"b\", \"c\"]\n"

  @Test("what depends on the node waits for all instances")
  func order() {
    let rehearsal = rehearse(nodes: "[first]\n\(Self.three)[last]", ["d[b]": FakeWorld.Script(after: .seconds(9))])
    #expect(rehearsal.started == ["first", "d[a]", "d[b]", "d[c]", "last"])
    #expect(rehearsal.summary.contains("d succeeded") && rehearsal.summary.contains("last succeeded"))
    #expect(rehearsal.finish.duration == .seconds(11))
  }

  @Test("the node's record says how long its instances took")
  func duration() {
    let rehearsal = rehearse(nodes: Self.three, jobs: 1)
    let ends = rehearsal.events.compactMap { if case .finished(let finish) = $0 { finish } else { nil } }
    #expect(ends.map(\.duration) == [.seconds(1), .seconds(1), .seconds(1), .seconds(3)])
  }

  @Test("an empty list succeeds, says so, and holds for dependents; it still waits", arguments: [":success", ""])
  func empty(requirement: String) {
    let rehearsal = rehearse(nodes: "[first]\n[d]\nforeach = []\n[last]\ndepends_on = \"d\(requirement)\"")
    #expect(rehearsal.summary == "d succeeded, first succeeded, last succeeded")
    #expect(rehearsal.reasons["d"] == .noInstances)
    let blocked = rehearse(nodes: "[first]\n[d]\nforeach = []\n[last]", ["first": .fails])
    #expect(blocked.summary == "d blocked, first failed, last blocked")
    #expect(rehearse(nodes: "[d]\nforeach = []\nwhen = \"1 > 2\"").summary == "d skipped")
  }

  @Test("batch_size bounds how many run at once, and the next one starts when one ends")
  func batches() {
    let nodes = "[d]\nforeach = [1, 2, 3, 4, 5]\nbatch_size = 2\n[other]\ndepends_on = []"
    let rehearsal = rehearse(nodes: nodes, ["d[1]": FakeWorld.Script(after: .seconds(10))], jobs: 9)
    #expect(rehearsal.started == ["d[1]", "d[2]", "other", "d[3]", "d[4]", "d[5]"])
    #expect(rehearsal.finish.duration == .seconds(10))
    #expect(rehearsal.finish.counts == [.succeeded: 7])
  }

  @Test("the next one of a batch is no more urgent than its node says")
  func batchPriority() {
    let nodes = "[d]\nforeach = [1, 2]\nbatch_size = 1\npriority = 9\n[a]\ndepends_on = []\n[b]\ndepends_on = []"
    #expect(rehearse(nodes: nodes, jobs: 1).started == ["a", "b", "d[1]", "d[2]"])
    let other =
      "[d]\nforeach = [1, 2]\nbatch_size = 1\n[a]\ndepends_on = []\npriority = 6\n"
      + "[b]\ndepends_on = []\npriority = 4"
    let scripts = ["b": FakeWorld.Script(after: .seconds(3))]
    #expect(rehearse(nodes: other, scripts, jobs: 2).started == ["b", "d[1]", "d[2]", "a"])
  }

  // MARK: - Failures

  @Test("the first failure beyond the limit keeps the rest from starting; what runs is let finish")
  func exhausted() {
    let rehearsal = rehearse(
      nodes: "[d]\nforeach = [1, 2, 3, 4]\nbatch_size = 2\n[last]",
      ["d[1]": .fails, "d[2]": FakeWorld.Script(after: .seconds(5))])
    #expect(rehearsal.summary == "d failed, d[1] failed, d[2] succeeded, d[3] blocked, d[4] blocked, last blocked")
    #expect(rehearsal.reasons["d[4]"] == .instancesExhausted(of: "d"))
    #expect(rehearsal.reasons["d"] == .instancesFailed(1, of: 4, allowed: 0))
    #expect(rehearsal.reasons["last"] == .blockedBy(["d"]))
    #expect(rehearsal.finish.cause == 0 && rehearsal.finish.allowedFailures.isEmpty)
  }

  @Test("failures within the limit are allowed, and the node succeeds", arguments: ["1", "\"34%\""])
  func allowed(limit: String) {
    let rehearsal = rehearse(
      nodes: Self.three + "max_failures = \(limit)\n[last]\ndepends_on = \"d:success\"", ["d[b]": .fails])
    #expect(rehearsal.summary == "d succeeded, d[a] succeeded, d[b] failed, d[c] succeeded, last succeeded")
    #expect(rehearsal.finish.status == .succeeded && rehearsal.finish.allowedFailures == [1])
    #expect(rehearsal.reasons["d"] == .instancesFailed(1, of: 3, allowed: 1))
  }

  @Test("failures beyond the limit fail the node, and none of them was allowed")
  func beyond() {
    let rehearsal = rehearse(
      nodes: Self.three + "max_failures = 1\nbatch_size = 1\n[last]", ["d[a]": .fails, "d[b]": .fails])
    #expect(rehearsal.summary == "d failed, d[a] failed, d[b] failed, d[c] blocked, last blocked")
    #expect(rehearsal.finish.status == .failed && rehearsal.finish.cause == 1)
    #expect(rehearsal.finish.allowedFailures.isEmpty)
  }

  @Test("under continue, other nodes go on and the rest of the instances does not")
  func goesOn() {
    let rehearsal = rehearse(
      "[runbook]\non_failure = \"continue\"\n"
        + GraphCase.nodes(
          Self.three + "batch_size = 1\n[last]\n[other]\ndepends_on = []\n[next]\ndepends_on = [\"other\"]"),
      ["d[a]": .fails])
    #expect(
      rehearsal.summary
        == "d failed, d[a] failed, d[b] blocked, d[c] blocked, last blocked, next succeeded, other succeeded")
  }

  @Test("allow_failure is the node's, and with `item` each instance's own")
  func allowFailure() {
    let whole = rehearse(nodes: Self.three + "batch_size = 1\nallow_failure = true\n[last]", ["d[a]": .fails])
    #expect(whole.summary == "d failed, d[a] failed, d[b] blocked, d[c] blocked, last succeeded")
    #expect(whole.finish.status == .succeeded)
    let own = rehearse(nodes: Self.three + "allow_failure = \"{{ item == 'a' }}\"\n[last]", ["d[a]": .fails])
    #expect(own.summary == "d succeeded, d[a] failed, d[b] succeeded, d[c] succeeded, last succeeded")
  }

  @Test("a critical instance fails the node at once")
  func critical() {
    let nodes =
      Self.three + "max_failures = 2\ncritical = \"{{ item == 'b' }}\"\nbatch_size = 1\n[other]\ndepends_on = [\"d\"]"
    let text = "[runbook]\non_failure = \"continue\"\n" + GraphCase.nodes(nodes)
    #expect(rehearse(text, ["d[a]": .fails]).finish.status == .succeeded)
    #expect(
      rehearse(text, ["d[b]": .fails]).summary == "d failed, d[a] succeeded, d[b] failed, d[c] blocked, other blocked")
  }

  @Test("a run that is stopped by another failure blocks what has not started, and the node with it")
  func stopped() {
    let rehearsal = rehearse(
      nodes: "[d]\nforeach = [1, 2]\nbatch_size = 1\n[bad]\ndepends_on = []",
      ["bad": .fails, "d[1]": FakeWorld.Script(after: .seconds(3))])
    #expect(rehearsal.summary == "bad failed, d blocked, d[1] succeeded, d[2] blocked")
    #expect(rehearsal.reasons["d"] == .stopped(after: "bad"))
  }

  @Test("handlers answer the node's failure", arguments: ["depends_on = \"d:failure\"", "when = \"has_failed('d')\""])
  func handlers(keys: String) {
    let rehearsal = rehearse(nodes: Self.three + "[undo]\n\(keys)", ["d[b]": .fails])
    #expect(rehearsal.summary == "d failed, d[a] succeeded, d[b] failed, d[c] succeeded, undo succeeded")
    #expect(rehearse(nodes: Self.three + "[undo]\n\(keys)").summary.hasSuffix("undo skipped"))
  }

  @Test("lifting the node lifts its instances, and lifting all that failed of them lifts the node")
  func lifting() {
    let one = Self.three + "[undo]\nwhen = \"has_failed('d[b]')\""
    #expect(rehearse(nodes: one, ["d[b]": .fails]).summary.hasSuffix("undo succeeded"))
    #expect(rehearse(nodes: one, ["d[b]": .fails, "d[c]": .fails]).summary.hasSuffix("undo blocked"))
    let whole =
      Self.three + "[undo]\nwhen = \"has_failed('d')\"\nenv = { X = \"{{ nodes['d[b]'].stdout }}\" }\ndepends_on = []"
    #expect(rehearse(nodes: whole, ["d[b]": .fails]).summary.hasSuffix("undo succeeded"))
  }

  @Test("instances may be handlers themselves")
  func answering() {
    let rehearsal = rehearse(
      nodes: "[a]\n[undo]\nforeach = [1, 2]\nbatch_size = 1\ndepends_on = \"a:failure\"\n[tell]\ndepends_on = \"undo\"",
      ["a": .fails])
    #expect(rehearsal.summary == "a failed, tell succeeded, undo succeeded, undo[1] succeeded, undo[2] succeeded")
  }

  // MARK: - Skipping

  @Test("a condition with `item` is each instance's own, one without is the node's")
  func conditions() {
    let own = rehearse(nodes: Self.three + "when = \"item != 'b'\"\n[last]\ndepends_on = \"d:success\"")
    #expect(own.summary == "d succeeded, d[a] succeeded, d[b] skipped, d[c] succeeded, last succeeded")
    let whole = rehearse(nodes: "[x]\n" + Self.three + "when = \"nodes.x.exit_code > 0\"\n[last]")
    #expect(whole.summary == "d skipped, d[a] skipped, d[b] skipped, d[c] skipped, last succeeded, x succeeded")
    #expect(whole.reasons["d"] == .conditionFalse("nodes.x.exit_code > 0"))
    let skip = rehearse(nodes: Self.three + "skip = \"{{ index < 2 }}\"")
    #expect(skip.summary == "d succeeded, d[a] skipped, d[b] skipped, d[c] succeeded")
    #expect(rehearse(nodes: Self.three + "skip = true").reasons["d"] == .skipSet)
  }

  @Test("a skipped node with instances is transparent")
  func transparent() {
    let runbook =
      "[runbook]\non_failure = \"continue\"\n"
      + GraphCase.nodes("[x]\n" + Self.three + "skip = true\ndepends_on = \"x:failure\"\n[last]\ndepends_on = \"d\"")
    #expect(rehearse(runbook, ["x": .fails]).summary.hasSuffix("last blocked, x failed"))
    #expect(rehearse(runbook).summary.contains("last s"))
  }

  @Test("a condition that fails for one item fails that instance")
  func failingCondition() {
    let rehearsal = rehearse(
      nodes: "[x]\n[d]\nforeach = [0, 1]\nmax_failures = 1\nwhen = \"nodes.x.exit_code / item == 0\"")
    #expect(rehearsal.summary == "d succeeded, d[0] failed, d[1] succeeded, x succeeded")
  }

  // MARK: - The rest

  @Test("end nodes with instances run them together, after everything else")
  func endNodes() {
    let rehearsal = rehearse(
      nodes: "[clean]\nforeach = [1, 2]\nwhen = \"always()\"\n[tell]\nwhen = \"always()\"\n[a]", ["a": .fails])
    #expect(rehearsal.started == ["a", "clean[1]", "clean[2]", "tell"])
    #expect(rehearsal.finish.duration == .seconds(3))
    #expect(rehearsal.summary == "a failed, clean succeeded, clean[1] succeeded, clean[2] succeeded, tell succeeded")
  }

  @Test("a signal cancels what runs and the node with it")
  func cancelled() {
    let rehearsal = rehearse(
      GraphCase.nodes(Self.three + "batch_size = 2\n[last]"), ["d[a]": .endless(), "d[b]": .endless()],
      signals: [(.seconds(2), .interrupt)])
    #expect(rehearsal.summary == "d cancelled, d[a] cancelled, d[b] cancelled, d[c] blocked, last blocked")
    #expect(rehearsal.finish.status == .cancelled)
  }

  @Test("instances see their names at run time, and others read them and the node")
  func names() {
    let text = """
      [a]
      command = "x"
      [d]
      foreach = ["x", "y"]
      command = ["deploy", "{{ item }}{{ index }}{{ nodes.a.stdout }}"]
      [m]
      matrix = { os = ["linux"] }
      command = ["build", "{{ matrix.os }}{{ nodes.a.stdout }}"]
      [last]
      command = ["{{ nodes['d[y]'].stdout }}", "{{ nodes.d.status }}", "{{ nodes.d.duration }}", "{{ has_succeeded('d[x]') }}"]
      """
    let rehearsal = rehearse(
      text, ["a": FakeWorld.Script(stdout: "!"), "d[y]": FakeWorld.Script(after: .seconds(2), stdout: "why")])
    let commands = rehearsal.events.compactMap {
      if case .started(_, _, let action) = $0 { action.summary } else { nil }
    }
    #expect(commands == ["x", "deploy x0!", "deploy y1!", "build linux!", "why succeeded 2.0 true"])
  }

  @Test("questions wait their turn too")
  func questions() {
    let (plan, _) = Reading.plan("[ask]\nforeach = [1, 2, 3]\nbatch_size = 1\nprompt = \"{{ item }}?\"")
    var options = RunOptions(jobs: 1)
    options.approvesAll = true
    #expect(Rehearsal.run(plan, options: options).finish.counts == [.succeeded: 4])
    options = RunOptions(jobs: 1)
    options.hasTerminal = true
    let answers: [String: Answer] = ["ask[1]": .approved(fields: [:]), "ask[2]": .rejected]
    let rehearsal = Rehearsal.run(plan, answers: answers, options: options)
    #expect(rehearsal.summary == "ask failed, ask[1] succeeded, ask[2] failed, ask[3] blocked")
  }

  @Test("ten thousand instances run")
  func many() {
    let text =
      "[d]\nforeach = \"{{ range(10000) }}\"\nbatch_size = 3\nmax_failures = \"1%\"\ncommand = [\"x\", \"{{ item }}\"]\n"
    let failing = Dictionary(uniqueKeysWithValues: (0..<100).map { ("d[\($0 * 7)]", FakeWorld.Script.fails) })
    let rehearsal = rehearse(text, failing)
    #expect(rehearsal.finish.counts == [.succeeded: 9901, .failed: 100])
  }
}
