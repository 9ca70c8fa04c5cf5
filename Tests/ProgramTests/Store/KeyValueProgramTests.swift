import Foundation
import TestSupport
import Testing

/// `pyflow kv`, and runbooks that read what it keeps.
@Suite("The key-value store of a runbook")
struct KeyValueProgramTests {
  private static let runbook = "[a]\ncommand = \"true\"\n"

  /// A program that reads `input`.
  private func reading(_ input: String, _ program: Program) -> Program {
    var program = program
    program.input = Data(input.utf8)
    return program
  }

  @Test("keeps values of every type")
  func types() {
    let program = Program(Self.runbook)
    for (key, value, type) in [
      ("text", "a b", "string"), ("int", "3", "int"), ("float", "0.5", "float"), ("yes", "yes", "bool"),
      ("list", "[1, \"a\"]", "list"), ("map", "{\"a\": 1}", "dict"),
    ] {
      let result = program.run("kv", "set", key, value, "--type", type)
      #expect(result.exit == 0 && result.output.isEmpty && result.error.isEmpty)
    }
    #expect(program.run("kv", "set", "text", "it's new").exit == 0)
    #expect(program.run("kv", "get", "text").output == "it's new\n")
    #expect(
      program.run("kv", "get", "yes", "--json").output
        == "{\"schema\":\"pyflow.kv-value/1\",\"key\":\"yes\",\"value\":true}\n")
    #expect(
      program.run("kv", "list").output
        == "float  0.5\nint    3\nlist   [1, \"a\"]\nmap    {\"a\": 1}\ntext   \"it's new\"\nyes    true\n")
    #expect(program.run("kv", "delete", "text").exit == 0)
    let missing = program.run("kv", "get", "text")
    #expect(missing.exit == 1 && missing.error == "pyflow: error: there is no `text` in the key-value store\n")
    #expect(program.run("kv", "delete", "text").exit == 1)
  }

  @Test("says what is wrong with a command, and changes nothing")
  func mistakes() {
    let program = Program(Self.runbook)
    #expect(
      program.run("kv", "set", "n", "three", "--type", "int").error
        == "pyflow: error: the value must be an integer, not `three`\n")
    #expect(program.run("kv", "set", "n", "three", "--type", "int").exit == 2)
    #expect(program.run("kv", "set", "n").exit == 64)
    #expect(program.run("kv", "set", "n", "1", "--type", "number").exit == 64)
    #expect(program.run("kv", "set", "", "1").exit == 2)
    #expect(program.run("kv", "set", "none.toml", "n", "1").exit == 3)
    #expect(program.run("kv").exit == 64)
    #expect(reading("a\u{0}b", program).run("kv", "set", "n", "-").exit == 2)
    #expect(program.run("kv", "set", "n", String(repeating: "x", count: 70_000)).exit == 2)
    #expect(!program.folder.exists(".pyflow/kv.json"))
    #expect(Program().run("kv", "list").exit == 64)
  }

  @Test("reads values from the standard input, and secrets from nowhere else")
  func input() throws {
    let program = Program(Self.runbook)
    #expect(reading("two\nlines\n", program).run("kv", "set", "text", "-").exit == 0)
    #expect(program.run("kv", "get", "text").output == "two\nlines\n")
    #expect(reading("s3cret-value\n", program).run("kv", "set", "--secret", "token", "-").exit == 0)
    #expect(reading("s3cret-value", program).run("kv", "set", "--secret", "token").exit == 0)
    #expect(reading("abc", program).run("kv", "set", "--secret", "token").exit == 2)
    let argument = program.run("kv", "set", "--secret", "token", "hidden-value")
    #expect(argument.exit == 3 && argument.error.contains("the value of a secret is no argument"))
    #expect(program.run("kv", "list").output == "text   \"two\\nlines\"\ntoken  ***\n")
    let refused = program.run("kv", "get", "token")
    #expect(refused.exit == 3 && refused.error.contains("a runbook reads it with kv.get_secret('token')"))
    #expect(program.run("kv", "set", "token", "x").exit == 3)
    #expect(program.folder.read(".pyflow/kv.secrets.json")?.contains("s3cret-value\"") == true)
  }

  @Test("is typed unseen at a terminal")
  func typed() throws {
    let program = Program(Self.runbook)
    let terminal = try #require(TerminalProgram(program, "kv", "set", "--secret", "token"))
    #expect(terminal.waitForScreen("token: "))
    terminal.type("typed-secret\n")
    let (exit, screen) = terminal.wait()
    #expect(exit == 0 && !screen.contains("typed-secret"))
    #expect(program.folder.read(".pyflow/kv.secrets.json")?.contains("typed-secret") == true)
  }

  @Test("is read when a node starts, and its secrets are shown nowhere")
  func run() {
    var program = Program(
      """
      [runbook]
      outputs = { leak = "{{ kv.get_secret('token') | upper }}" }
      [a]
      command = "pyflow kv set deploy.toml n {{ kv.get('n', 0) + 1 }} --type int"
      [b]
      command = "echo n={{ kv.get('n') }}"
      [c]
      command = "cat; echo $X; echo {{ kv.get_secret('token') }} | rev"
      stdin = "{{ kv.get_secret('token') }}"
      env = { X = "{{ kv.get_secret('token') }}" }
      """)
    program.environment["PATH"] = Program.executable.deletingLastPathComponent().path + ":/usr/bin:/bin"
    let missing = program.run("run")
    #expect(missing.exit == 2 && missing.error.contains("the key-value store has no secret `token`"))
    #expect(missing.error.contains("set it: pyflow kv set --secret token"))
    #expect(reading("s3cret-value", program).run("kv", "set", "--secret", "token").exit == 0)
    #expect(program.run("run").error.contains("│ n=1\n"))
    let result = program.run("run", "--json")
    #expect(result.exit == 0 && result.error.contains("│ n=2\n") && result.output.contains("\"leak\":\"***\""))
    let audit = program.folder.read("deploy.audit.jsonl") ?? ""
    #expect(!(result.error + result.output + audit).lowercased().contains("s3cret"))
    #expect(audit.contains("${PYFLOW_SECRET_VALUE}"))
  }

  @Test("with a group has secrets for each of its users, which a run and a channel find, and keeps those of before")
  func group() throws {
    let group = try #require(UserGroup.name)
    let receiver = Receiver()
    let shared = """
      [runbook]
      group = "\(group)"
      secrets = { token = { kv = "token" } }
      [runbook.notify.ops]
      kind = "webhook"
      url = "http://127.0.0.1:\(receiver.server.port)/{{ secrets.token }}"
      [a]
      command = "echo {{ kv.get_secret('token') | length }} {{ secrets.token | length }}"
      """
    let program = Program(shared)
    #expect(program.run("run").exit == 2)
    #expect(reading("s3cret-value", program).run("kv", "set", "--secret", "token").exit == 0)
    #expect(program.folder.list(".pyflow").filter { $0.hasPrefix("kv.secrets") } == ["kv.secrets.\(getuid()).json"])
    #expect(program.run("run").error.contains("│ 12 12\n"))
    #expect(program.run("notify", "test", "ops").exit == 0)
    #expect(receiver.server.requests.last?.target == "/s3cret-value")

    let grown = Program("[a]\ncommand = \"true\"")
    #expect(reading("s3cret-value", grown).run("kv", "set", "--secret", "token").exit == 0)
    grown.folder.write(shared, to: "deploy.toml")
    #expect(grown.run("run").error.contains("│ 12 12\n"))
    #expect(reading("another-value", grown).run("kv", "set", "--secret", "token").exit == 0)
    #expect(grown.folder.list(".pyflow").filter { $0.hasPrefix("kv.secrets") } == ["kv.secrets.json"])
    #expect(grown.run("run").error.contains("│ 13 13\n"))
  }

  @Test("that is damaged is an error, and left as it is")
  func damaged() {
    let program = Program("[a]\ncommand = \"echo {{ kv.get('n', 1) }}\"\n[b]\ncommand = \"true\"\ndepends_on = []")
    program.folder.write("{\"schema\":\"pyflow.kv/1\",\"val", to: ".pyflow/kv.json")
    for arguments in [["get", "n"], ["set", "n", "1"], ["list"], ["delete", "n"]] {
      let result = program.run(["kv"] + arguments)
      #expect(result.exit == 3 && result.error.contains("kv.json is damaged: the JSON ends too early, at byte 28"))
      #expect(result.error.contains("= hint: restore it, or move it away"))
    }
    let run = program.run("run")
    #expect(run.exit == 1 && run.error.contains("✗ a failed") && run.error.contains("kv.json is damaged"))
    #expect(program.folder.read(".pyflow/kv.json") == "{\"schema\":\"pyflow.kv/1\",\"val")
  }

  @Test("loses nothing of two writers at once")
  func writers() throws {
    var program = Program(Self.runbook)
    program.wrapper = ["sh", "-c", "for i in $(seq 200); do \"$@\" $0$i $i --type int || exit 9; done"]
    var other = program
    program.wrapper.append("a")
    other.wrapper.append("b")
    let (first, second) = (program.start("kv", "set"), other.start("kv", "set"))
    #expect(first.wait().exit == 0 && second.wait().exit == 0)
    let text = try #require(program.folder.read(".pyflow/kv.json"))
    for number in 1...200 {
      #expect(text.contains("\"a\(number)\":\(number)") && text.contains("\"b\(number)\":\(number)"))
    }
  }
}
