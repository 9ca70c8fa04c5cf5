import Planning
import Reports
import Running
import TestSupport
import Testing
import Values

/// What people see of questions and answers.
@Suite("Progress of approvals")
struct QuestionViewTests {
  private static let runbook = """
    [runbook]
    group = "ops"
    [go]
    prompt = "Ship it?"
    approvers = ["tester", "bob"]
    min_approvals = 2
    fields = { VERSION = { description = "what", choices = ["v1", "v2"] } }
    """
  private static let bob = Person(name: "bob", userID: 2)

  private static func options(isLive: Bool) -> ProgressOptions {
    var options = ProgressOptions()
    options.isLive = isLive
    options.approval = "pyflow approve deploy.toml R"
    return options
  }

  private static func decision(_ isApproval: Bool, _ comment: String? = nil, fields: ValueMap = [:]) -> Decision {
    Decision(node: "go", isApproval: isApproval, person: bob, origin: .command, comment: comment, fields: fields)
  }

  @Test("on a pipe tells who may approve, by which command, and who has")
  func pipe() {
    let text = ReportSample.progress(
      Self.runbook.replacing("\"tester\", ", with: "").replacing("min_approvals = 2", with: ""),
      decisions: [
        (at: .seconds(1), decision: Self.decision(true)),
        (at: .seconds(2), decision: Self.decision(true, "looks\ngood", fields: ["VERSION": .string("v2")])),
      ], options: Self.options(isLive: false))
    #expect(
      text == """
        ? go: Ship it?
          may approve: bob · pyflow approve deploy.toml R go
        warning: the approval of go by bob does not count: its fields are not filled in as they must be
          go approved by bob with VERSION=v2: looks good
        ✓ go (2.00s)
        succeeded in 2.00s: 1 succeeded
          run 01TESTA000000000000000000A · deploy.audit.jsonl

        """)
  }

  @Test("at a terminal asks for the answer, then for each field, and withdraws what others have answered")
  func live() throws {
    let plan = Reading.plan(Self.runbook).plan
    guard case .question(let question)? = plan.nodes.first?.action else { return }
    let asked = Question(text: "Ship it?", approval: question.approval)
    var view = ProgressView(plan: plan, options: Self.options(isLive: true))
    let now = Instant(nanoseconds: 0)
    func show(_ event: RunEvent) -> String {
      view.text(for: [event], at: now).replacing("\r\u{1B}[K", with: "<erased>")
    }
    #expect(
      show(.approvalRequested(ApprovalRequest(node: 0, question: asked, audience: .terminal)))
        == "? go: Ship it? [y/N] ")
    #expect(
      show(.fieldAsked(node: 0, question.approval.fields[0], refusal: nil))
        == "  what\n  1) v1\n  2) v2\n? go: VERSION (1-2): ")
    #expect(
      show(.fieldAsked(node: 0, question.approval.fields[0], refusal: "no such choice"))
        == "  no such choice\n? go: VERSION (1-2): ")
    var typed = Self.decision(true)
    typed.origin = .terminal
    #expect(
      show(.approvalGranted(ApprovalGrant(node: 0, decision: typed, count: 1, needed: 2)))
        == "  go 1 of 2 approved by bob\n[0/1] go waits for approval 0s")
    #expect(
      show(.approvalRejected(node: 0, Self.decision(false))) == "<erased>  go rejected by bob\n")
  }

  @Test("a question that somebody else has answered is erased, with what was typed of its answer")
  func withdrawn() {
    let plan = Reading.plan(Self.runbook).plan
    var view = ProgressView(plan: plan, options: Self.options(isLive: true))
    let now = Instant(nanoseconds: 0)
    let request = ApprovalRequest(node: 0, question: Question(text: "Ship it?"), audience: .terminal)
    _ = view.text(for: [.approvalRequested(request)], at: now)
    let events: [RunEvent] = [
      .approvalGranted(ApprovalGrant(node: 0, decision: Self.decision(true))), .approvalWithdrawn(node: 0),
    ]
    #expect(view.text(for: events, at: now) == "\r\u{1B}[K  go approved by bob\n")
  }

  @Test("a long silence is explained")
  func silence() {
    let plan = Reading.plan(Self.runbook).plan
    var view = ProgressView(plan: plan, options: ProgressOptions())
    let start = Instant(nanoseconds: 0)
    let request = ApprovalRequest(node: 0, question: Question(text: "Ship it?"))
    _ = view.text(for: [.approvalRequested(request)], at: start)
    #expect(view.idleText(at: start.advanced(by: .seconds(60))) == "  go waits for approval (1m)\n")
  }

  @Test("what is asked about after it was done is shown before the question, and once")
  func afterwards() {
    let text = ReportSample.progress(
      "[go]\ncommand = \"x\"\nprompt_after = \"Fine?\"", scripts: ["go": FakeWorld.Script(stdout: "made\n")],
      answers: ["go": .approved(fields: [:])])
    #expect(
      text == """
        ▸ go: x
          │ made
        ? go: Fine?
          go approved by tester
        ✓ go (1.00s)
        succeeded in 2.00s: 1 succeeded
          run 01TESTA000000000000000000A · deploy.audit.jsonl

        """)
  }
}
