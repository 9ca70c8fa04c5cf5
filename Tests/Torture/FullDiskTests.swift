import Foundation
import TestSupport
import Testing

/// Runs whose disk is full, or whose files may not grow any more, at any byte (T5).
@Suite("T5: a disk that is full")
struct FullDiskTests {
  /// A chain, beside a node that would go on for long: it must not outlive the run.
  private static let runbook = """
    [runbook]
    mode = "parallel"
    [hold]
    command = "test -e room || sleep 600"
    depends_on = []
    idempotent = true
    [a]
    command = "echo a >> log"
    depends_on = []
    idempotent = true
    [b]
    command = "echo b >> log; echo out-b"
    depends_on = "a"
    idempotent = true
    [c]
    command = "echo c-{{ nodes.b.stdout | trim }} >> log"
    depends_on = "b"
    idempotent = true
    """

  /// How large the audit is when the last node of the chain has ended: with less room the run cannot come to its end.
  private static let sizeBeforeEnd: Int = {
    let victim = Victim(runbook)
    victim.program.folder.write("", to: "room")
    _ = victim.program.run("run", "--no-input", "--jobs", "2")
    let text = victim.program.folder.read("deploy.audit.jsonl") ?? ""
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let last = lines.lastIndex { $0.contains("\"node.finished\",\"node\":\"c\"") } ?? 0
    return lines[..<last].reduce(0) { $0 + $1.utf8.count + 1 }
  }()

  @Test("stops the run at once where its files may not grow, and it goes on when they may", arguments: 0..<4)
  func limit(share: Int) {
    guard Machine.has("prlimit", for: "a limit of the size of files") else { return }
    let sizes = Array(stride(from: 40, to: Self.sizeBeforeEnd, by: Torture.count(900, long: 64, nightly: 8)))
    for (place, size) in sizes.enumerated() where place % 4 == share {
      var victim = Victim(Self.runbook)
      victim.program.wrapper = ["prlimit", "--fsize=\(size)"]
      check(&victim, "at \(size) bytes")
    }
    if share == 0 { Torture.tell("T5", sizes.count, "limits of the size of files") }
  }

  @Test("stops the run at once where the disk has no room, and it goes on when there is some")
  func tmpfs() throws {
    guard Machine.isSuperuser(for: "a full disk") else { return }
    let pages = [0, 1]
    for free in pages {
      var victim = Victim(Self.runbook)
      let folder = victim.program.folder
      try #require(Machine.run("mount", "-t", "tmpfs", "-o", "size=256k,mode=700", "none", folder.path).isDone)
      defer { Machine.run("umount", "-l", folder.path) }
      folder.write(Self.runbook, to: "deploy.toml")
      // Everything but a few pages is taken.
      Machine.run("sh", "-c", "head -c 262144 /dev/zero > '\(folder.path)/filler' 2> /dev/null; true")
      Machine.run("truncate", "-s", "-\(free * 4096)", "\(folder.path)/filler")
      check(&victim, "with \(free) pages") { Machine.run("rm", "\(folder.path)/filler") }
    }
    Torture.tell("T5", pages.count, "full disks")
  }

  /// Runs into the wall, makes room, and goes on.
  private func check(_ victim: inout Victim, _ what: String, makeRoom: () -> Void = {}) {
    let start = ContinuousClock.now
    let failed = victim.program.run("run", "--no-input", "--jobs", "2")
    // `hold` ends in ten minutes: whoever waits for it has not stopped at once.
    #expect(ContinuousClock.now - start < .seconds(300), "\(what): I8")
    #expect(Self.sizeBeforeEnd > 3000)
    #expect(failed.exit == 74, "\(what): \(failed.error)")
    #expect(failed.error.contains("hint:") || failed.error.isEmpty, "\(what): \(failed.error)")
    victim.checkInvariants(what)
    let recorded = Set(
      victim.records.filter { $0["event"] as? String == "node.started" }.compactMap { $0["node"] as? String })
    for word in (victim.program.folder.read("log") ?? "").split(separator: "\n") {
      #expect(recorded.contains(String(word.prefix(1))), "\(what): \(word) started without a record")
    }
    victim.program.wrapper = []
    makeRoom()
    victim.program.folder.write("", to: "room")
    let last = victim.goOn()
    #expect(last.exit == 0, "\(what): \(last.error)")
    #expect(victim.program.folder.read("log")?.hasSuffix("c-out-b\n") == true, "\(what)")
    victim.checkInvariants(what)
  }
}
