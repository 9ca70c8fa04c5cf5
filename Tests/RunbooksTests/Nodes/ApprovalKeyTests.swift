import Runbooks
import Testing

/// The keys of Manual nodes, and what else asks people.
@Suite("The keys of approvals")
struct ApprovalKeyTests {
  @Test("are read as they are written")
  func keys() throws {
    let (runbook, diagnostics) = RunbookReading.read(
      """
      [runbook]
      group = "ops"
      [a]
      prompt = "Go?"
      approvers = "ann"
      min_approvals = 1
      not_requester = true
      fields = { VERSION = { pattern = "v.*" }, COPIES = 2 }
      escalate = { after = 60, to = ["bob", "group:ops"] }
      on_timeout = "reject"
      timeout = "1h"
      [b]
      command = "x"
      prompt_before = "Start?"
      prompt_after = " "
      """)
    #expect(diagnostics.items.isEmpty)
    guard case .manual(let manual)? = runbook.nodes.first?.action else { return #expect(Bool(false)) }
    #expect(manual.approval.approvers.map(\.name.literal) == ["ann"])
    #expect(manual.approval.fields.map(\.name) == ["VERSION", "COPIES"])
    #expect(manual.approval.fields.map(\.isRequired) == [true, false])
    #expect(manual.approval.escalation?.after.literal == .seconds(60))
    #expect(runbook.nodes[1].promptBefore?.literal == "Start?" && runbook.nodes[1].promptAfter == nil)
  }

  @Test("that cannot be meant are refused, with their places")
  func refused() {
    let text = """
      [runbook]
      group = "ops"
      [a]
      prompt = "Go?"
      approvers = []
      min_approvals = 0
      escalate = { after = 0, whom = "x" }
      [a.fields]
      SIZE = { type = "int", pattern = "x", required = true, default = 1 }
      KEY = { secret = true }
      COLOUR = { choices = ["red"], default = "blue" }
      "a-b" = 1
      [b]
      prompt = "Go?"
      prompt_before = "Sure?"
      escalate = { after = "1h", to = "ann" }
      [c]
      approvers = "ann"
      prompt = "Go?"
      escalate = { after = 0, to = "bob" }
      """
    #expect(
      RunbookReading.problems(text) == """
        deploy.toml:5:13: error: `approvers` must not be empty [runbook.value]
          5 | approvers = []
            |             ^^
        deploy.toml:6:17: error: `min_approvals` must be at least 1, not `0` [runbook.value]
          6 | min_approvals = 0
            |                 ^
        deploy.toml:7:1: error: `escalate` needs the key `to` [runbook.missing-key]
          7 | escalate = { after = 0, whom = "x" }
            | ^^^^^^^^
             = hint: add `to = …`
        deploy.toml:7:25: error: unknown key `whom` in `escalate` [runbook.unknown-key]
          7 | escalate = { after = 0, whom = "x" }
            |                         ^^^^
             = hint: there are after, to, notify
        deploy.toml:9:24: error: `pattern` needs a string, which field `SIZE` is not [runbook.variable]
          9 | SIZE = { type = "int", pattern = "x", required = true, default = 1 }
            |                        ^^^^^^^
        deploy.toml:9:39: error: field `SIZE` is required and has a default [runbook.variable]
          9 | SIZE = { type = "int", pattern = "x", required = true, default = 1 }
            |                                       ^^^^^^^^
             = hint: remove one of the two
        deploy.toml:10:9: error: unknown key `secret` in field `KEY` [runbook.unknown-key]
          10 | KEY = { secret = true }
             |         ^^^^^^
        deploy.toml:11:41: error: `blue` is not among the choices of field `COLOUR` [field.choice]
          11 | COLOUR = { choices = ["red"], default = "blue" }
             |                                         ^^^^^^
              = hint: choose one of red
        deploy.toml:12:1: error: `a-b` cannot be a field's name [runbook.variable-name]
          12 | "a-b" = 1
             | ^^^^^
              = hint: use A-Z, a-z, 0-9 and `_`, beginning with a letter or `_`
        deploy.toml:15:1: error: key `prompt_before` does not belong to a Manual node [runbook.unknown-key]
          15 | prompt_before = "Sure?"
             | ^^^^^^^^^^^^^
              = hint: it belongs to Command, HTTP, Function, Runbook
        deploy.toml:16:1: error: `escalate` needs the key `approvers` [runbook.missing-key]
          16 | escalate = { after = "1h", to = "ann" }
             | ^^^^^^^^
              = hint: add `approvers = …`
        deploy.toml:20:22: error: `after` must be more than nothing, not `0s` [runbook.value]
          20 | escalate = { after = 0, to = "bob" }
             |                      ^

        """)
  }

  @Test(
    "without a group have no weight, which is a warning",
    arguments: ["approvers = \"a\"", "min_approvals = 2", "not_requester = true"])
  func withoutGroup(line: String) throws {
    let key = try #require(line.split(separator: " ").first)
    #expect(
      RunbookReading.problems("[a]\nprompt = \"Go?\"\n\(line)\n") == """
        deploy.toml:3:1: warning: `\(key)` has no weight in a runbook without a group: one account plays all parts [runbook.approval-group]
          3 | \(line)
            | \(String(repeating: "^", count: key.count))
             = hint: add group = "NAME" to [runbook], a group of the operating system that may approve

        """)
  }
}
