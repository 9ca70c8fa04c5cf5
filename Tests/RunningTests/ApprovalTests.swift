import Running
import TestSupport
import Testing

@Suite("Approvals")
struct ApprovalTests {
  private static let runbook = """
    [build]
    command = "work"
    [approve]
    prompt_after = "Deploy {{ nodes.build.stdout }}?"
    timeout = "1h"
    [deploy]
    command = "work"
    [docs]
    command = "work"
    depends_on = ["build"]
    """

  private func rehearse(_ answer: Answer?, terminal: Bool = true, approvesAll: Bool = false) -> Rehearsal {
    var options = RunOptions(jobs: 4)
    options.hasTerminal = terminal
    options.approvesAll = approvesAll
    return Rehearsal.run(
      Reading.plan(Self.runbook).plan, scripts: ["build": FakeWorld.Script(stdout: "v7\n")],
      answers: answer.map { ["approve": $0] } ?? [:], options: options)
  }

  @Test("an approval lets it go on")
  func approved() {
    let rehearsal = rehearse(.approved(fields: [:]))
    #expect(rehearsal.summary == "approve succeeded, build succeeded, deploy succeeded, docs succeeded")
    let questions = rehearsal.events.compactMap { event in
      if case .approvalRequested(let request) = event { request.question.text } else { nil }
    }
    #expect(questions == ["Deploy v7?"])
  }

  @Test("a rejection is a failure")
  func rejected() {
    let rehearsal = rehearse(.rejected)
    #expect(rehearsal.summary == "approve failed, build succeeded, deploy blocked, docs succeeded")
    #expect(rehearsal.reasons["approve"] == .rejected(by: "tester"))
  }

  @Test("without a terminal the run ends waiting, when nothing else can run")
  func waiting() {
    let rehearsal = rehearse(nil, terminal: false)
    #expect(rehearsal.summary == "approve waiting, build succeeded, deploy pending, docs succeeded")
    #expect(rehearsal.finish.status == .waiting)
  }

  @Test("so it does when the input ends")
  func inputEnds() {
    #expect(rehearse(.unavailable).finish.status == .waiting)
  }

  @Test("--yes approves, and says so")
  func approvesAll() {
    let rehearsal = rehearse(nil, terminal: false, approvesAll: true)
    #expect(rehearsal.finish.status == .succeeded)
    let people = rehearsal.events.compactMap {
      if case .approvalGranted(let grant) = $0 { grant.decision.by } else { nil }
    }
    #expect(people == ["tester (--yes)"])
  }

  @Test("a timeout never approves")
  func timeout() {
    let rehearsal = rehearse(nil)
    #expect(rehearsal.reasons["approve"] == .approvalTimedOut("1h"))
    #expect(rehearsal.statuses["deploy"] == .blocked)
  }

  @Test("in sequential mode a question holds the only place")
  func sequential() {
    var options = RunOptions(jobs: 4)
    options.hasTerminal = false
    let plan = Reading.plan(
      "[runbook]\nmode = \"sequential\"\n[ask]\nprompt = \"Go?\"\n[other]\ncommand = \"work\"\ndepends_on = []"
    ).plan
    let rehearsal = Rehearsal.run(plan, options: options)
    #expect(rehearsal.summary == "ask waiting, other ready")
    #expect(rehearsal.finish.status == .waiting)
  }
}
