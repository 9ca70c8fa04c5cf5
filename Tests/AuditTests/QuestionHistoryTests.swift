import Planning
import Running
import TestSupport
import Testing
import Values

@testable import Audit

/// What records tell of questions and answers.
@Suite("The history of questions")
struct QuestionHistoryTests {
  private static let runbook = """
    [runbook]
    group = "ops"
    [ask]
    prompt = "Go?"
    approvers = ["ann", "bob"]
    min_approvals = 2
    not_requester = true
    fields = { VERSION = {}, COPIES = 2 }
    escalate = { after = "1h", to = "carl" }
    [work]
    command = "work"
    """

  private static func decision(_ name: String, _ id: Int, _ isApproval: Bool = true) -> Decision {
    Decision(
      node: "ask", isApproval: isApproval, person: Person(name: name, userID: id, host: "desk"), origin: .command,
      comment: "said", fields: ["VERSION": .string("7")])
  }

  /// The run that a rehearsal makes with these answers, which are recorded as `pyflow approve` records them.
  private static func run(_ decisions: [(at: Duration, decision: Decision)], wait: Duration = .seconds(9000)) throws
    -> RunHistory
  {
    let plan = Reading.plan(runbook).plan
    var encoder = AuditEncoder(plan: plan, run: AuditSample.runs[0])
    var bodies =
      [encoder.runStarted(AuditSample.identity(), digest: .zero, options: RunOptions(jobs: 1))] + encoder.runPlan()
    var options = RunOptions(jobs: 1)
    options.approvalWait = wait
    let events = Rehearsal.run(plan, decisions: decisions, options: options).events
    for event in events {
      switch event {
      case .approvalGranted(let grant): bodies.append(AuditDecision.body(of: grant.decision, run: encoder.run))
      case .approvalRejected(_, let decision), .approvalRefused(_, let decision, _):
        bodies.append(AuditDecision.body(of: decision, run: encoder.run))
      default: break
      }
      if let body = encoder.body(of: event) { bodies.append(Array(body)) }
    }
    var reader = HistoryReader()
    for line in AuditSample.lines(bodies) { reader.add(line.dropLast()) }
    return try #require(reader.runs.first)
  }

  @Test("a question is open until enough have approved, by the rule that was recorded")
  func open() throws {
    let run = try Self.run([(at: .seconds(1), decision: Self.decision("ann", 1))])
    #expect(run.status == "waiting" && run.requester?.userID == 1000)
    let waiting = try #require(run.waiting.first)
    #expect(waiting.node == "ask" && waiting.hasEnded && waiting.question.text == "Go?")
    #expect(waiting.question.who == "2 of ann, bob, carl, not the requester" && waiting.question.isEscalated)
    #expect(waiting.question.rule?.fields.map(\.name) == ["VERSION", "COPIES"])
    #expect(waiting.question.approvals.map(\.person.name) == ["ann"])
    let objections = [("ann", 1), ("bob", 2), ("carl", 3), ("dora", 4)].map { name, id in
      waiting.objection(toApproval: true, by: Person(name: name, userID: id))?.code ?? "none"
    }
    #expect(objections == ["twice", "none", "none", "approvers"])
    #expect(waiting.objection(toApproval: true, by: Person(name: "bob", userID: 1000)) == .isRequester)
    #expect(waiting.objection(toApproval: false, by: Person(name: "ann", userID: 1)) == nil)
  }

  @Test("a run that goes on asks the system which groups those are in who have answered")
  func identified() throws {
    let run = try Self.run([(at: .seconds(1), decision: Self.decision("ann", 1))])
    let past = run.past([:]) { Person(name: "ann-\($0)", userID: $0, groups: ["ops"]) }
    let decision = try #require(past.nodes["ask"]?.decisions.first)
    #expect(decision.person.name == "ann-1" && decision.person.groups == ["ops"] && decision.person.host == "desk")
    #expect(past.nodes["ask"]?.isEscalated == true)
  }

  @Test("it is settled by enough approvals, or one rejection")
  func settled() throws {
    let granted = try Self.run([
      (at: .seconds(1), decision: Self.decision("ann", 1)), (at: .seconds(2), decision: Self.decision("bob", 2)),
    ])
    #expect(granted.status == "succeeded" && granted.waiting.isEmpty && granted.nodes[0].person == "ann, bob")
    let rejected = try Self.run([
      (at: .seconds(1), decision: Self.decision("ann", 1)), (at: .seconds(2), decision: Self.decision("bob", 2, false)),
    ])
    #expect(rejected.status == "failed" && rejected.waiting.isEmpty && rejected.nodes[0].person == "ann, bob")
  }

  @Test("an answer that the run did not believe does not count")
  func refused() throws {
    let run = try Self.run([
      (at: .seconds(1), decision: Self.decision("eve", 9)), (at: .seconds(2), decision: Self.decision("eve", 9, false)),
    ])
    #expect(run.waiting.first?.question.decisions.isEmpty == true)
  }

  @Test("an answer is the same after a way through the file")
  func decoded() throws {
    var decision = Self.decision("root", 0)
    decision.person.sudoUser = "ann"
    decision.person.sudoUserID = 1
    let line = AuditSample.lines([AuditDecision.body(of: decision, run: "R")])[0]
    let record = try #require(AuditRecord(line.dropLast()))
    #expect(Decision(record) == decision)
  }

  @Test("a run that has not ended goes on or is orphaned, as its lock tells")
  func shownStatus() throws {
    var reader = HistoryReader()
    for line in AuditSample.shortRun.dropLast() { reader.add(line.dropLast()) }
    let run = try #require(reader.runs.first)
    #expect(run.shownStatus(isAlive: true) == "running" && run.shownStatus(isAlive: false) == "orphaned")
    #expect(run.shownStatus(isAlive: nil) == "unfinished")
  }

  @Test("runs are named by the shortest beginnings that tell them apart")
  func prefixes() {
    let ids = ["01AAAAAAAAAA", "01AAAAAAAAAB", "01B000000000"]
    #expect(
      RunPrefix.unique(ids) == [
        "01AAAAAAAAAA": "01AAAAAAAAAA", "01AAAAAAAAAB": "01AAAAAAAAAB", "01B000000000": "01B00000",
      ])
    #expect(RunPrefix.unique([]).isEmpty && RunPrefix.unique(["01ABCDEFGHIJ"]) == ["01ABCDEFGHIJ": "01ABCDEF"])
  }
}
