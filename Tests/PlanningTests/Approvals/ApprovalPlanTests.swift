import TestSupport
import Testing
import Text
import Values

@testable import Planning

/// Approvals in a plan.
@Suite("Approvals in a plan")
struct ApprovalPlanTests {
  private static let runbook = """
    [runbook]
    group = "{{ TEAM }}"
    [runbook.environments.prod]
    requires_approval = { approvers = "group:{{ TEAM }}", min_approvals = 2, timeout = "1h", prompt = "Sure?" }
    [runbook.environments.dev]
    requires_approval = false
    [variables]
    TEAM = "ops"
    [first]
    command = "x"
    [go]
    prompt = "Go?"
    approvers = ["ann", "group:{{ TEAM }}"]
    not_requester = "{{ TEAM == 'ops' }}"
    escalate = { after = "15m", to = ["boss"] }
    [go.fields]
    COPIES = { type = "int", min = 1, max = 9, default = 2 }
    NOTE = { required = false, pattern = "[a-z]+", description = "why" }
    COLOUR = { choices = ["red", "blue"] }
    [free]
    command = "x"
    depends_on = []
    prompt_before = "Start {{ TEAM }}?"
    prompt_after = "Fine: {{ result.stdout }}?"
    [undo]
    command = "x"
    when = "has_failed('free')"
    depends_on = []
    [last]
    command = "x"
    when = "always()"
    """

  private static func approval(_ plan: Plan, _ id: String) throws -> PlanApproval {
    let node = plan.nodes[try #require(plan.index(of: id))]
    guard case .question(let question) = node.action else { throw MissingQuestion() }
    return question.approval
  }

  struct MissingQuestion: Error {}

  @Test("have their names filled in, and are the same after a way through JSON")
  func json() throws {
    let (plan, diagnostics) = Reading.plan(Self.runbook)
    #expect(diagnostics.items.isEmpty)
    #expect(plan.settings.group == "ops")
    let approval = try Self.approval(plan, "go")
    #expect(approval.approvers == [.user("ann"), .group("ops")] && approval.excludesRequester)
    #expect(approval.escalation == PlanApproval.Escalation(after: .seconds(900), approvers: [.user("boss")]))
    var stream = JSONStream()
    stream.beginObject()
    approval.encode(to: &stream)
    stream.endObject()
    let map = try #require(try JSONReader.read(stream.bytes[...]).map)
    let read = try #require(PlanApproval(map))
    #expect(read.approvers == approval.approvers && read.minimum == 1 && read.excludesRequester)
    #expect(read.escalation == approval.escalation)
    for (field, other) in zip(approval.fields, read.fields) {
      #expect(field.prompt == other.prompt && field.explanation == other.explanation)
      for line in ["", "1", "2", "10", "abc", "ABC", "red"] { #expect(field.reply(to: line) == other.reply(to: line)) }
    }
    #expect(read.fields.map(\.name) == ["COPIES", "NOTE", "COLOUR"])
  }

  @Test(
    "an object of another form is no rule",
    arguments: ["{\"approvers\":[1]}", "{\"approvers\":[\"\"]}", "{\"fields\":{\"A\":{}}}"])
  func noRule(_ text: String) throws {
    #expect(PlanApproval(try #require(try JSONReader.read(text).map)) == nil)
  }

  @Test("before a whole run stand first, and what depends on nothing waits for them")
  func gate() throws {
    let plan = Reading.plan(Self.runbook, environment: "prod").plan
    #expect(plan.gate == 0 && plan.nodes[0].id == "@prod")
    let gate = try Self.approval(plan, "@prod")
    #expect(gate.text() == "2 of group:ops" && gate.isGate)
    #expect(plan.nodes[0].summary == "Sure?" && plan.nodes[0].timeout?.literal == .seconds(3600))
    let onGate = plan.nodes.filter { $0.entries.contains { $0.target == 0 } }.map(\.id)
    #expect(onGate == ["first", "free", "undo"])
  }

  @Test("are no part of a run with another environment, or none", arguments: ["dev", "other", nil] as [String?])
  func noGate(environment: String?) {
    let plan = Reading.plan(Self.runbook, environment: environment).plan
    #expect(plan.gate == nil && plan.nodes.first?.id == "first")
  }

  @Test("cannot be left out where they stand before a whole run")
  func selection() {
    let plan = Reading.plan(Self.runbook, environment: "prod").plan
    var selection = Selection()
    selection.only = ["first"]
    var diagnostics = Diagnostics()
    let chosen = plan.selecting(selection, into: &diagnostics).nodes.filter { !$0.isLeftOut }.map(\.id)
    #expect(diagnostics.items.isEmpty && chosen == ["@prod", "first", "last"])
    selection.skip = ["@prod"]
    _ = plan.selecting(selection, into: &diagnostics)
    #expect(
      DiagnosticRenderer(format: .text).render(diagnostics) == """
        --skip @prod: error: `@prod` stands before the whole run and cannot be left out [selection.gate]
            = hint: somebody who may has to approve: pyflow approve

        """)
  }

  @Test("are never weaker than written: what only the run would tell is refused")
  func late() {
    let text = """
      [runbook]
      group = "ops"
      [list]
      command = "list"
      [ask]
      foreach = "{{ nodes.list.json }}"
      prompt = "Go to {{ item }}?"
      approvers = ["{{ item }}"]
      min_approvals = "{{ index }}"
      not_requester = "{{ item == 'x' }}"
      """
    #expect(
      Reading.problems(text) == """
        deploy.toml:8:15: error: `approvers` must be known before the run [plan.needs-run]
          8 | approvers = ["{{ item }}"]
            |               ^^^^^^^^^^
             = hint: use only variables in it
        deploy.toml:9:18: error: `min_approvals` must be known before the run [plan.needs-run]
          9 | min_approvals = "{{ index }}"
            |                  ^^^^^^^^^^^
             = hint: use only variables in it
        deploy.toml:10:18: error: `not_requester` must be known before the run [plan.needs-run]
          10 | not_requester = "{{ item == 'x' }}"
             |                  ^^^^^^^^^^^^^^^^^
              = hint: use only variables in it

        """)
  }

  @Test("whose names are not known yet name nobody")
  func unknownNames() throws {
    let text =
      "[runbook]\ngroup = \"ops\"\n[variables]\nLEAD = { required = true }\n[ask]\nprompt = \"Go?\"\napprovers = [\"{{ LEAD }}\"]\n"
    let approval = try Self.approval(Reading.plan(text, demandsAll: false).plan, "ask")
    #expect(approval.approvers == [.user("{{ LEAD }}")])
  }

  @Test("that cannot be given are reported")
  func problems() {
    let text = """
      [runbook]
      group = "ops"
      [runbook.environments.prod]
      requires_approval = { approvers = ["ann"], min_approvals = 2, approver = "x" }
      [variables]
      N = 0
      WHO = "ann"
      [a]
      prompt = "Go?"
      approvers = ["ann", "{{ WHO }}", "group:", "{{ nodes.b.stdout }}"]
      min_approvals = "{{ N }}"
      [b]
      command = "x"
      depends_on = []
      [c]
      prompt = "Go?"
      approvers = "ann"
      min_approvals = 3
      escalate = { after = "1h", to = ["bob", "ann"] }
      """
    #expect(
      Reading.problems(text) == """
        deploy.toml:4:60: error: 2 approvals are needed, and only 1 user is named [plan.approval]
          4 | requires_approval = { approvers = ["ann"], min_approvals = 2, approver = "x" }
            |                                                            ^
             = hint: name more users or a group, or lower `min_approvals`
        deploy.toml:4:63: error: unknown key `approver` in `requires_approval` [runbook.unknown-key]
          4 | requires_approval = { approvers = ["ann"], min_approvals = 2, approver = "x" }
            |                                                               ^^^^^^^^
             = hint: did you mean `approvers`?
        deploy.toml:10:21: error: `ann` is named twice [plan.approval]
          10 | approvers = ["ann", "{{ WHO }}", "group:", "{{ nodes.b.stdout }}"]
             |                     ^^^^^^^^^^^
              = hint: remove one of them
        deploy.toml:10:34: error: `approvers` must be the name of a user, or "group:NAME", not `group:` [plan.value]
          10 | approvers = ["ann", "{{ WHO }}", "group:", "{{ nodes.b.stdout }}"]
             |                                  ^^^^^^^^
        deploy.toml:10:45: error: `approvers` must be known before the run [plan.needs-run]
          10 | approvers = ["ann", "{{ WHO }}", "group:", "{{ nodes.b.stdout }}"]
             |                                             ^^^^^^^^^^^^^^^^^^^^
              = hint: use only variables in it
        deploy.toml:11:17: error: `min_approvals` must be at least 1, not `0` [plan.value]
          11 | min_approvals = "{{ N }}"
             |                 ^^^^^^^^^
        deploy.toml:18:17: error: 3 approvals are needed, and only 2 users are named [plan.approval]
          18 | min_approvals = 3
             |                 ^
              = hint: name more users or a group, or lower `min_approvals`
        deploy.toml:19:41: error: `ann` is named twice [plan.approval]
          19 | escalate = { after = "1h", to = ["bob", "ann"] }
             |                                         ^^^^^
              = hint: remove one of them

        """)
  }
}
