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

  @Test("do not belong to an approval")
  func manual() {
    #expect(
      RunbookReading.messages("[a]\nprompt = \"x\"\nsnapshot = \"x\"\n")
        == ["runbook.unknown-key: key `snapshot` does not belong to a Manual node"])
  }
}
