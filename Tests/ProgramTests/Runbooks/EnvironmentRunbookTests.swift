import TestSupport
import Testing

/// `runbooks/features/environment.toml`, and what `inherit_env` means for every process of a node.
@Suite("The environment runbook")
struct EnvironmentRunbookTests {
  private static func program(_ runbook: String? = nil) -> Program {
    var program = Program(runbook)
    program.environment = ["HOME": "/home/me", "LANG": "C.UTF-8", "AWS_PROFILE": "mine", "PYFLOW_VAR_OLD": "x"]
    return program
  }

  /// The lines that a node printed, the values that differ from run to run left out.
  private static func lines(_ program: Program, _ log: String) -> [String] {
    let text = program.folder.read(log) ?? ""
    return text.split(separator: "\n").map { line -> String in
      let name = line.prefix { $0 != "=" }
      let differs = ["PYFLOW_RUN_ID", "PYFLOW_IDEMPOTENCY_KEY", "TRACEPARENT"].contains(name)
      return differs ? "\(name)=…" : String(line.replacing(program.folder.path, with: "FOLDER"))
    }
  }

  private static func log(_ program: Program, _ name: String) -> String {
    let run = program.folder.list(".pyflow/runs").first ?? ""
    return ".pyflow/runs/\(run)/\(name).log"
  }

  private static let path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

  @Test("gives a process only what is declared, or what it asks for")
  func runbook() {
    let program = Self.program()
    program.folder.copy("runbooks/features/environment.toml", as: "deploy.toml")
    #expect(program.run("run").exit == 0)
    #expect(
      Self.lines(program, Self.log(program, "show.1")) == [
        Self.path, "PWD=FOLDER", "PYFLOW_ATTEMPT=1", "PYFLOW_IDEMPOTENCY_KEY=…", "PYFLOW_NODE=show", "PYFLOW_RUN_ID=…",
        "PYFLOW_VAR_STAGE=test", "STAGE=test", "TRACEPARENT=…",
      ])
    #expect(
      Self.lines(program, Self.log(program, "build.1")) == [
        "HOME=/home/me", "LANG=C.UTF-8", Self.path, "PWD=FOLDER", "PYFLOW_ATTEMPT=1", "PYFLOW_IDEMPOTENCY_KEY=…",
        "PYFLOW_NODE=build", "PYFLOW_RUN_ID=…", "PYFLOW_VAR_STAGE=test", "STAGE=build", "TRACEPARENT=…",
      ])
    let whole = Self.lines(program, Self.log(program, "whole.1"))
    #expect(whole.contains("AWS_PROFILE=mine") && whole.contains { $0.hasPrefix("PATH=FOLDER/bin:") })
    #expect(!whole.contains("PYFLOW_VAR_OLD=x"))
  }

  @Test("holds for `unless` and for a rollback, which may say otherwise")
  func belongings() {
    let program = Self.program(
      """
      [a]
      command = "true"
      inherit_env = false
      unless = "env >asked; false"
      rollback = "env >undone"
      [b]
      command = "true"
      inherit_env = false
      rollback = { command = "env >undone-b", inherit_env = ["AWS_PROFILE", "NOT_SET"] }
      [c]
      command = "false"
      """)
    #expect(program.run("run").exit == 4)
    for name in ["asked", "undone", "undone-b"] {
      let lines = Self.lines(program, name)
      #expect(lines.contains("PYFLOW_NODE=\(name == "undone-b" ? "b" : "a")") && lines.contains(Self.path))
      #expect(lines.contains("AWS_PROFILE=mine") == (name == "undone-b"))
      #expect(!lines.contains("HOME=/home/me"))
    }
  }

  @Test("holds for the curl of a request, which is found all the same")
  func requests() {
    let program = Self.program(
      """
      [a]
      url = "http://localhost/"
      inherit_env = ["https_proxy"]
      env = { MARK = "set" }
      """)
    program.stub("curl", "env >\"\(program.folder.path)/asked\"; cat >/dev/null; printf 'pyflow-status:200\\n' >&2")
    var proxied = program
    proxied.environment["https_proxy"] = "http://proxy:3128"
    proxied.environment["http_proxy"] = "http://other:3128"
    #expect(proxied.run("run").exit == 0)
    let lines = Self.lines(program, "asked")
    #expect(lines.contains("https_proxy=http://proxy:3128") && lines.contains("MARK=set"))
    #expect(!lines.contains { $0.hasPrefix("http_proxy=") || $0.hasPrefix("HOME=") })
  }

  @Test("a program without a shell is looked up on the path that the node gives it")
  func lookup() {
    let program = Self.program(
      """
      [a]
      command = ["tool"]
      inherit_env = false
      allow_failure = true
      [b]
      command = ["tool"]
      inherit_env = ["PATH"]
      """)
    program.stub("tool", "echo found")
    let result = program.run("run", "--json")
    #expect(result.exit == 0)
    #expect(result.report?.summary == "a failed, b succeeded")
    #expect(result.report?.nodes.first?.reason == "could not be started: start tool: No such file or directory")
  }
}
