import Runbooks
import Testing

/// What the tables of a runbook may be called (design 3).
@Suite("Names of nodes")
struct NodeNameTests {
  @Test(
    "are letters, digits, `_` and `-`", arguments: ["a", "_", "A-b_9", "_-", "a" + String(repeating: "b", count: 999)])
  func accepted(name: String) {
    let (runbook, diagnostics) = RunbookReading.read("[\(name)]\ncommand = \"x\"\n")
    #expect(diagnostics.items.isEmpty)
    #expect(runbook.nodes.map(\.id) == [name])
  }

  @Test("are nothing else", arguments: ["", "1a", "-a", "a b", "a.b", "é", "a:b", "a/b", "^", "*", "a\u{0301}", "ａ"])
  func refused(name: String) {
    #expect(
      RunbookReading.messages("[\"\(name)\"]\ncommand = \"x\"\n") == [
        "runbook.node-name: `\(name)` cannot be a node's name"
      ])
  }

  @Test("over 1,000 bytes are refused, and still known to others")
  func long() {
    let name = String(repeating: "n", count: 1001)
    let text = "[\(name)]\ncommand = \"x\"\n[b]\ncommand = \"y\"\ndepends_on = \"\(name)\"\n"
    let (runbook, diagnostics) = RunbookReading.read(text)
    #expect(diagnostics.items.map(\.message) == ["a node's name has at most 1000 bytes, not 1001"])
    #expect(diagnostics.items.map(\.id) == ["runbook.node-name"])
    #expect(diagnostics.items.map(\.hint) == ["give it a short name, and say more in its `name` or `description`"])
    #expect(runbook.nodes.map(\.id) == [name, "b"])
  }

  @Test("`runbook`, `variables` and `$schema` are taken")
  func reserved() {
    #expect(RunbookReading.messages("\"$schema\" = \"https://x\"\n[a]\ncommand = \"x\"\n").isEmpty)
    #expect(
      RunbookReading.messages("\"$schema\" = 1\nrunbook = 1\nvariables = []\nstray = true\n[a]\ncommand = \"x\"\n") == [
        "runbook.type: `$schema` must be a string, not an integer", "runbook.type: `[runbook]` must be a table",
        "runbook.type: `[variables]` must be a table", "runbook.unknown-key: key `stray` stands outside any node",
      ])
  }

  @Test("a runbook without nodes earns a warning")
  func none() {
    #expect(
      RunbookReading.problems("[runbook]\ntitle = \"x\"\n") == """
        deploy.toml: warning: the runbook has no nodes [runbook.no-nodes]
            = hint: add a table such as [build] with a command

        """)
  }

  @Test("the order of the file is the order of the nodes, wherever [runbook] stands")
  func order() {
    let text =
      "[z]\ncommand = \"x\"\n[runbook]\nshell = \"bash\"\n[a]\ncommand = \"x\"\n[variables]\nV = 1\n[m]\ncommand = \"x\"\n"
    let (runbook, diagnostics) = RunbookReading.read(text)
    #expect(diagnostics.items.isEmpty)
    #expect(runbook.nodes.map(\.id) == ["z", "a", "m"])
    #expect(runbook.settings.shell.name == "bash")
  }
}
