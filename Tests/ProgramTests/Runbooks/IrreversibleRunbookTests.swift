import TestSupport
import Testing

/// `runbooks/features/irreversible.toml`.
@Suite("The runbook of irreversible nodes")
struct IrreversibleRunbookTests {
  private let program = Program()

  init() { program.folder.copy("runbooks/features/irreversible.toml", as: "deploy.toml") }

  @Test("without a terminal it waits for a person, whom --yes does not replace")
  func waits() {
    let result = program.run("run", "--yes")
    #expect(result.exit == 6)
    #expect(result.error.contains("? drop: run what cannot be undone: rm tables/old\n"))
    #expect(result.error.contains("  answer with: pyflow approve deploy.toml "))
    #expect(!result.error.contains("--yes"))
    #expect(program.folder.exists("tables/old"))
  }

  @Test("a yes closes what was done before, and only what came after is undone")
  func approved() throws {
    let terminal = try #require(TerminalProgram(program, "run", "--max-retries", "0"))
    #expect(terminal.waitForScreen("? drop: run what cannot be undone: rm tables/old [y/N]"))
    terminal.type("y\n")
    let (exit, screen) = terminal.wait()
    #expect(exit == 4)
    #expect(screen.contains("rollbacks before drop were closed, not undone: copy"))
    #expect(program.folder.exists("tables/new"))
    #expect(!program.folder.exists("tables/switched"))
    let history = program.run("audit", "show", "latest").output
    #expect(history.contains("rollback closed by drop"))
    #expect(history.contains("drop succeeded"))
    #expect(program.run("audit", "verify").exit == 0)
  }

  @Test("somebody else can answer")
  func elsewhere() throws {
    let terminal = try #require(TerminalProgram(program, "run", "--max-retries", "0"))
    #expect(terminal.waitForScreen("[y/N]"))
    #expect(program.run("approve", "deploy.toml", "latest", "drop").exit == 0)
    #expect(terminal.wait().exit == 4)
    #expect(!program.folder.exists("tables/old"))
  }

  @Test("a no leaves the table, and undoes the rest")
  func rejected() throws {
    let terminal = try #require(TerminalProgram(program, "run", "--max-retries", "0"))
    #expect(terminal.waitForScreen("[y/N]"))
    terminal.type("n\n")
    #expect(terminal.wait().exit == 4)
    #expect(program.folder.exists("tables/old") && !program.folder.exists("tables/new"))
  }

  @Test("where the template says that it is not so, nothing is asked or closed")
  func reversible() {
    let result = program.run("run", "--var", "DROP=false")
    #expect(result.exit == 4)
    #expect(!result.error.contains("closed"))
    #expect(!program.folder.exists("tables/new"))
  }
}
