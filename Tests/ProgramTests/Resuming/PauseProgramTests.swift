import Foundation
import TestSupport
import Testing

/// `pyflow pause` with the built program.
@Suite("Pausing a run")
struct PauseProgramTests {
  /// A run in which `a` waits for a word on `hold`.
  private static func start(_ program: Program) -> (RunningProgram, hold: NamedPipe) {
    let (reached, hold) = (NamedPipe(in: program.folder, "reached"), NamedPipe(in: program.folder, "hold"))
    let running = program.start("run", "deploy.toml", "--wait-approval", "1h")
    #expect(reached.nextLine() == "here")
    return (running, hold)
  }

  @Test("lets what runs finish, and resume goes on exactly there; who paused it is on record, and its lock reserved")
  func paused() throws {
    let program = Program(
      """
      [runbook]
      lock = "site"
      [a]
      command = "echo a >> log; exec 3< hold; echo here > reached; read x <&3"
      rollback = "echo undone >> log"
      [b]
      command = "echo b >> log"
      [last]
      command = "echo last >> log"
      when = "always()"
      """)
    program.folder.write("[runbook]\nlock = \"site\"\n[x]\ncommand = \"true\"\n", to: "other.toml")
    let (running, hold) = Self.start(program)
    let paused = program.run("pause", "deploy.toml", "--comment", "lunch")
    #expect(
      paused.exit == 0
        && paused.output.contains("what runs is let finish\n  then go on with: pyflow resume deploy.toml "))
    #expect(running.waitForError("pausing, as "))
    // Once is enough.
    #expect(program.run("pause", "deploy.toml").exit == 0)
    #expect(program.run("status", "deploy.toml").output.contains("\n  pausing  because "))
    hold.writeLine("go")
    let result = running.wait()
    #expect(result.exit == 5)
    #expect(result.error.contains("halted after "))
    #expect(program.folder.read("log") == "a\n")
    let audit = try #require(program.folder.read("deploy.audit.jsonl"))
    #expect(audit.components(separatedBy: "run.pause_requested").count == 2)
    #expect(audit.contains(#""comment":"lunch""#))
    #expect(audit.contains(#"{"code":"paused","message":"paused by "#))
    let status = program.run("status", "deploy.toml")
    #expect(status.exit == 5 && status.output.hasPrefix("deploy  halted: paused by "))
    #expect(program.run("run", "other.toml").exit == 3)
    #expect(program.run("resume", "deploy.toml").exit == 0)
    #expect(program.folder.read("log") == "a\nb\nlast\n")
    #expect(program.run("run", "other.toml").exit == 0)
    #expect(program.run("audit", "verify", "deploy.toml").exit == 0)
  }

  @Test("keeps an approval that was given before, and lets others answer while nothing runs")
  func approvals() {
    let program = Program(
      """
      [ask]
      prompt = "Ship?"
      [a]
      command = "exec 3< hold; echo here > reached; read x <&3"
      depends_on = []
      [b]
      command = "echo b >> log"
      depends_on = ["ask", "a"]
      """)
    let (running, hold) = Self.start(program)
    #expect(program.run("pause").exit == 0)
    #expect(running.waitForError("pausing, as "))
    hold.writeLine("go")
    #expect(running.wait().exit == 5)
    #expect(program.run("list", "--waiting").output.contains("Ship?"))
    #expect(program.run("approve").exit == 0)
    let second = program.run("approve", "latest", "ask")
    #expect(second.exit == 3)
    #expect(second.error.hasPrefix("pyflow: error: `ask` does not wait for an answer: it was answered by "))
    #expect(program.run("resume").exit == 0)
    #expect(program.folder.read("log") == "b\n")
  }

  @Test("is refused where nothing goes on, and while a run is being undone")
  func refused() {
    let program = Program(
      "[a]\ncommand = \"true\"\nrollback = \"exec 3< hold; echo here > reached; read x <&3\"\n[b]\ncommand = \"false\"\n"
    )
    #expect(program.run("pause").exit == 2)
    let (running, hold) = Self.start(program)
    let undoing = program.run("pause")
    #expect(undoing.exit == 3 && undoing.error.contains(" is being undone, and half of that would be worse\n"))
    hold.writeLine("go")
    #expect(running.wait().exit == 4)
    let over = program.run("pause")
    #expect(over.exit == 3 && over.error.contains(" is not going on\n"))
    #expect(program.folder.read("deploy.audit.jsonl")?.contains("pause_requested") == false)
  }
}
