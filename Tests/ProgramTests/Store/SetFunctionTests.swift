import TestSupport
import Testing

/// The function `set`.
@Suite("The function that keeps values")
struct SetFunctionTests {
  @Test("keeps values with their types, and tells what was there")
  func types() {
    let program = Program(
      """
      [a]
      function = "set"
      params = { key = "map", value = { list = [1, 2.5, true], text = "{{ 1 + 1 }}" } }
      outputs = { before = "{{ result.outputs.previous is none }}" }
      [b]
      function = "set"
      params = { key = "map", value = "{{ kv.get('map').list[0] + 1 }}" }
      [c]
      command = "echo {{ nodes.b.outputs.previous.text }} {{ kv.get('map') }}"
      """)
    let result = program.run("run")
    #expect(result.exit == 0, "\(result.error)")
    #expect(result.error.contains("│ 2 2\n"))
    #expect(program.folder.read("deploy.audit.jsonl")?.contains("\"set map = 2\"") == true)
  }

  @Test("fails where the store cannot take it, and changes nothing")
  func failures() {
    let program = Program(
      """
      [runbook]
      on_failure = "continue"
      [variables]
      NAME = "token"
      [a]
      function = "set"
      params = { key = "{{ NAME }}", value = 1 }
      [b]
      function = "set"
      params = { key = "{{ 'x' * 300 }}", value = 1 }
      depends_on = []
      [c]
      function = "set"
      params = { key = "large", value = "{{ 'x' * 70000 }}" }
      depends_on = []
      """)
    program.folder.write(
      "{\"schema\":\"pyflow.kv/1\",\"values\":{\"token\":\"hidden\"}}", to: ".pyflow/kv.secrets.json", mode: 0o600)
    let result = program.run("run")
    #expect(result.exit == 1)
    #expect(result.error.contains("✗ a failed: `token` is a secret"))
    #expect(result.error.contains("✗ b failed: `xxxxx"))
    #expect(result.error.contains("✗ c failed: the value has more than 64 KiB"))
    #expect(!program.folder.exists(".pyflow/kv.json"))
  }

  @Test(
    "is checked before anything runs",
    arguments: [
      ("key = \"a\"", "function `set` needs the parameter `value`"),
      ("value = 1", "function `set` needs the parameter `key`"),
      ("key = \"a\", value = 1, delete = true", "`value` has no effect with `delete`"),
      ("key = \"\", value = 1", "`` is no key"), ("key = \"a\\nb\", value = 1", "`a b` is no key"),
      (
        "key = \"a\", value = \"{{ kv.get_secret('t') }}\"",
        "`value` is shown and recorded, so no secret can stand in it"
      ),
    ])
  func validated(params: String, message: String) {
    let result = Program("[a]\nfunction = \"set\"\nparams = { \(params) }").run("validate")
    #expect(result.exit == 2 && result.error.contains(": error: \(message)"), "\(result.error)")
  }

  @Test("is recorded before it is done")
  func order() throws {
    let program = Program("[b]\nfunction = \"set\"\nparams = { key = \"n\", value = 1 }")
    #expect(program.run("run").exit == 0)
    let events = (program.folder.read("deploy.audit.jsonl") ?? "").split(separator: "\n")
    let started = try #require(events.firstIndex { $0.contains("\"event\":\"node.started\"") })
    let finished = try #require(events.firstIndex { $0.contains("\"event\":\"node.finished\"") })
    #expect(started < finished && events[started].contains("\"set n = 1\""))
  }
}
