import TestSupport
import Testing

/// Questions for variables at a terminal.
@Suite("Questions for variables")
struct VariableQuestionTests {
  private let program = Program(
    """
    [variables]
    ENV = { required = true, choices = ["dev", "prod"], description = "where to" }
    COPIES = { default = 2, min = 1, max = 9 }
    [a]
    command = "echo {{ ENV }} {{ COPIES }} >said"
    """)

  @Test("a missing one is asked for, with its choices as a menu", arguments: ["2\n", "prod\n"])
  func menu(_ answer: String) throws {
    let terminal = try #require(TerminalProgram(program, "run", "--color", "never"))
    #expect(terminal.waitForScreen("ENV: where to\r\n  1) dev\r\n  2) prod\r\nENV (1-2): "))
    terminal.type(answer)
    #expect(terminal.wait().exit == 0)
    #expect(program.folder.read("said") == "prod 2\n")
  }

  @Test("an answer that does not fit is explained, and asked for again")
  func again() throws {
    let terminal = try #require(TerminalProgram(program, "run", "--color", "never"))
    #expect(terminal.waitForScreen("ENV (1-2): "))
    terminal.type("qa\n")
    #expect(terminal.waitForScreen("`qa` is not among the choices"))
    terminal.type("1\n")
    #expect(terminal.wait().exit == 0)
    #expect(program.folder.read("said") == "dev 2\n")
  }

  @Test("--ask asks for all, with the default in brackets")
  func askAll() throws {
    let terminal = try #require(TerminalProgram(program, "run", "--color", "never", "--ask", "--var", "ENV=dev"))
    #expect(terminal.waitForScreen("COPIES [2]: "))
    terminal.type("3\n")
    #expect(terminal.wait().exit == 0)
    #expect(program.folder.read("said") == "dev 3\n")
  }

  @Test("an empty answer takes the default")
  func takesDefault() throws {
    let terminal = try #require(TerminalProgram(program, "run", "--color", "never", "--ask", "--var", "ENV=dev"))
    #expect(terminal.waitForScreen("COPIES [2]: "))
    terminal.type("\n")
    #expect(terminal.wait().exit == 0)
    #expect(program.folder.read("said") == "dev 2\n")
  }

  @Test("a secret is typed unseen")
  func secret() throws {
    let program = Program("[variables]\nTOKEN = { secret = true }\n[a]\ncommand = \"printf '%s' {{ TOKEN }} >said\"\n")
    let terminal = try #require(TerminalProgram(program, "run", "--color", "never"))
    #expect(terminal.waitForScreen("TOKEN: "))
    terminal.type("hunter2hunter2\n")
    let (exit, screen) = terminal.wait()
    #expect(exit == 0)
    #expect(!screen.contains("hunter2"))
    #expect(program.folder.read("said") == "hunter2hunter2")
  }

  @Test("the end of the input is no answer")
  func endOfInput() throws {
    let terminal = try #require(TerminalProgram(program, "run", "--color", "never"))
    #expect(terminal.waitForScreen("ENV (1-2): "))
    terminal.type("\u{4}")
    let (exit, screen) = terminal.wait()
    #expect(exit == 2)
    #expect(screen.contains("variable `ENV` has no value"))
  }

  @Test("nobody is asked without a terminal, with --no-input, or with --no-interactive-vars")
  func nobody() throws {
    #expect(program.run("run").exit == 2)
    for flag in ["--no-input", "--no-interactive-vars"] {
      #expect(try #require(TerminalProgram(program, "run", "--color", "never", flag)).wait().exit == 2)
    }
  }
}
