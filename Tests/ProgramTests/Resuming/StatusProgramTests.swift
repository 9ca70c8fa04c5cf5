import Foundation
import TestSupport
import Testing

/// `pyflow status` with the built program.
@Suite("Where a run stands")
struct StatusProgramTests {
  /// The lines of a status without what is another one each time: the run's id, times, who, where.
  private static func plain(_ result: Program.Result, _ program: Program) throws -> [String] {
    let id = try #require(program.run("list", "--json").output.firstMatch(of: /"run":"(\w+)"/)?.1)
    return result.output.replacing(id, with: "RUN").split(separator: "\n").map(String.init)
      .filter { !$0.hasPrefix("  started") && !$0.hasPrefix("  since") && !$0.hasPrefix("  resumed") }
      .map { $0.replacing(/, for [\d.]+s/, with: "") }
  }

  @Test("a failed run: what failed with its last lines, how far it came, and the way on")
  func failed() throws {
    let program = Program(
      "[runbook]\ntitle = \"Release\"\n[a]\ncommand = \"true\"\n[b]\ncommand = \"echo one; echo two >&2; exit 3\"\n[c]\ncommand = \"true\"\n"
    )
    #expect(program.run("status").exit == 2)
    #expect(program.run("run").exit == 1)
    let status = program.run("status")
    #expect(status.exit == 1 && status.error.isEmpty)
    #expect(
      try Self.plain(status, program) == [
        "Release  failed", "  run      RUN", "  nodes    3 of 3 ended: 1 succeeded, 1 failed, 1 blocked",
        "  failed   b: exit 3", "           │ one", "           │ two", "           log: .pyflow/runs/RUN/b.1.log",
        "  go on: pyflow resume deploy.toml RUN",
      ])
  }

  @Test(
    "its exit code is the one that the run ended with",
    arguments: [
      ("command = \"true\"", 0), ("command = \"false\"", 1), ("command = \"false\"\nrollback = \"true\"", 4),
      ("command = \"false\"\nrollback = \"false\"", 5), ("prompt = \"Go?\"", 6),
      ("command = \"kill -TERM $PPID; sleep 100\"", 143), ("command = \"kill -INT $PPID; sleep 100\"", 130),
    ])
  func exitCodes(keys: String, exit: Int) {
    let program = Program("[a]\n\(keys)\n")
    #expect(program.run("run").exit == exit)
    #expect(program.run("status").exit == exit)
    #expect(program.run("status", "--json").output.contains("\"exit_code\":\(exit),\"alive\":false"))
  }

  @Test("a nested runbook that was undone leaves nothing to undo")
  func undoneInside() {
    let program = Program("[in]\nrunbook = \"inner.toml\"\n[after]\ncommand = \"false\"\n")
    program.folder.write("[x]\ncommand = \"true\"\nrollback = \"true\"\n", to: "inner.toml")
    #expect(program.run("run", "deploy.toml").exit == 4)
    let status = program.run("status", "deploy.toml")
    #expect(status.exit == 4 && !status.output.contains("pyflow rollback"), "\(status.output)")
  }

  @Test("while it goes on: what runs, what waits for whom, what it holds, and what can be typed")
  func goingOn() throws {
    let program = Program(
      """
      [runbook]
      lock = "site"
      [a]
      command = "exec 3< hold; echo here > reached; read x <&3"
      [ask]
      prompt = "Ship?"
      depends_on = []
      """)
    let (reached, hold) = (NamedPipe(in: program.folder, "reached"), NamedPipe(in: program.folder, "hold"))
    let running = program.start("run", "--wait-approval", "1h")
    #expect(reached.nextLine() == "here")
    let status = program.run("status")
    #expect(status.exit == 0)
    let lines = try Self.plain(status, program)
    #expect(lines.prefix(3) == ["deploy  running", "  run      RUN", "  nodes    0 of 2 ended: 1 running, 1 waiting"])
    #expect(
      lines.dropFirst(3).prefix(3) == [
        "  running  a: exec 3< hold; echo here > reached; read x <&3", "  waiting  ask for anybody: Ship?",
        "             answer with: pyflow approve deploy.toml RUN ask",
      ])
    #expect(lines[6].hasPrefix("  locks    lock `site` held by run RUN of "))
    #expect(
      lines.suffix(2) == [
        "  follow it: pyflow logs deploy.toml RUN --follow", "  pause it: pyflow pause deploy.toml RUN",
      ])
    hold.writeLine("go")
    #expect(program.run("approve").exit == 0)
    #expect(running.wait().exit == 0)
    #expect(program.run("status").exit == 0)
  }

  @Test("a run whose process died is orphaned, and what was under way is unknown")
  func orphaned() throws {
    let program = Program("[a]\ncommand = \"kill -KILL $PPID\"\n[b]\ncommand = \"true\"\n")
    #expect(program.run("run").exit == 137)
    let status = program.run("status")
    #expect(status.exit == 5)
    #expect(
      try Self.plain(status, program) == [
        "deploy  orphaned", "  run      RUN", "  nodes    1 of 2 ended: 1 unknown, 1 pending",
        "  unknown  a: it was under way when pyflow died",
        "  say what came of it: pyflow set-status deploy.toml RUN a succeeded",
        "  go on: pyflow resume deploy.toml RUN",
      ])
  }

  @Test("a run that is half undone: what was not undone and why; an odd path is quoted, another audit file named")
  func halfUndone() throws {
    let program = Program(
      "[a]\ncommand = \"true\"\nrollback = \"echo stuck; exit 9\"\n[b]\ncommand = \"false\"\n", name: "my site's.toml")
    #expect(program.run("run", "my site's.toml", "--audit", "a b.jsonl").exit == 5)
    let status = program.run("status", "my site's.toml", "--audit", "a b.jsonl")
    #expect(status.exit == 5)
    #expect(status.output.contains("  not undone a: exit 9\n           │ stuck\n"))
    let run = try #require(status.output.firstMatch(of: /run      (\w+)/)?.1)
    #expect(
      status.output.hasSuffix("  finish undoing it: pyflow recover 'my site'\\''s.toml' \(run) --audit 'a b.jsonl'\n"))
  }
}
