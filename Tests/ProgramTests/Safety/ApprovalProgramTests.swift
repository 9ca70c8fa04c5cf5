import TestSupport
import Testing

/// Manual nodes on a terminal and without one.
@Suite("Approvals, with the built program")
struct ApprovalProgramTests {
  private static let runbook = """
    [build]
    command = "true"
    [approve]
    prompt = "Ship to {{ 'production' }}?"
    [ship]
    command = "touch shipped"
    """
  private let program = Program(runbook)

  @Test("without a terminal the run waits, exits 6, and says how to go on")
  func withoutTerminal() {
    let result = program.run("run", "--json")
    #expect(result.exit == 6)
    #expect(result.report?.status == "waiting")
    #expect(result.report?.summary == "approve waiting, build succeeded, ship pending")
    #expect(result.error.contains("? approve: Ship to production?\n"))
    #expect(!program.folder.exists("shipped"))
    #expect(program.run("audit", "show").output.contains("waiting"))
  }

  @Test("--yes approves, and the audit tells who")
  func yes() {
    #expect(program.run("run", "--yes").exit == 0)
    #expect(program.folder.exists("shipped"))
    #expect(program.folder.read("deploy.audit.jsonl")?.contains("\"event\":\"approval.granted\"") == true)
  }

  @Test("a yes at the terminal approves", arguments: ["y\n", "yes\n", "Y\n"])
  func approved(_ answer: String) throws {
    let terminal = try #require(TerminalProgram(program, "run"))
    #expect(terminal.waitForScreen("Ship to production? [y/N]"))
    terminal.type(answer)
    #expect(terminal.wait().exit == 0)
    #expect(program.folder.exists("shipped"))
  }

  @Test("anything else but a yes does not", arguments: ["n\n", "no\n", "\n"])
  func rejected(_ answer: String) throws {
    let terminal = try #require(TerminalProgram(program, "run"))
    #expect(terminal.waitForScreen("Ship to production? [y/N]"))
    terminal.type(answer)
    let (exit, screen) = terminal.wait()
    #expect(exit == 1)
    #expect(screen.contains("rejected by"))
    #expect(!program.folder.exists("shipped"))
  }

  @Test("an unclear answer is asked again")
  func unclear() throws {
    let terminal = try #require(TerminalProgram(program, "run"))
    #expect(terminal.waitForScreen("[y/N]"))
    terminal.type("maybe\n")
    #expect(terminal.waitForScreen("Please answer y (yes) or n (no)."))
    terminal.type("y\n")
    #expect(terminal.wait().exit == 0)
  }

  @Test("the end of the input is no approval")
  func endOfInput() throws {
    let terminal = try #require(TerminalProgram(program, "run"))
    #expect(terminal.waitForScreen("[y/N]"))
    terminal.type("\u{4}")
    #expect(terminal.wait().exit == 6)
    #expect(!program.folder.exists("shipped"))
  }

  @Test("Ctrl-C at the question ends the run")
  func interrupted() throws {
    let terminal = try #require(TerminalProgram(program, "run"))
    #expect(terminal.waitForScreen("[y/N]"))
    terminal.type("\u{3}")
    #expect(terminal.wait().exit == 130)
    #expect(!program.folder.exists("shipped"))
  }

  @Test("--no-input asks nothing, also at a terminal")
  func noInput() throws {
    let terminal = try #require(TerminalProgram(program, "run", "--no-input"))
    #expect(terminal.wait().exit == 6)
  }

  @Test("fields are asked for at the terminal, one by one")
  func fields() throws {
    let program = Program(
      """
      [go]
      prompt = "Ship?"
      [go.fields]
      COPIES = { type = "int", max = 9 }
      COLOUR = { choices = ["red", "blue"] }
      [ship]
      command = "echo {{ nodes.go.outputs.COPIES }} {{ nodes.go.outputs.COLOUR }}"
      """)
    let terminal = try #require(TerminalProgram(program, "run"))
    #expect(terminal.waitForScreen("Ship? [y/N]"))
    terminal.type("y\n")
    #expect(terminal.waitForScreen("? go: COPIES: "))
    terminal.type("10\n")
    #expect(terminal.waitForScreen("at most 9 is allowed"))
    terminal.type("3\n")
    #expect(terminal.waitForScreen("? go: COLOUR (1-2): "))
    terminal.type("2\n")
    #expect(terminal.waitForScreen("│ 3 blue"))
    #expect(terminal.wait().exit == 0)
  }

  @Test("somebody else may answer first: the question is withdrawn from the terminal")
  func elsewhere() throws {
    let terminal = try #require(TerminalProgram(program, "run"))
    #expect(terminal.waitForScreen("Ship to production? [y/N]"))
    #expect(program.run("approve", "--comment", "from afar").exit == 0)
    #expect(terminal.waitForScreen(": from afar"))
    let (exit, _) = terminal.wait()
    #expect(exit == 0 && program.folder.exists("shipped"))
  }

  @Test("whoever is at the terminal and may not approve is told who may")
  func notHere() throws {
    let program = Program("[go]\nprompt = \"Ship?\"\nnot_requester = true\n")
    let terminal = try #require(TerminalProgram(program, "run"))
    #expect(terminal.waitForScreen("may approve: anybody, not the requester"))
    #expect(terminal.waitForScreen("go waits for approval"))
    #expect(program.run("reject").exit == 0)
    let (exit, screen) = terminal.wait()
    #expect(exit == 1 && !screen.contains("[y/N]"))
  }

  @Test("a question before a node at the terminal starts it, one after it accepts it")
  func prompts() throws {
    let program = Program(
      "[a]\ncommand = \"echo made\"\nprompt_before = \"Start?\"\nprompt_after = \"Fine?\"\n")
    let terminal = try #require(TerminalProgram(program, "run"))
    #expect(terminal.waitForScreen("Start? [y/N]"))
    terminal.type("y\n")
    #expect(terminal.waitForScreen("Fine? [y/N]"))
    terminal.type("n\n")
    let (exit, screen) = terminal.wait()
    #expect(exit == 1 && screen.contains("│ made") && screen.contains("rejected by"))
  }
}
