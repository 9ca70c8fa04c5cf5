import Foundation
import TestSupport
import Testing

/// `as_file`: the value in a file of its own, which goes with the run, however that ends.
@Suite("Secrets in files")
struct SecretFileTests {
  private static func program(_ command: String) -> Program {
    SecretTraces.program(
      """
      [runbook.secrets]
      KEY = { env = "CI_KEY" }
      [variables]
      VAR = { secret = true }
      [a]
      command = \"""
      ls -ld {{ secrets.KEY | as_file }} > mode; cat {{ secrets.KEY | as_file }} {{ VAR | as_file }} > content
      \(command)
      \"""
      """, ["CI_KEY": "hunter2hunter2", "V_VAR": "variable99"])
  }

  @Test("are their user's alone, outside of the runbook's folder, and gone at the end", arguments: ["true", "false"])
  func life(end: String) {
    let program = Self.program("ls -la .session > session; \(end)")
    let result = program.run("run", "--vars-env", "V_")
    #expect(result.exit == (end == "true" ? 0 : 1))
    #expect(program.folder.read("mode")?.hasPrefix("-rw-------") == true)
    #expect(program.folder.read("content") == "hunter2hunter2variable99")
    #expect(program.folder.read("session")?.contains("drwx------") == true)
    #expect(SecretTraces.files(of: program).isEmpty)
    #expect(!SecretTraces.all(of: program, result).contains("hunter2"))
  }

  @Test("are gone after a run that was cancelled", arguments: [SIGTERM, SIGHUP])
  func cancelled(signal: Int32) {
    let program = Self.program("echo here > reached; exec cat block")
    let reached = NamedPipe(in: program.folder, "reached")
    let block = NamedPipe(in: program.folder, "block")
    defer { withExtendedLifetime(block) {} }
    let running = program.start("run", "--no-input", "--vars-env", "V_")
    #expect(reached.nextLine() == "here")
    #expect(SecretTraces.files(of: program).count == 1)
    running.signal(signal)
    #expect(running.wait().exit == 128 + Int(signal))
    #expect(SecretTraces.files(of: program).isEmpty)
  }

  @Test("that a killed run has left are removed by the next one, not while it lives")
  func killed() {
    let program = Self.program("echo here > reached; exec cat block")
    let reached = NamedPipe(in: program.folder, "reached")
    // At its end the process goes too that the killed run leaves.
    let block = NamedPipe(in: program.folder, "block")
    defer { withExtendedLifetime(block) {} }
    let running = program.start("run", "--no-input", "--vars-env", "V_")
    #expect(reached.nextLine() == "here")
    program.folder.write("[a]\ncommand = 'ls .session > during'\n", to: "other.toml")
    #expect(program.run("run", "other.toml").exit == 0)
    #expect(program.folder.read("during")?.contains("pyflow-secrets") == true)
    running.signal(SIGKILL)
    _ = running.wait()
    #expect(SecretTraces.files(of: program).count == 1)
    #expect(program.run("run", "other.toml").exit == 0)
    #expect(SecretTraces.files(of: program).isEmpty)
  }

  @Test("that cannot be written fail the node, which has not started")
  func unwritable() {
    let program = Self.program("true")
    var blocked = program
    // Nobody can make a folder there.
    blocked.environment["XDG_RUNTIME_DIR"] = "/proc"
    blocked.wrapper = ["sh", "-c", "ulimit -f 0 2>/dev/null; trap '' XFSZ; exec \"$0\" \"$@\" --audit /dev/null"]
    #expect(blocked.run("run", "--vars-env", "V_").exit != 0)
    #expect(!program.folder.exists("content"))
  }

  @Test("are made by a run alone")
  func elsewhere() {
    let program = Program()
    let result = program.run("eval", "'x' | as_file")
    #expect(result.exit == 2)
    #expect(result.error.contains("`as_file` writes a file only while a run goes on"))
  }
}
