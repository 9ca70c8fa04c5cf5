import Foundation
import TestSupport
import Testing

/// Timeouts of real processes.
@Suite("Timeouts, with real processes")
struct TimeoutProgramTests {
  @Test("a timeout ends the command and everything that it started")
  func wholeGroup() throws {
    let program = Program(
      """
      [slow]
      timeout = "300ms"
      command = '''
      (read -r never <hold) & echo $! >>children
      read -r never <hold
      '''
      """)
    mkfifo("\(program.folder.path)/hold", 0o600)
    let result = program.run("run")
    #expect(result.exit == 1)
    #expect(result.error.contains("✗ slow failed: timed out after 300ms"))
    let child = try #require(Int32(program.folder.read("children")?.trimmingCharacters(in: .newlines) ?? ""))
    #expect(kill(child, 0) == -1 && errno == ESRCH)
  }

  @Test("a command that ends in time is left alone")
  func inTime() {
    #expect(Program("[quick]\ntimeout = \"1m\"\ncommand = \"true\"").run("run").exit == 0)
  }

  @Test("a process that has left its node's session is ended with the run, and said")
  func daemon() throws {
    let program = Program(
      """
      [starts]
      command = "setsid sh -c 'echo $$ >child; echo up >up; read -r never <hold' >/dev/null 2>&1 & read -r word <up"
      """)
    let pipes = ["hold", "up"].map { NamedPipe(in: program.folder, $0) }
    let result = program.run("run")
    #expect(result.exit == 0)
    #expect(result.error.contains("left processes running; they were ended"))
    let child = try #require(Int32(program.folder.read("child")?.trimmingCharacters(in: .newlines) ?? ""))
    #expect(kill(child, 0) == -1 && errno == ESRCH)
    withExtendedLifetime(pipes) {}
  }

  @Test("a background process that outlives its node is ended, and said")
  func leftovers() throws {
    let program = Program(
      """
      [starts]
      command = "(trap '' HUP; read -r never <hold) & echo $! >child"
      [next]
      command = "true"
      """)
    mkfifo("\(program.folder.path)/hold", 0o600)
    let result = program.run("run")
    #expect(result.exit == 0)
    #expect(result.error.contains("starts left processes running; they were ended"))
    let child = try #require(Int32(program.folder.read("child")?.trimmingCharacters(in: .newlines) ?? ""))
    #expect(kill(child, 0) == -1 && errno == ESRCH)
  }
}
