import Testing

/// What the tables of `rollback`, `snapshot` and `confirm` may have.
@Suite("Actions that belong to a node")
struct StepKeyTests {
  private static func messages(_ keys: String) -> [String] {
    RunbookReading.messages("[a]\ncommand = \"x\"\n\(keys)\n")
  }

  @Test(
    "are commands, lists of words, or tables with the keys of an action",
    arguments: ["rollback", "snapshot", "confirm"],
    ["\"x\"", "[\"x\", \"y\"]", "{ command = \"x\" }", "{ url = \"http://x\", method = \"GET\" }"])
  func right(key: String, value: String) {
    #expect(Self.messages("\(key) = \(value)") == [])
  }

  @Test("a rollback may be a function, what only looks may not")
  func kinds() {
    let table = "{ function = \"log\", params = { message = \"x\" } }"
    #expect(Self.messages("rollback = \(table)") == [])
    #expect(Self.messages("snapshot = \(table)") == ["runbook.kind: `snapshot` cannot be of type Function"])
    #expect(Self.messages("confirm = \(table)") == ["runbook.kind: `confirm` cannot be of type Function"])
    #expect(
      Self.messages("rollback = { prompt = \"x\" }") == ["runbook.kind: `rollback` cannot be of type Manual"])
  }

  @Test(
    "refuse what is about the node, or has no meaning for them",
    arguments: [
      ("rollback", "unless = \"x\""), ("rollback", "foreach = [1]"), ("rollback", "url = \"x\""),
      ("snapshot", "retry = 2"), ("snapshot", "interactive = true"), ("confirm", "parse = \"json\""),
      ("confirm", "outputs = {}"), ("snapshot", "rollback = \"x\""),
    ])
  func refused(key: String, member: String) {
    let name = member.split(separator: " ")[0]
    let problems = Self.messages("\(key) = { command = \"x\", \(member) }")
    #expect(problems.contains { $0.contains("`\(name)`") || $0.contains("`url`") }, "\(problems)")
    #expect(problems.count == 1)
  }

  @Test("a limit of a function is refused, one of a command is not")
  func limits() {
    let limits = "limits = { files = 9 }"
    #expect(Self.messages("rollback = { command = \"x\", \(limits) }") == [])
    #expect(Self.messages("rollback = { function = \"noop\", \(limits) }").count == 1)
  }

  @Test(
    "what is about commands or processes is refused where none is started",
    arguments: [
      ("url = \"http://x\"\nenv = { A = \"1\" }\ninherit_env = false", [], ""),
      ("url = \"http://x\"\nworking_dir = \"w\"", ["working_dir"], "command"),
      ("url = \"http://x\"\nshell = \"bash\"", ["shell"], "command"),
      ("url = \"http://x\"\nworking_dir = \"w\"\nshell = \"bash\"\nunless = \"test -f y\"", [], ""),
      ("url = \"http://x\"\nworking_dir = \"w\"\nunless = \"{{ 1 == 2 }}\"", ["working_dir"], "command"),
      ("url = \"http://x\"\nworking_dir = \"w\"\nrollback = \"u\"", [], ""),
      ("url = \"http://x\"\nworking_dir = \"w\"\nrollback = { url = \"http://y\" }", ["working_dir"], "command"),
      ("url = \"http://x\"\nworking_dir = \"w\"\nsnapshot = \"s\"", [], ""),
      ("url = \"http://x\"\nworking_dir = \"w\"\nconfirm = \"c\"", [], ""),
      ("function = \"noop\"\nenv = { A = \"1\" }\ninherit_env = false", ["env", "inherit_env"], "process"),
      ("function = \"noop\"\nenv = { A = \"1\" }\nrollback = { url = \"http://y\" }", [], ""),
      ("prompt = \"Go?\"\nworking_dir = \"w\"", ["working_dir"], "command"),
      ("runbook = \"b.toml\"\nenv = { A = \"1\" }", [], ""),
      ("runbook = \"b.toml\"\nworking_dir = \"w\"", ["working_dir"], "command"),
      ("runbook = \"b.toml\"\ninherit_env = [\"A\"]", ["inherit_env"], "process"),
      ("command = \"x\"\nrollback = { url = \"http://y\", shell = \"bash\" }", ["shell"], "command"),
      ("command = \"x\"\nrollback = { function = \"noop\", env = { A = \"1\" } }", ["env"], "process"),
    ] as [(String, [String], String)])
  func ineffective(node: String, keys: [String], subject: String) {
    let messages = keys.map { "runbook.unknown-key: `\($0)` has no effect: no \(subject) is started here" }
    #expect(RunbookReading.messages("[a]\n\(node)\n") == messages)
  }

  @Test("what is written wrongly is not told to have no effect besides")
  func unread() {
    #expect(RunbookReading.messages("[a]\nurl = \"http://x\"\nworking_dir = \"w\"\nrollback = \"\"\n").count == 1)
    #expect(RunbookReading.messages("[a]\nurl = \"\"\nworking_dir = \"w\"\n").count == 1)
    #expect(RunbookReading.messages("[a]\nfunction = \"noop\"\nworking_dir = \"w\"\nunless = \"\"\n").count == 1)
  }

  @Test(
    "names for parts of a result belong to what has one",
    arguments: ["prompt = \"Go?\"", "runbook = \"b.toml\""])
  func outputs(action: String) {
    let messages = RunbookReading.messages("[a]\n\(action)\noutputs = { x = \"1\" }\n")
    #expect(messages.count == 1 && messages[0].hasPrefix("runbook.unknown-key: key `outputs` does not belong to a "))
  }

  @Test("do not belong to an approval")
  func manual() {
    #expect(
      RunbookReading.messages("[a]\nprompt = \"x\"\nsnapshot = \"x\"\n")
        == ["runbook.unknown-key: key `snapshot` does not belong to a Manual node"])
  }
}
