import Foundation
import TestSupport
import Testing

/// SIGKILL at every system call of `pyflow kv set` that touches a file (T1).
@Suite("T1: a change of the key-value store that is killed at a system call")
struct KeyValueKillTests {
  private static let names = ["openat", "mkdir", "flock", "write", "fdatasync", "fsync", "rename", "close", "fstat"]

  @Test("leaves the old store or the new one", arguments: names)
  func killed(name: String) throws {
    guard Machine.has("strace", for: "SIGKILL at every system call") else { return }
    var killed = 0
    for number in 1...Torture.count(12, long: 60, nightly: 60) {
      var program = Program("[a]\ncommand = \"true\"")
      #expect(program.run("kv", "set", "n", "old").exit == 0)
      program.wrapper = [
        "strace", "-qq", "-o", "/dev/null", "-e", "trace=\(name)", "-e", "inject=\(name):signal=SIGKILL:when=\(number)",
      ]
      let result = program.run("kv", "set", "n", "new")
      program.wrapper = []
      let kept = program.run("kv", "get", "n")
      #expect(kept.exit == 0 && ["old\n", "new\n"].contains(kept.output), "\(name) \(number): \(kept.error)")
      if result.exit == 0 { #expect(kept.output == "new\n") }
      // Nothing that was left keeps the next one from its work.
      #expect(program.run("kv", "set", "n", "next").exit == 0)
      #expect(program.run("kv", "get", "n").output == "next\n" && !program.folder.exists(".pyflow/kv.json.new"))
      if result.exit == 0 { break }
      killed += 1
    }
    Torture.tell("T1", killed, "calls of \(name) in kv set")
  }
}
