import Runbooks
import Testing

/// Every key of the tables is read as they say, or refused: none is silently ignored.
@Suite("The tables of keys")
struct KeyTableTests {
  private static let laterNodeKeys = NodeKey.allCases.filter { $0.definition.availability == .later }
  private static let nodeKeys = NodeKey.allCases.filter { $0.definition.availability == .now }
  private static let runbookKeys = RunbookKey.allCases

  @Test(
    "refuse keys of nodes that come later, whatever their value", arguments: laterNodeKeys, ["1", "\"x\"", "{}", "[]"])
  func laterNodeKey(key: NodeKey, value: String) {
    let messages = RunbookReading.messages(key.runbook(value)).filter { !$0.contains("nodes of type") }
    let implied = key.definition.kinds == [.runbook] && key != .runbook ? ["runbook"] : []
    #expect(messages == (implied + [key.rawValue]).map { "runbook.not-yet: key `\($0)` is not available yet" })
  }

  @Test(
    "refuse keys of [runbook] that come later",
    arguments: RunbookKey.allCases.filter { $0.definition.availability == .later })
  func laterRunbookKey(key: RunbookKey) {
    let text = "[runbook]\n\(key.rawValue) = \(KeySample.right(key.definition.form))\n[a]\ncommand = \"x\"\n"
    #expect(RunbookReading.messages(text) == ["runbook.not-yet: key `\(key.rawValue)` is not available yet"])
  }

  @Test(
    "refuse keys of variables that come later",
    arguments: VariableKey.allCases.filter { $0.definition.availability == .later })
  func laterVariableKey(key: VariableKey) {
    let text = "[variables]\nV = { \(key.rawValue) = \(KeySample.right(key.definition.form)) }\n[a]\ncommand = \"x\"\n"
    #expect(RunbookReading.messages(text) == ["runbook.not-yet: key `\(key.rawValue)` is not available yet"])
  }

  @Test("refuse channels that `escalate` names and that are not there, with their place")
  func unknownEscalationChannel() {
    let text = """
      [runbook]
      group = "ops"
      [a]
      prompt = "Go?"
      approvers = "ann"
      escalate = { after = "1h", to = "bob", notify = ["chat"] }
      """
    #expect(
      RunbookReading.problems(text) == """
        deploy.toml:6:50: error: there is no channel `chat` [channel.unknown-name]
          6 | escalate = { after = "1h", to = "bob", notify = ["chat"] }
            |                                                  ^^^^^^
             = hint: channels are declared in [runbook.notify.NAME]

        """)
  }

  @Test("say what form a node's key has", arguments: nodeKeys)
  func wrongNodeForm(key: NodeKey) {
    guard let wrong = KeySample.wrong(key.definition.form) else { return }
    let message = "runbook.type: `\(key.rawValue)` must be \(key.definition.form.name), not \(wrong.kind)"
    #expect(RunbookReading.messages(key.runbook(wrong.text)).contains(message))
  }

  @Test("say what form a key of [runbook] has", arguments: runbookKeys.filter { $0.definition.availability == .now })
  func wrongRunbookForm(key: RunbookKey) throws {
    let wrong = try #require(KeySample.wrong(key.definition.form))
    let text = "[runbook]\n\(key.rawValue) = \(wrong.text)\n[a]\ncommand = \"x\"\n"
    #expect(
      RunbookReading.messages(text)
        == ["runbook.type: `\(key.rawValue)` must be \(key.definition.form.name), not \(wrong.kind)"])
  }

  @Test("know what kinds a node's key belongs to", arguments: nodeKeys.filter { !$0.definition.kinds.isEmpty })
  func otherKind(key: NodeKey) {
    let isManual = key.definition.kinds == [.manual]
    // A key that says what a node does would make the node one of two kinds.
    let other = isManual ? "command = \"x\"" : "type = \"Manual\"\nprompt = \"x\""
    let text = "[b]\n\(other)\n\(key.rawValue) = \(KeySample.right(key.definition.form))\n"
    let kind = isManual ? "Command" : "Manual"
    #expect(
      RunbookReading.messages(text) == ["runbook.unknown-key: key `\(key.rawValue)` does not belong to a \(kind) node"])
  }

  @Test("tell with a hint what is not there yet")
  func laterText() {
    let text = """
      [runbook]
      template_profile = "x"
      [a]
      command = "x"
      notify = ["ops"]
      [b]
      type = "Canary"
      target = "x"
      deploy = "x"
      shift = "x"
      check = "x"
      compare = { test = "mann-whitney" }
      """
    #expect(
      RunbookReading.problems(text) == """
        deploy.toml:2:1: error: key `template_profile` is not available yet [runbook.not-yet]
          2 | template_profile = "x"
            | ^^^^^^^^^^^^^^^^
             = hint: it is part of the format, and a later version will run it; remove it for now
        deploy.toml:5:11: error: there is no channel `ops` [channel.unknown-name]
          5 | notify = ["ops"]
            |           ^^^^^
             = hint: channels are declared in [runbook.notify.NAME]
        deploy.toml:12:1: error: key `compare` is not available yet [runbook.not-yet]
          12 | compare = { test = "mann-whitney" }
             | ^^^^^^^
              = hint: it is part of the format, and a later version will run it; remove it for now

        """)
  }

  @Test("suggest the key that was meant")
  func unknownKeys() {
    let text = """
      [runbook]
      jobz = 2
      [variables]
      V = { defualt = 1 }
      [a]
      command = "x"
      depend_on = []
      xyzzy = 1
      """
    #expect(
      RunbookReading.problems(text) == """
        deploy.toml:2:1: error: unknown key `jobz` in [runbook] [runbook.unknown-key]
          2 | jobz = 2
            | ^^^^
             = hint: did you mean `jobs`?
        deploy.toml:4:7: error: unknown key `defualt` in variable `V` [runbook.unknown-key]
          4 | V = { defualt = 1 }
            |       ^^^^^^^
             = hint: did you mean `default`?
        deploy.toml:7:1: error: unknown key `depend_on` in node `a` [runbook.unknown-key]
          7 | depend_on = []
            | ^^^^^^^^^
             = hint: did you mean `depends_on`?
        deploy.toml:8:1: error: unknown key `xyzzy` in node `a` [runbook.unknown-key]
          8 | xyzzy = 1
            | ^^^^^

        """)
  }
}
