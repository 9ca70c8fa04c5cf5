import Foundation
import TestSupport
import Testing

/// Nodes and runs for which the memory does not suffice (T18).
@Suite("T18: memory that does not suffice", .enabled(if: Torture.isLong, "only with make torture"))
struct MemoryTests {
  private static let groups = "/sys/fs/cgroup/memory"

  /// A control group of 50 MB, as long as `body` runs.
  private func limited(_ body: (_ joining: String) -> Void) throws {
    let isThere = FileManager.default.fileExists(atPath: "\(Self.groups)/memory.limit_in_bytes")
    guard isThere, Machine.isSuperuser(for: "limits of memory") else {
      if !isThere { print("skipped: limits of memory: there is no memory controller of the first kind") }
      return
    }
    let group = "\(Self.groups)/pyflow-\(UUID().uuidString)"
    try #require(Machine.run("mkdir", group).isDone)
    defer { Machine.run("rmdir", group) }
    try #require(Machine.run("sh", "-c", "echo 50000000 > \(group)/memory.limit_in_bytes").isDone)
    body("echo $$ > \(group)/tasks")
  }

  private static let greedy = "exec python3 -c 'x = bytearray(200000000)'"

  @Test(
    "a node that the system ends fails, and what ended it is said",
    arguments: 0..<Torture.count(1, long: 10, nightly: 20))
  func node(number: Int) throws {
    try limited { joining in
      let victim = Victim(
        "[big]\ncommand = '''\(joining); \(Self.greedy.replacing("'", with: "\""))'''\n[after]\ncommand = \"true\"")
      let result = victim.program.run("run", "--no-input")
      #expect(result.exit == 1, "\(result.error)")
      #expect(
        result.error.contains("ended by signal 9, which pyflow did not send; the system does when memory runs out"))
      victim.checkInvariants("memory of a node")
    }
  }

  @Test("a run that the system ends goes on", arguments: 0..<Torture.count(1, long: 10, nightly: 20))
  func run(number: Int) throws {
    try limited { joining in
      var victim = Victim()
      // All of it is in the group, and somebody beside it takes what there is: the system ends one of them.
      victim.program.wrapper = ["sh", "-c", "\(joining); (\(Self.greedy)) & exec \"$@\"", "sh"]
      let result = victim.program.run("run", "--no-input")
      victim.program.wrapper = []
      if result.exit != 0 {
        victim.endsAsUndisturbed("memory of a run")
      } else {
        victim.checkInvariants("memory of a run")
      }
    }
  }
}
