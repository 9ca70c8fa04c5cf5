import TestSupport
import Testing

/// What a person sees while a run goes on.
@Suite("Progress")
struct TerminalProgressTests {
  private static let runbook = """
    [first]
    command = "echo hello"
    [second]
    command = "echo running >reached; read -r go <hold"
    """

  @Test("a terminal has a live line that tells what runs, and leaves no trace")
  func live() throws {
    let program = Program(Self.runbook)
    let reached = NamedPipe(in: program.folder, "reached")
    let hold = NamedPipe(in: program.folder, "hold")
    let terminal = try #require(TerminalProgram(program, "run", "--color", "never"))
    #expect(reached.nextLine() == "running")
    #expect(terminal.waitForScreen("[1/2] second "))
    hold.writeLine("go")
    let (exit, screen) = terminal.wait()
    #expect(exit == 0)
    #expect(screen.contains("\r\u{1B}[K✓ second ("))
    #expect(screen.contains("  │ hello\r\n"))
    #expect(screen.hasSuffix("· deploy.audit.jsonl\r\n"))
  }

  @Test("colour is for terminals alone, and heeds NO_COLOR and --color")
  func color() throws {
    var program = Program("[a]\ncommand = \"true\"")
    #expect(!program.run("run").error.contains("\u{1B}"))
    #expect(program.run("run", "--color", "always").error.contains("\u{1B}["))
    #expect(try #require(TerminalProgram(program, "run")).wait().screen.contains("\u{1B}[32m"))
    program.environment["NO_COLOR"] = "1"
    #expect(!(try #require(TerminalProgram(program, "run")).wait().screen.contains("\u{1B}[32m")))
  }

  @Test("what a command prints cannot play with the terminal")
  func controlSequences() {
    let program = Program("[a]\ncommand = ['printf', '\\033]0;title\\007\\033[2Jtext\\rover\\n']")
    let result = program.run("run")
    #expect(result.exit == 0)
    #expect(!result.error.contains("\u{1B}"))
    #expect(!result.error.contains("\r"))
    #expect(result.error.contains("text"))
  }
}
