import Foundation
import TestSupport
import Testing

/// Nodes that have the terminal, and what becomes of it.
@Suite("The terminal of interactive nodes")
struct TerminalLoanTests {
  /// Sets the terminal as an editor does, and tells who runs it.
  private static let runbook = """
    [undone]
    command = "true"
    rollback = "echo undone >>undone"
    [edit]
    command = "stty -echo -icanon -isig; echo $PPID >reached; read -r x <hold"
    interactive = true
    [next]
    command = "echo next >ran"
    """

  private let program = Program(runbook)
  private let reached: NamedPipe
  private let hold: NamedPipe

  init() {
    reached = NamedPipe(in: program.folder, "reached")
    hold = NamedPipe(in: program.folder, "hold")
  }

  private func start(_ arguments: String...) throws -> (TerminalProgram, process: Int32) {
    let terminal = try #require(TerminalProgram(program, arguments: ["run", "--max-retries", "0"] + arguments))
    let process = try #require(reached.nextLine().flatMap { Int32($0) })
    #expect(!terminal.isAsUsual)
    return (terminal, process)
  }

  @Test("it is as before after one that has changed it, and others go on")
  func ends() throws {
    let (terminal, _) = try start()
    hold.writeLine("go")
    #expect(terminal.wait().exit == 0)
    #expect(terminal.isAsUsual)
    #expect(program.folder.read("ran") == "next\n")
  }

  @Test("it is as before when a signal ends the node", arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT])
  func signalled(number: Int32) throws {
    let (terminal, process) = try start()
    kill(process, number)
    let (exit, _) = terminal.wait()
    #expect(exit == 128 + Int(number))
    #expect(terminal.isAsUsual)
    #expect(program.folder.read("undone") == (number == SIGQUIT ? nil : "undone\n"))
  }

  @Test("one that is stopped stops pyflow's job, and goes on with it")
  func stopped() throws {
    let runbook = "[edit]\ncommand = \"echo ready; read -r x; echo got $x\"\ninteractive = true"
    var program = Program(runbook)
    program.wrapper = ["bash", "-mc", "\"$@\"; echo job-stopped; fg; echo job-ended", "bash"]
    let terminal = try #require(TerminalProgram(program, "run", "--max-retries", "0"))
    #expect(terminal.waitForScreen("ready"))
    terminal.type("\u{1A}")
    #expect(terminal.waitForScreen("job-stopped"))
    terminal.type("hello\n")
    let (exit, screen) = terminal.wait()
    #expect(exit == 0)
    #expect(screen.contains("got hello\r\n") && screen.contains("succeeded"))
    #expect(screen.contains("job-ended"))
  }

  @Test("one that is stopped where no shell waits goes on")
  func stoppedAlone() throws {
    let program = Program("[edit]\ncommand = \"echo ready; read -r x; echo got $x\"\ninteractive = true")
    let terminal = try #require(TerminalProgram(program, "run", "--max-retries", "0"))
    #expect(terminal.waitForScreen("ready"))
    terminal.type("\u{1A}")
    terminal.type("hello\n")
    let (exit, screen) = terminal.wait()
    #expect(exit == 0 && screen.contains("got hello\r\n"))
  }

  @Test("Ctrl-Z stops pyflow, and `fg` goes on")
  func job() throws {
    var program = Program("[a]\ncommand = \"echo here >reached; read -r go <hold\"")
    let reached = NamedPipe(in: program.folder, "reached")
    let hold = NamedPipe(in: program.folder, "hold")
    program.wrapper = ["bash", "-mc", "\"$@\"; echo job-stopped; fg; echo job-ended", "bash"]
    let terminal = try #require(TerminalProgram(program, "run", "--color", "never"))
    #expect(reached.nextLine() == "here")
    terminal.type("\u{1A}")
    #expect(terminal.waitForScreen("job-stopped"))
    hold.writeLine("go")
    let (exit, screen) = terminal.wait()
    #expect(exit == 0)
    #expect(screen.contains("succeeded in") && screen.contains("job-ended"))
  }

  @Test("a secret's question that a signal ends gives the terminal its echo back", arguments: [SIGTERM, SIGHUP])
  func hidden(number: Int32) throws {
    var program = Program(
      "[variables]\nTOKEN = { secret = true, required = true }\n[a]\ncommand = \"echo {{ TOKEN }}\"")
    program.wrapper = ["sh", "-c", "echo $$ >own; exec \"$@\"", "sh"]
    let terminal = try #require(TerminalProgram(program, "run"))
    #expect(terminal.waitForScreen("TOKEN"))
    let own = program.folder.read("own")?.trimmingCharacters(in: .newlines)
    kill(try #require(own.flatMap { Int32($0) }), number)
    _ = terminal.wait()
    #expect(terminal.isAsUsual)
  }
}
