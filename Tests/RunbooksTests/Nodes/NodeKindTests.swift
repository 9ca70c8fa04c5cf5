import Runbooks
import Testing

/// What kind a node is: what `type` says, or what its keys imply (design 3.3).
@Suite("Kinds of nodes")
struct NodeKindTests {
  @Test(
    "are implied by one key",
    arguments: [
      ("command = \"x\"", NodeKind.command), ("command = [\"x\"]", .command), ("command_name = \"x\"", .command),
      ("url = \"http://x\"", .http), ("function = \"noop\"", .function), ("prompt = \"x\"", .manual),
      ("prompt_after = \"x\"", .manual), ("type = \"Manual\"", .manual),
      ("type = \"Command\"\ncommand = \"x\"", .command),
      ("type = \"HTTP\"\nurl = \"http://x\"", .http),
      ("type = \"Function\"\nfunction = \"log\"\nparams = { message = \"x\" }", .function),
    ])
  func implied(keys: String, kind: NodeKind) {
    let (runbook, diagnostics) = RunbookReading.read("[a]\n\(keys)\n")
    #expect(diagnostics.items.isEmpty)
    #expect(runbook.nodes.map(\.kind) == [kind])
  }

  @Test(
    "that are not clear are errors",
    arguments: [
      ("description = \"x\"", "runbook.kind: node `a` does not say what it does"),
      ("", "runbook.kind: node `a` does not say what it does"),
      ("command = \"x\"\nurl = \"http://x\"", "runbook.kind: node `a` has `command` and `url`"),
      (
        "url = \"http://x\"\nfunction = \"noop\"\ncommand = \"x\"",
        "runbook.kind: node `a` has `command` and `url` and `function`"
      ),
      ("command = \"x\"\ncommand_name = \"y\"", "runbook.conflict: `command` and `command_name` are the same key"),
      ("prompt = \"x\"\nprompt_after = \"y\"", "runbook.conflict: `prompt_after` and `prompt` are the same key"),
      ("command = \"x\"\nprompt = \"y\"", "runbook.unknown-key: key `prompt` does not belong to a Command node"),
      ("type = \"Comand\"\ncommand = \"x\"", "runbook.kind: there is no node type `Comand`"),
      ("type = \"command\"\ncommand = \"x\"", "runbook.kind: there is no node type `command`"),
      ("type = \"Command\"", "runbook.missing-key: a Command node needs `command`"),
      ("type = \"HTTP\"", "runbook.missing-key: a HTTP node needs `url`"),
      ("type = \"Function\"", "runbook.missing-key: a Function node needs `function`"),
      ("type = \"HTTP\"\ncommand = \"x\"", nil),
    ])
  func unclear(keys: String, message: String?) {
    let expected =
      message.map { [$0] } ?? [
        "runbook.missing-key: a HTTP node needs `url`",
        "runbook.unknown-key: key `command` does not belong to a HTTP node",
      ]
    #expect(RunbookReading.messages("[a]\n\(keys)\n") == expected)
  }

  @Test("have hints")
  func hints() {
    let text =
      "[a]\ndescription = \"x\"\n[b]\ntype = \"Comand\"\n[c]\ntype = \"Docker\"\n[d]\ncommand = \"x\"\nurl = \"http://x\"\n"
    #expect(
      RunbookReading.problems(text) == """
        deploy.toml:1:2: error: node `a` does not say what it does [runbook.kind]
          1 | [a]
            |  ^
             = hint: add one of `command`, `url`, `function`, `runbook`, or `prompt` for an approval
        deploy.toml:4:8: error: there is no node type `Comand` [runbook.kind]
          4 | type = "Comand"
            |        ^^^^^^^^
             = hint: did you mean `Command`?
        deploy.toml:6:8: error: there is no node type `Docker` [runbook.kind]
          6 | type = "Docker"
            |        ^^^^^^^^
             = hint: there are Command, HTTP, Function, Manual, Runbook, BlueGreen, Canary, Progressive
        deploy.toml:7:2: error: node `d` has `command` and `url` [runbook.kind]
          7 | [d]
            |  ^
             = hint: make two nodes of it

        """)
  }
}
