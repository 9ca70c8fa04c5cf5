import TestSupport
import Testing

/// Asking at the terminal what to do about a failure.
@Suite("Questions about failures, with the built program")
struct FailureQuestionProgramTests {
  private static let runbook = """
    [build]
    command = "echo compiling; test -e mended"
    [ship]
    command = "touch shipped"
    """
  private let program = Program(runbook)

  private func start(_ arguments: String...) throws -> TerminalProgram {
    let terminal = try #require(TerminalProgram(program, "run"))
    #expect(terminal.waitForScreen("? build: what now, within 30m? [retry/skip/abort]"))
    return terminal
  }

  private var audit: String { program.folder.read("deploy.audit.jsonl") ?? "" }

  @Test("shows what failed, and tries again what was mended meanwhile")
  func retry() throws {
    let terminal = try start()
    program.folder.write("", to: "mended")
    terminal.type("r\n")
    let (exit, screen) = terminal.wait()
    #expect(exit == 0)
    #expect(screen.contains("failed: exit 1"))
    #expect(screen.contains("│ compiling"))
    #expect(screen.contains("build is tried again, says "))
    #expect(program.folder.exists("shipped"))
    #expect(audit.contains("\"event\":\"failure.asked\",\"node\":\"build\",\"attempt\":1,"))
    #expect(audit.contains("\"event\":\"failure.answered\",\"node\":\"build\",\"decision\":\"retry\",\"by\":"))
    #expect(program.run("audit", "verify").exit == 0)
  }

  @Test("goes on without what is skipped, and warns")
  func skip() throws {
    let terminal = try start()
    terminal.type("skip\n")
    let (exit, screen) = terminal.wait()
    #expect(exit == 0)
    #expect(screen.contains("warning:"))
    #expect(screen.contains("skipped by hand after a failure: build"))
    #expect(program.folder.exists("shipped"))
    #expect(audit.contains("after it failed: exit 1"))
    #expect(program.run("audit", "show", "deploy.toml", "latest").output.contains("○ build skipped by "))
    #expect(program.run("audit", "show", "deploy.toml", "latest", "--json").output.contains("\"decided_by\":"))
  }

  @Test("ends as without a question if the failure is to stand; Enter alone asks again")
  func abort() throws {
    let terminal = try start()
    terminal.type("\n")
    #expect(terminal.waitForScreen("Please answer r (retry), s (skip) or a (abort)."))
    terminal.type("a\n")
    let (exit, screen) = terminal.wait()
    #expect(exit == 1)
    #expect(screen.contains("── build failed"))
    #expect(!program.folder.exists("shipped"))
  }

  @Test("lets the failure stand on Ctrl-C, and at the end of the input", arguments: [("\u{3}", 130), ("\u{4}", 1)])
  func ended(key: String, exit: Int) throws {
    let terminal = try start()
    terminal.type(key)
    #expect(terminal.wait().exit == exit)
  }

  @Test("offers no skip of a critical node")
  func critical() throws {
    program.folder.write("[a]\ncommand = 'false'\ncritical = true\n", to: "deploy.toml")
    let terminal = try #require(TerminalProgram(program, "run"))
    #expect(terminal.waitForScreen("? a: what now, within 30m? [retry/abort]"))
    terminal.type("skip\n")
    #expect(terminal.waitForScreen("Please answer r (retry) or a (abort)."))
    terminal.type("a\n")
    #expect(terminal.wait().exit == 1)
  }

  @Test(
    "asks nothing where nobody is to be asked",
    arguments: [["--no-input"], ["--max-retries", "0"], ["--no-interactive-vars"]])
  func silent(arguments: [String]) throws {
    let terminal = try #require(TerminalProgram(program, arguments: ["run"] + arguments))
    let (exit, screen) = terminal.wait()
    #expect(exit == 1)
    #expect(!screen.contains("what now"))
  }

  @Test("asks nothing under GitHub Actions, and nothing without a terminal")
  func actions() throws {
    var other = program
    other.environment = ["GITHUB_ACTIONS": "true"]
    let terminal = try #require(TerminalProgram(other, "run"))
    #expect(terminal.wait().exit == 1)
    #expect(program.run("run").exit == 1)
    #expect(!audit.contains("failure.asked"))
  }

  @Test("waits as long as the runbook says", arguments: ["soon", "0"])
  func limit(_ value: String) {
    program.folder.write("[runbook]\ninteractive_timeout = '\(value)'\n" + Self.runbook, to: "deploy.toml")
    #expect(program.run("validate").exit == 2)
    program.folder.write("[runbook]\ninteractive_timeout = '5m'\n" + Self.runbook, to: "deploy.toml")
    #expect(program.run("plan", "--json").output.contains("\"interactive_timeout\":\"5m\""))
    #expect(program.run("run", "--max-retries", "many").exit == 64)
  }
}
