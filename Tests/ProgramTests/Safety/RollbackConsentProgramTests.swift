import TestSupport
import Testing

/// `[runbook] rollback = "ask"` on a terminal and without one.
@Suite("Asking whether to roll back, with the built program")
struct RollbackConsentProgramTests {
  private let program = Program(
    """
    [runbook]
    rollback = "ask"
    [deploy]
    command = "touch live"
    rollback = "rm live"
    [smoke]
    command = "exit 1"
    """)

  @Test("without a terminal nothing is undone, and a person is needed", arguments: [[], ["--yes"]])
  func withoutTerminal(flags: [String]) {
    let result = program.run(["run"] + flags)
    #expect(result.exit == 5)
    #expect(program.folder.exists("live"))
    #expect(
      result.error.contains(
        """
        nobody can be asked here whether to roll back

        ── smoke failed: exit 1
          $ exit 1
        nothing was undone; if it is to be, by hand, in this order:
          # deploy
          rm live
        halted after
        """))
    #expect(program.run("audit", "show").output.contains("halted"))
  }

  @Test("a yes undoes it, and the audit tells who wanted it")
  func granted() throws {
    let terminal = try #require(TerminalProgram(program, "run", "--max-retries", "0"))
    #expect(terminal.waitForScreen("? roll back? [y/N]"))
    terminal.type("y\n")
    let (exit, screen) = terminal.wait()
    #expect(exit == 4)
    #expect(screen.contains("to be undone, in this order:"))
    #expect(!program.folder.exists("live"))
    #expect(program.run("audit", "show", "latest").output.contains("  rollback wanted by "))
    #expect(program.folder.read("deploy.audit.jsonl")?.contains("\"event\":\"rollback.granted\",\"by\":") == true)
  }

  @Test("a no leaves it, with the command to undo it by hand")
  func declined() throws {
    let terminal = try #require(TerminalProgram(program, "run", "--max-retries", "0"))
    #expect(terminal.waitForScreen("? roll back? [y/N]"))
    terminal.type("n\n")
    let (exit, screen) = terminal.wait()
    #expect(exit == 1)
    #expect(screen.contains("not undone; what is left to do by hand"))
    #expect(program.folder.exists("live"))
  }

  @Test("Ctrl-C at the question ends the run as it is")
  func interrupted() throws {
    let terminal = try #require(TerminalProgram(program, "run", "--max-retries", "0"))
    #expect(terminal.waitForScreen("? roll back? [y/N]"))
    terminal.type("\u{3}")
    #expect(terminal.wait().exit == 130)
    #expect(program.folder.exists("live"))
  }
}
