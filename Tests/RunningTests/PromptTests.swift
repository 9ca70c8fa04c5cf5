import Planning
import Running
import TestSupport
import Testing

/// Questions about nodes that do something: before they start, and after they have succeeded.
@Suite("Prompts around nodes")
struct PromptTests {
  private static let person = Person(name: "bob", userID: 2)

  private static func decision(
    _ node: String, _ isApproval: Bool, _ moment: ApprovalRequest.Moment? = nil
  ) -> Decision {
    Decision(node: node, moment: moment, isApproval: isApproval, person: person, origin: .command)
  }

  private static func rehearse(
    _ text: String, _ decisions: [(at: Duration, decision: Decision)] = [], scripts: [String: FakeWorld.Script] = [:],
    jobs: Int = 4, environment: String? = nil, change: (inout RunOptions) -> Void = { _ in }
  ) -> Rehearsal {
    var options = RunOptions(jobs: jobs)
    options.approvalWait = .seconds(3600)
    change(&options)
    return Rehearsal.run(
      Reading.plan(text, environment: environment).plan, scripts: scripts, decisions: decisions, options: options)
  }

  private static let before = "[a]\ncommand = \"work\"\nprompt_before = \"Start?\"\nrollback = \"undo\"\n"

  @Test("a yes before a node starts it; it holds no place meanwhile")
  func approvedBefore() {
    let rehearsal = Self.rehearse(
      Self.before + "[b]\ncommand = \"work\"\ndepends_on = []",
      [(at: .seconds(10), decision: Self.decision("a", true, .before))],
      jobs: 1)
    #expect(rehearsal.started == ["b", "a"] && rehearsal.finish.duration == .seconds(11))
  }

  @Test("a no before a node fails it, and nothing has to be undone")
  func rejectedBefore() {
    let rehearsal = Self.rehearse(Self.before, [(at: .seconds(1), decision: Self.decision("a", false, .before))])
    #expect(rehearsal.started.isEmpty && rehearsal.finish.status == .failed)
    #expect(rehearsal.reasons["a"] == .rejected(by: "bob"))
  }

  @Test("a node is asked about once, however often it is tried")
  func retried() {
    let rehearsal = Self.rehearse(
      Self.before + "retry = { attempts = 3, jitter = false }",
      [(at: .seconds(1), decision: Self.decision("a", true, .before))],
      scripts: ["a#1": FakeWorld.Script(.exited(1))])
    #expect(rehearsal.started == ["a", "a"] && rehearsal.finish.status == .succeeded)
  }

  @Test("locks and pools are taken after the yes, not while a person thinks")
  func locks() {
    let text = """
      [runbook]
      pools = { api = 1 }
      [a]
      command = "work"
      prompt_before = "Start?"
      lock = "db"
      pool = "api"
      [b]
      command = "work"
      depends_on = []
      lock = "db"
      pool = "api"
      """
    let rehearsal = Self.rehearse(text, [(at: .seconds(10), decision: Self.decision("a", true, .before))])
    #expect(rehearsal.started == ["b", "a"] && rehearsal.finish.status == .succeeded)
  }

  private static let after = """
    [a]
    command = "work"
    timeout = "5s"
    outputs = { word = "{{ result.stdout }}" }
    prompt_after = "Is {{ result.stdout }} right?"
    rollback = "undo"
    rollback_on = "success"
    [b]
    command = "echo {{ nodes.a.outputs.word }}"
    """

  @Test("a yes after a node lets others go on, with what it made; its time is its work's")
  func approvedAfter() {
    let rehearsal = Self.rehearse(
      Self.after, [(at: .seconds(100), decision: Self.decision("a", true, .after))],
      scripts: ["a": FakeWorld.Script(stdout: "this")])
    #expect(rehearsal.summary == "a succeeded, b succeeded")
    let finishes = rehearsal.events.compactMap { if case .finished(let finish) = $0 { finish } else { nil } }
    #expect(finishes.map(\.duration) == [.seconds(1), .seconds(1)])
    let questions = rehearsal.events.compactMap { event in
      if case .approvalRequested(let request) = event { request.question.text } else { nil }
    }
    #expect(questions == ["Is this right?"])
    #expect(finishes.first?.result?.ending == .exited(0))
  }

  @Test("a no after a node fails it, and what it did is undone")
  func rejectedAfter() {
    let rehearsal = Self.rehearse(
      Self.after, [(at: .seconds(100), decision: Self.decision("a", false, .after))],
      scripts: ["a": FakeWorld.Script(stdout: "this")])
    #expect(rehearsal.summary == "a failed, b blocked" && rehearsal.reasons["a"] == .rejected(by: "bob"))
    #expect(rehearsal.started == ["a", "a!rollback"] && rehearsal.finish.status == .rolledBack)
  }

  @Test("an answer to the first question is none to the second")
  func otherMoment() {
    let text = "[a]\ncommand = \"work\"\nprompt_before = \"Start?\"\nprompt_after = \"Fine?\"\n"
    let rehearsal = Self.rehearse(
      text,
      [
        (at: .seconds(1), decision: Self.decision("a", true, .before)),
        (at: .seconds(5), decision: Self.decision("a", true, .before)),
      ])
    #expect(rehearsal.finish.status == .waiting)
    #expect(rehearsal.events.contains { if case .approvalRefused(_, _, .isLate) = $0 { true } else { false } })
  }

  @Test("nobody is asked about a node that failed")
  func failed() {
    let rehearsal = Self.rehearse(Self.after, scripts: ["a": FakeWorld.Script(.exited(1))])
    #expect(!rehearsal.events.contains { if case .approvalRequested = $0 { true } else { false } })
  }

  @Test("a signal while a person thinks cancels the node, and undoes it")
  func signal() {
    var options = RunOptions(jobs: 4)
    options.approvalWait = .seconds(60)
    let rehearsal = Rehearsal.run(
      Reading.plan(Self.after).plan, signals: [(at: .seconds(9), signal: .interrupt)], options: options)
    #expect(rehearsal.statuses["a"] == .cancelled && rehearsal.started == ["a", "a!rollback"])
  }

  @Test("without anybody to ask the run waits; --yes answers")
  func nobody() {
    let waiting = Self.rehearse(Self.before) { $0.approvalWait = .zero }
    #expect(waiting.finish.status == .waiting && waiting.started.isEmpty)
    let answered = Self.rehearse(
      Self.before + Self.after.replacing("[a]", with: "[c]").replacing("nodes.a", with: "nodes.c")
    ) {
      $0.approvesAll = true
    }
    #expect(answered.finish.status == .succeeded)
  }

  @Test("one at a time means that a question takes its turn")
  func sequential() {
    let text =
      "[runbook]\nmode = \"sequential\"\n" + Self.before
      + Self.after.replacing("[a]", with: "[c]")
      .replacing("nodes.a", with: "nodes.c") + "\n[d]\ncommand = \"work\"\ndepends_on = []"
    let rehearsal = Self.rehearse(
      text,
      [
        (at: .seconds(10), decision: Self.decision("a", true, .before)),
        (at: .seconds(20), decision: Self.decision("c", true, .after)),
      ])
    #expect(rehearsal.started == ["a", "c", "b", "d"])
    #expect(rehearsal.finish.status == .succeeded && rehearsal.finish.duration == .seconds(22))
  }

  @Test("a question whose text cannot be made fails the node", arguments: ["prompt_before", "prompt_after"])
  func unreadable(key: String) {
    let rehearsal = Self.rehearse("[a]\ncommand = \"work\"\n\(key) = \"{{ env.NOT_THERE }}?\"")
    #expect(rehearsal.finish.status == .failed)
  }

  // MARK: - Around a runbook

  /// A node that runs a runbook with an approval in it.
  private static func nested(_ decisions: [(at: Duration, decision: Decision)]) -> Rehearsal {
    let outer = """
      [site]
      runbook = "site.toml"
      prompt_before = "Start?"
      prompt_after = "Fine?"
      [tell]
      command = "work"
      """
    let inner = "[copy]\ncommand = \"work\"\nrollback = \"undo\"\n[ask]\nprompt = \"Copied?\"\n"
    var options = RunOptions(jobs: 4)
    options.approvalWait = .seconds(3600)
    return Rehearsal.run(
      Reading.plan(outer, files: ["site.toml": inner]).plan, decisions: decisions, options: options)
  }

  @Test("a node that runs a runbook is asked about before and after, and approvals inside have its name before theirs")
  func runbookApproved() {
    let rehearsal = Self.nested([
      (at: .seconds(10), decision: Self.decision("site", true, .before)),
      (at: .seconds(20), decision: Self.decision("site/ask", true)),
      (at: .seconds(30), decision: Self.decision("site", true, .after)),
    ])
    #expect(rehearsal.finish.status == .succeeded && rehearsal.started == ["site/copy", "tell"])
    #expect(rehearsal.finish.duration == .seconds(31))
  }

  @Test("what a runbook did that is not accepted is undone")
  func runbookRejected() {
    let rehearsal = Self.nested([
      (at: .seconds(10), decision: Self.decision("site", true, .before)),
      (at: .seconds(20), decision: Self.decision("site/ask", true)),
      (at: .seconds(30), decision: Self.decision("site", false, .after)),
    ])
    #expect(rehearsal.finish.status == .rolledBack)
    #expect(rehearsal.started == ["site/copy", "site/copy!rollback"] && rehearsal.statuses["tell"] == .blocked)
  }

  @Test("an approval that is missing inside lets the run end waiting")
  func runbookWaits() {
    let rehearsal = Self.nested([(at: .seconds(10), decision: Self.decision("site", true, .before))])
    #expect(rehearsal.finish.status == .waiting && rehearsal.finish.duration == .seconds(10 + 1 + 3600))
  }

  // MARK: - Before a whole run

  private static let gated = """
    [runbook.environments.prod]
    requires_approval = true
    [a]
    command = "work"
    [undo]
    command = "work"
    when = "failure()"
    [handler]
    command = "work"
    depends_on = ["a:failure"]
    [free]
    command = "work"
    depends_on = []
    """

  @Test("an approval before a whole run is waited for by everything, and --yes does not give it")
  func gate() {
    let rehearsal = Self.rehearse(
      Self.gated, [(at: .seconds(5), decision: Self.decision("@prod", true))], environment: "prod"
    ) { $0.approvesAll = true }
    #expect(rehearsal.started == ["a", "free"] && rehearsal.finish.duration == .seconds(6))
  }

  @Test("after its rejection nothing runs, not even what answers failures")
  func gateRejected() {
    let rehearsal = Self.rehearse(
      Self.gated, [(at: .seconds(5), decision: Self.decision("@prod", false))], environment: "prod")
    #expect(rehearsal.started.isEmpty && rehearsal.finish.status == .failed)
    #expect(rehearsal.summary == "@prod failed, a blocked, free blocked, handler blocked, undo blocked")
  }
}
