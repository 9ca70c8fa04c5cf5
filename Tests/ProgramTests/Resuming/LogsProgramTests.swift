import Foundation
import TestSupport
import Testing

/// `pyflow logs` with the built program.
@Suite("The logs of a run")
struct LogsProgramTests {
  private static let runbook = """
    [a]
    command = "printf 'one\\\\ntwo\\\\n\\\\033[31mthree'"
    rollback = "echo undone"
    [b]
    command = "echo try; false"
    retry = { attempts = 2, delay = "1ms" }
    """

  @Test("stand in the order in which they began, each line behind its node; several attempts are numbered")
  func all() {
    let program = Program(Self.runbook)
    #expect(program.run("run").exit == 4)
    let logs = program.run("logs")
    #expect(logs.exit == 0 && logs.error.isEmpty)
    #expect(logs.output == "a | one\na | two\na | three\nb | try\nb#2 | try\na rollback | undone\n")
    #expect(program.run("logs", "--tail", "1").output == "a | three\nb | try\nb#2 | try\na rollback | undone\n")
    #expect(program.run("logs", "--tail", "0").output.isEmpty)
    #expect(
      program.run("logs", "--tail", "1", "--json").output.hasPrefix(
        #"{"node":"a","step":"run","attempt":1,"line":"\u001b[31mthree"}"# + "\n"))
  }

  @Test("of one node are its bytes, in a pipe; at a terminal they steer nothing")
  func single() throws {
    let program = Program(Self.runbook)
    #expect(program.run("run").exit == 4)
    #expect(program.run("logs", "latest", "a").output == "one\ntwo\n\u{1B}[31mthreeundone\n")
    #expect(program.run("logs", "latest", "b", "--attempt", "2").output == "try\n")
    #expect(program.run("logs", "latest", "a", "--tail", "1", "--attempt", "1").output == "\u{1B}[31mthreeundone\n")
    let terminal = try #require(TerminalProgram(program, "logs", "latest", "a"))
    let (exit, screen) = terminal.wait()
    #expect(exit == 0 && screen == "a | one\r\na | two\r\na | three\r\na rollback | undone\r\n")
    var github = program
    github.environment["GITHUB_ACTIONS"] = "true"
    #expect(!github.run("logs", "latest", "a").output.contains("\u{1B}"))
  }

  @Test("that were removed are said to be gone; what printed nothing has none; what is wrong is said")
  func missing() throws {
    let program = Program("[a]\ncommand = \"echo a\"\n[b]\ncommand = \"true\"\n[c]\ncommand = \"echo c\"\n")
    #expect(program.run("run").exit == 0)
    let run = try #require(program.folder.list(".pyflow/runs").first)
    try FileManager.default.removeItem(atPath: "\(program.folder.path)/.pyflow/runs/\(run)/a.1.log")
    let logs = program.run("logs")
    #expect(logs.exit == 0 && logs.output == "c | c\n")
    #expect(logs.error == "a: its log is gone: \(program.folder.path)/.pyflow/runs/\(run)/a.1.log\n")
    #expect(program.run("logs", "latest", "b").error == "b has printed nothing\n")
    let unknown = program.run("logs", "latest", "cc")
    #expect(unknown.exit == 2)
    #expect(unknown.error == "pyflow: error: run \(run) has no node `cc`\n  = hint: did you mean `c`?\n")
    let attempt = program.run("logs", "latest", "c", "--attempt", "2")
    #expect(attempt.exit == 2 && attempt.error == "pyflow: error: c of run \(run) has no attempt 2\n")
    #expect(program.run("logs", "--tail", "-1").exit == 64)
    #expect(program.run("logs", "--attempt", "0").exit == 64)
  }

  @Test("are followed as they grow, also those of nodes that begin later, until the run has ended")
  func followed() {
    let program = Program(
      """
      [a]
      command = "echo first; exec 3< hold; echo here > reached; read x <&3; printf $x"
      [b]
      command = "echo second"
      """)
    let (reached, hold) = (NamedPipe(in: program.folder, "reached"), NamedPipe(in: program.folder, "hold"))
    let running = program.start("run")
    #expect(reached.nextLine() == "here")
    let logs = program.start("logs", "--follow")
    let one = program.start("logs", "deploy.toml", "latest", "b", "-f")
    #expect(logs.waitForOutput("a | first\n"))
    hold.writeLine("more")
    #expect(running.wait().exit == 0)
    let (all, single) = (logs.wait(), one.wait())
    #expect(all.exit == 0 && all.output == "a | first\na | more\nb | second\n")
    #expect(single.exit == 0 && single.output == "second\n")
  }

  @Test("of a run whose process dies are not followed for ever")
  func died() {
    let program = Program("[a]\ncommand = \"echo first; exec 3< hold; echo here > reached; read x <&3\"\n")
    let reached = NamedPipe(in: program.folder, "reached")
    let hold = NamedPipe(in: program.folder, "hold")
    let running = program.start("run")
    #expect(reached.nextLine() == "here")
    let logs = program.start("logs", "--follow")
    #expect(logs.waitForOutput("a | first\n"))
    running.signal(SIGKILL)
    _ = running.wait()
    let result = logs.wait()
    #expect(result.exit == 5)
    #expect(
      result.error.contains("did not end: its process is gone\n  = hint: go on with it: pyflow resume deploy.toml "))
    hold.writeLine("end")
  }
}
