import TestSupport
import Testing

/// What a run is taken up with: the texts, values and plugins that it was made of.
@Suite("What a run was made of")
struct ResumedSourceTests {
  /// A run whose second node fails until there is `ok`.
  private static func failed(_ runbook: String, _ arguments: String...) -> Program {
    let program = Program(runbook)
    let result = program.run(["run", "deploy.toml"] + arguments)
    #expect(result.exit == 1, "\(result.error)")
    program.folder.write("", to: "ok")
    return program
  }

  @Test("is read from beside the audit file where it was too much for a line")
  func largeValues() {
    let text = String(repeating: "release notes ", count: 2000)
    let program = Self.failed(
      "[variables]\nNOTES = \"-\"\n[a]\ncommand = \"test -e ok\"\n[b]\ncommand = \"printf %s {{ NOTES }} > notes\"\n",
      "--var", "NOTES=\(text)")
    #expect(program.folder.read("deploy.audit.jsonl")?.contains("/variables.json\"") == true)
    let resumed = program.run("resume")
    #expect(resumed.exit == 0, "\(resumed.error)")
    #expect(program.folder.read("notes") == text)
  }

  @Test("has its plugins where its runbooks are", arguments: ["deploy.toml", "DIR/deploy.toml"])
  func plugins(name: String) {
    let program = Program("[in]\nrunbook = \"team/inner.toml\"\n")
    let inner = "[a]\ncommand = \"test -e \(program.folder.path)/ok\"\n[b]\nplugin = \"x\"\nfunction = \"f\"\n"
    program.folder.write(inner, to: "team/inner.toml")
    let script = PluginProgramTests.script(#"touch called; echo '{"id":1,"type":"result"}'"#)
    program.folder.write("#!/bin/sh\n\(script)\n", to: "team/.pyflow/plugins/pyflow-plugin-x", mode: 0o755)
    let path = name.replacing("DIR", with: program.folder.path)
    #expect(program.run("run", path).exit == 1)
    program.folder.write("", to: "ok")
    let resumed = program.run("resume", path)
    #expect(resumed.exit == 0, "\(resumed.error)")
    #expect(resumed.error.contains("✓ in/b"))
  }

  @Test("has no text of a runbook that other values would call")
  func otherRunbook() {
    let program = Program(
      "[variables]\nTEAM = \"web\"\n[a]\ncommand = \"test -e ok\"\n[in]\nrunbook = \"{{ TEAM }}.toml\"\n")
    for team in ["web", "api"] { program.folder.write("[x]\ncommand = \"true\"\n", to: "\(team).toml") }
    #expect(program.run("run", "deploy.toml").exit == 1)
    program.folder.write("", to: "ok")
    let resumed = program.run("resume", "deploy.toml", "--var", "TEAM=api")
    #expect(resumed.exit == 2)
    #expect(resumed.error.contains("the run has no record of this file"), "\(resumed.error)")
    #expect(program.run("resume", "deploy.toml").exit == 0)
  }

  /// Changes the records of a run so that only their content is wrong.
  private static func forge(_ program: Program, _ change: (String) -> String) throws {
    let audit = try #require(program.folder.read("deploy.audit.jsonl"))
    #expect(Forgery.sealed(audit) == audit)
    program.folder.write(Forgery.sealed(change(audit)), to: "deploy.audit.jsonl")
    #expect(program.run("audit", "verify").exit == 0)
  }

  @Test("comes to the same plan, or nothing runs")
  func otherPlan() throws {
    let program = Self.failed("[a]\ncommand = \"test -e ok\"\n")
    try Self.forge(program) { audit in
      audit.replacing(/"plan":"[0-9a-f]{64}"/, with: "\"plan\":\"\(String(repeating: "0", count: 64))\"")
        .replacing(/"pyflow":"[^"]+"/, with: "\"pyflow\":\"0.0.1\"")
    }
    let resumed = program.run("resume")
    #expect(resumed.exit == 3)
    #expect(resumed.error.contains("what was recorded comes to another plan than that of run "))
    #expect(resumed.error.contains(", which pyflow 0.0.1 made\n  = hint: use pyflow 0.0.1\n"))
  }

  @Test("has nothing to undo where nothing of its plan goes back")
  func nothingToUndo() throws {
    let program = Self.failed(
      "[runbook]\nrollback = \"never\"\n[a]\ncommand = \"true\"\nrollback = \"true\"\n[b]\ncommand = \"test -e ok\"\n")
    try Self.forge(program) { audit in
      audit.replacing("\"rollback\":true", with: "\"rollback\":false")
        .replacing("\"status\":\"failed\",\"reason\"", with: "\"status\":\"failed\",\"rollback\":true,\"reason\"")
    }
    let undone = program.run("rollback")
    #expect(undone.exit == 0)
    #expect(undone.error.hasSuffix(" has left nothing to undo\n"))
  }

  @Test("is begun anew from nodes, or where it had failed: not both")
  func scopes() {
    let program = Self.failed("[a]\ncommand = \"test -e ok\"\n")
    let result = program.run("resume", "--from", "a", "--only-failed")
    #expect(result.exit == 64)
    #expect(result.error.contains("--from"), "\(result.error)")
  }
}
