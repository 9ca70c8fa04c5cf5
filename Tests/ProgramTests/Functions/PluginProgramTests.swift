import Foundation
import TestSupport
import Testing

/// Plugins that do what they should.
@Suite("Plugins")
struct PluginProgramTests {
  /// A program with a plugin `x`, a script for `sh` that is given the request as `$1` for a call.
  static func program(_ call: String, node: String = "", functions: String = #"[{"name":"f"}]"#) -> Program {
    let program = Program("[a]\nplugin = \"x\"\nfunction = \"f\"\n\(node)\n")
    program.stub("pyflow-plugin-x", script(call, functions: functions))
    return program
  }

  static func script(_ call: String, functions: String = #"[{"name":"f"}]"#) -> String {
    """
    call() {
      \(call)
    }
    while IFS= read -r request; do
      case $request in
      *'"type":"describe"'*)
        echo '{"id":1,"type":"describe","protocol":1,"name":"x","version":"7.1","functions":\(functions)}' ;;
      *'"type":"call"'*) call "$request" ;;
      *'"type":"close"'*) exit 0 ;;
      esac
    done
    """
  }

  private static let parameters =
    #"[{"name":"f","parameters":[{"name":"size","type":"int","required":true,"min":1},"#
    + #"{"name":"mode","type":"string","choices":["fast","safe"],"default":"safe"},{"name":"secret"}]}]"#

  @Test("are asked with parameters of their types, settings, and what tells them where they run")
  func request() {
    let program = Program(
      """
      [runbook.plugin_config.x]
      url = "general"
      level = 1
      [variables]
      SIZE = "12"
      [a]
      plugin = "x"
      function = "f"
      params = { size = "{{ SIZE }}" }
      plugin_config = { url = "own" }
      env = { WHERE = "here" }
      """)
    program.stub(
      "pyflow-plugin-x",
      Self.script(
        #"printf '%s' "$1" > request; printf '%s %s' "$WHERE" "$PYFLOW_NODE" > environment; echo '{"id":1,"type":"result"}'"#,
        functions: Self.parameters))
    #expect(program.run("run", "--no-input").exit == 0)
    let request = program.folder.read("request") ?? ""
    #expect(
      request.hasPrefix(
        #"{"protocol":1,"id":1,"type":"call","function":"f","params":{"size":12,"mode":"safe"},"config":{"level":1,"url":"own"},"run":""#
      ))
    #expect(request.contains(#""node":"a","attempt":1,"idempotency_key":""#))
    #expect(program.folder.read("environment") == "here a")
    let audit = program.folder.read("deploy.audit.jsonl") ?? ""
    #expect(audit.contains(#""kind":"Function","command":"x.f","plugin":"x","plugin_version":"7.1","function":"f""#))
    #expect(audit.contains(#""plugin":"x","plugin_version":"7.1","function":"f","params""#))
  }

  @Test("are found beside the runbook before the PATH")
  func places() {
    let program = Self.program(
      #"echo '{"id":1,"type":"result","outputs":{"from":"path"}}'"#,
      node: "outputs = { y = \"{{ result.outputs.from }}\" }\n[b]\ncommand = \"echo {{ nodes.a.outputs.y }}\"")
    #expect(program.run("run", "--no-input").error.contains("  │ path\n"))
    program.folder.write(
      "#!/bin/sh\n" + Self.script(#"echo '{"id":1,"type":"result","outputs":{"from":"beside"}}'"#),
      to: ".pyflow/plugins/pyflow-plugin-x", mode: 0o755)
    #expect(program.run("run", "--no-input").error.contains("  │ beside\n"))
  }

  @Test("are asked once while planning, whatever the number of nodes")
  func once() {
    let program = Program(
      (0..<20).map { "[n\($0)]\nplugin = \"x\"\nfunction = \"f\"\n" }.joined())
    program.stub("pyflow-plugin-x", "echo asked >> count\n" + Self.script("true"))
    #expect(program.run("validate").exit == 0)
    #expect(program.folder.read("count") == "asked\n")
  }

  @Test("may do nothing, fail for good, or be worth another attempt")
  func outcomes() {
    let unchanged = Self.program(
      #"echo '{"id":1,"type":"result","changed":false,"message":"so"}'"#,
      node: "rollback = \"touch undone\"\n[b]\ncommand = \"false\"")
    #expect(unchanged.run("run", "--json", "--no-input").report?.summary == "a unchanged, b failed")
    #expect(!unchanged.folder.exists("undone"))
    let final = Self.program(
      #"echo x >> tries; echo '{"id":1,"type":"error","message":"no","retry":false}'"#,
      node: "retry = { attempts = 3, delay = \"1ms\" }")
    #expect(final.run("run", "--json", "--no-input").report?.nodes.first?.reason == "no")
    #expect(final.folder.read("tries") == "x\n")
    let again = Self.program(
      #"echo x >> tries; echo '{"id":1,"type":"error","message":"no"}'"#,
      node: "retry = { attempts = 3, delay = \"1ms\" }")
    _ = again.run("run", "--no-input")
    #expect(again.folder.read("tries") == "x\nx\nx\n")
  }

  @Test("undo nodes, too")
  func rollback() {
    let program = Program(
      "[a]\ncommand = \"true\"\nrollback = { plugin = \"x\", function = \"f\" }\n[b]\ncommand = \"false\"\n")
    program.stub("pyflow-plugin-x", Self.script(#"touch undone; echo '{"id":1,"type":"result"}'"#))
    #expect(program.run("run", "--no-input").exit == 4)
    #expect(program.folder.exists("undone"))
  }

  @Test("are given secrets on their standard input, which show nowhere")
  func secrets() {
    var program = Program(
      """
      [runbook.secrets]
      KEY = { env = "KEY" }
      [a]
      plugin = "x"
      function = "f"
      params = { size = 1, secret = "{{ secrets.KEY }}" }
      """)
    program.environment["KEY"] = "very-secret-value"
    program.stub(
      "pyflow-plugin-x",
      Self.script(
        #"""
        case $1 in *very-secret-value*) echo yes > got ;; esac
        echo '{"id":1,"type":"log","message":"got very-secret-value"}'
        echo "err very-secret-value" >&2
        echo '{"id":1,"type":"result","outputs":{"key":"very-secret-value"}}'
        """#, functions: Self.parameters))
    let result = program.run("run", "--no-input")
    #expect(result.exit == 0 && program.folder.read("got") == "yes\n")
    let log = program.folder.read(".pyflow/runs/" + (program.folder.list(".pyflow/runs").first ?? "") + "/a.1.log")
    #expect(log == "got ***\nerr ***\n" || log == "err ***\ngot ***\n")
    #expect(!(result.error + result.output).contains("very-secret"))
    #expect(program.folder.read("deploy.audit.jsonl")?.contains("very-secret") == false)
  }

  @Test("are listed with what they can do, broken ones with what is wrong")
  func listed() {
    let program = Self.program("true", functions: Self.parameters)
    program.stub("pyflow-plugin-broken", "exit 4")
    program.folder.write("not a program", to: "bin/pyflow-plugin-plain")
    let text = program.run("plugins", "deploy.toml")
    #expect(text.exit == 0)
    #expect(
      text.output.contains(
        "plugin broken · \(program.folder.path)/bin/pyflow-plugin-broken\n  BROKEN: it ended with exit 4"))
    #expect(text.output.contains("/bin/pyflow-plugin-plain may not be executed\n"))
    #expect(
      text.output.hasSuffix(
        """
        plugin x 7.1 · \(program.folder.path)/bin/pyflow-plugin-x

          f
              size (int, required, at least 1)
              mode (string, default "safe", one of "fast", "safe")
              secret (any)

        """))
    #expect(text.output.contains("  write_file – write a text to a file"))
    let json = program.run("plugins", "--json").output
    #expect(json.hasPrefix(#"{"schema":"pyflow.plugins/1","functions":[{"name":"sleep","#))
    #expect(
      json.contains(
        #"{"name":"x","path":"\#(program.folder.path)/bin/pyflow-plugin-x","version":"7.1","functions":[{"name":"f""#))
  }

  @Test("that cannot be called are told in their place, with the way out")
  func diagnostics() {
    let program = Program(
      """
      [missing]
      plugin = "nope"
      function = "f"
      [function]
      plugin = "x"
      function = "g"
      [parameters]
      plugin = "x"
      function = "f"
      params = { size = 0, mod = "safe" }
      [absent]
      plugin = "x"
      function = "f"
      """)
    program.stub("pyflow-plugin-x", Self.script("true", functions: Self.parameters))
    #expect(
      program.run("validate").error == """
        deploy.toml:2:10: error: there is no plugin `nope` [plan.unknown-plugin]
          2 | plugin = "nope"
            |          ^^^^^^
             = hint: an executable pyflow-plugin-nope was looked for in .pyflow/plugins, PATH
        deploy.toml:6:12: error: plugin `x` has no function `g` [plan.unknown-function]
          6 | function = "g"
            |            ^^^
             = hint: did you mean `f`?
        deploy.toml:10:19: error: `size` must be at least 1, not `0` [runbook.value]
          10 | params = { size = 0, mod = "safe" }
             |                   ^
        deploy.toml:10:22: error: function `f` has no parameter `mod` [runbook.parameter]
          10 | params = { size = 0, mod = "safe" }
             |                      ^^^
              = hint: did you mean `mode`?
        deploy.toml:13:12: error: function `f` needs the parameter `size` [runbook.parameter]
          13 | function = "f"
             |            ^^^
              = hint: add it: params = { size = … }
        deploy.toml: 5 errors

        """)
  }

  @Test(
    "that cannot describe themselves are told why",
    arguments: [
      ("exit 3", "plugin `x`: it ended with exit 3 when it was asked to describe itself"),
      ("echo oh no >&2; exit 3", "plugin `x`: it ended with exit 3 when it was asked to describe itself: oh no"),
      ("kill -9 $$", "plugin `x`: it ended with signal 9 when it was asked to describe itself"),
      ("true", "plugin `x`: it printed nothing"),
      ("echo hello", "plugin `x`: it printed a line that is not JSON"),
      ("printf '\\377\\000'", "plugin `x`: it printed a line that is not JSON"),
      ("yes", "plugin `x`: it printed more than 1048576 bytes"),
      ("head -c 3000000 /dev/zero", "plugin `x`: it printed more than 1048576 bytes"),
      (
        #"echo '{"id":1,"type":"describe","protocol":9}'"#,
        "plugin `x`: it speaks version 9 of the protocol, and this pyflow version 1"
      ),
    ])
  func faults(script: String, message: String) {
    let program = Program("[a]\nplugin = \"x\"\nfunction = \"f\"\n")
    program.stub("pyflow-plugin-x", script)
    let result = program.run("validate")
    #expect(result.exit == 2 && result.error.contains("deploy.toml:2:10: error: \(message)"), "\(result.error)")
  }

  @Test("that may not be executed, or hang, are told too, and leave nothing behind")
  func hanging() throws {
    let program = Program("[a]\nplugin = \"x\"\nfunction = \"f\"\n")
    program.folder.write("#!/bin/sh\n", to: "bin/pyflow-plugin-x", mode: 0o644)
    let plain = program.run("validate").error
    #expect(plain.contains("plugin `x`: \(program.folder.path)/bin/pyflow-plugin-x may not be executed"))
    #expect(plain.contains("hint: chmod +x \(program.folder.path)/bin/pyflow-plugin-x"))
    mkfifo("\(program.folder.path)/alive", 0o600)
    program.stub("pyflow-plugin-x", "exec 9> alive; sleep 100 & sleep 100")
    let running = program.start("validate")
    let alive = FileHandle(forReadingAtPath: "\(program.folder.path)/alive")
    // It ends when nobody holds the other end: neither the plugin nor what it has started.
    #expect(try alive?.readToEnd() == nil)
    #expect(running.wait().error.contains("plugin `x`: it did not describe itself within 5s"))
  }
}
