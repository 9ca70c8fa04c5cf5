import Foundation
import Running
import TestSupport
import Testing

@testable import Effects

// Most are in processes of their own: a program that another test is starting holds every descriptor for a moment.
@Suite("Locks of the machine")
struct MachineLockTests {
  private static let holder = LockHolder(
    run: "01RUN", user: "eve", host: "here", process: 7, since: "2026-01-01T00:00:00.000Z")

  @Test("are all taken, or none, and tell who holds them")
  func exclusive() async {
    await #expect(processExitsWith: .success) {
      let session = TemporaryFolder()
      let folder = try LockFolder(session: session.path)
      let held = try MachineLocks(LockClaim(locks: ["b"]), in: folder, for: Self.holder)
      #expect(throws: MachineLocks.Failure.busy(.lock("b"), Self.holder)) {
        try MachineLocks(LockClaim(locks: ["a", "b", "c"]), in: folder, for: Self.holder)
      }
      try MachineLocks(LockClaim(locks: ["c", "a"]), in: folder, for: Self.holder).release()
      held.release()
      try MachineLocks(LockClaim(locks: ["a", "b", "c"]), in: folder, for: Self.holder).release()
      #expect(session.list("pyflow/locks") == ["a.lock", "b.lock", "c.lock"])
    }
  }

  @Test("are free as soon as their process is dead, whatever their files still tell")
  func death() async throws {
    let session = TemporaryFolder()
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = session.path as String] in
      _ = try MachineLocks(LockClaim(locks: ["site"]), in: LockFolder(session: path), for: Self.holder)
      kill(getpid(), SIGKILL)
    }
    #expect(session.read("pyflow/locks/site.lock")?.contains("\"run\":\"01RUN\"") == true)
    try MachineLocks(LockClaim(locks: ["site"]), in: LockFolder(session: session.path), for: Self.holder).release()
  }

  @Test("a refused one leaves no descriptor open, and a file of something else tells of nobody")
  func refused() async {
    await #expect(processExitsWith: .success) {
      let session = TemporaryFolder()
      let folder = try LockFolder(session: session.path)
      let held = try MachineLocks(LockClaim(locks: ["site"]), in: folder, for: Self.holder)
      session.write("{\"run\":1}", to: "pyflow/locks/site.lock")
      // Writing has replaced the file; the lock is on the old one.
      held.release()
      let other = try MachineLocks(LockClaim(locks: ["site"]), in: folder, for: Self.holder)
      try "junk".withCString { text in
        let file = try #require(fopen("\(session.path)/pyflow/locks/site.lock", "r+"))
        fputs(text, file)
        fclose(file)
      }
      let before = OpenDescriptors.all
      for _ in 0..<10 {
        #expect(throws: MachineLocks.Failure.busy(.lock("site"), nil)) {
          try MachineLocks(LockClaim(locks: ["other", "site"]), in: folder, for: Self.holder)
        }
      }
      #expect(OpenDescriptors.areAgain(before))
      other.release()
    }
  }

  @Test("the processes of a run do not hold them")
  func children() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      let folder = try LockFolder(session: probe.folder.path)
      let locks = try MachineLocks(LockClaim(locks: ["site"]), in: folder, for: Self.holder)
      probe.start(.process(probe.action(.words(["sleep", "600"]))))
      locks.release()
      try MachineLocks(LockClaim(locks: ["site"]), in: folder, for: Self.holder).release()
      probe.world.endEverything()
    }
  }

  @Test(
    "any text is the name of a lock",
    arguments: [
      ("../../etc/passwd", "..%2F..%2Fetc%2Fpasswd.lock"), ("böse\n", "b%C3%B6se%0A.lock"), ("a b", "a%20b.lock"),
    ])
  func names(name: String, file: String) throws {
    let session = TemporaryFolder()
    try MachineLocks(LockClaim(locks: [name]), in: LockFolder(session: session.path), for: Self.holder).release()
    #expect(session.list("pyflow/locks") == [file])
    #expect(session.list() == ["pyflow"])
  }

  @Test("are in a folder of the user's alone")
  func folder() throws {
    let session = TemporaryFolder()
    let folder = try LockFolder(session: session.path)
    for path in [folder.path, "\(session.path)/pyflow"] {
      let mode = try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
      #expect(mode == 0o700)
    }
    #expect(try LockFolder(session: nil).path == "/tmp/pyflow-\(geteuid())/locks")
    #expect(try LockFolder(session: "relative").path == "/tmp/pyflow-\(geteuid())/locks")
  }

  @Test("a folder that others can write to, and a link in its place, are refused")
  func foreign() throws {
    let session = TemporaryFolder()
    let path = "\(session.path)/pyflow"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: path)
    #expect(throws: LockFolder.Failure.isForeign(path)) { try LockFolder(session: session.path) }
    let other = TemporaryFolder()
    try FileManager.default.createSymbolicLink(atPath: "\(other.path)/pyflow", withDestinationPath: session.path)
    #expect(throws: LockFolder.Failure.isForeign("\(other.path)/pyflow")) { try LockFolder(session: other.path) }
  }
}
