import Foundation
import Running
import TestSupport
import Testing
import Values

@testable import Effects

@Suite("Log files")
struct LogFileTests {
  @Test(
    "are named for node and attempt",
    arguments: [
      ("build", "build.1.log"), ("a_B-9.x", "a_B-9.x.1.log"), ("deploy[eu west]", "deploy%5Beu%20west%5D.1.log"),
      ("ship/step-2", "ship%2Fstep-2.1.log"), ("ä", "%C3%A4.1.log"), ("\n\u{1}", "%0A%01.1.log"), ("..", "...1.log"),
    ])
  func name(node: String, expected: String) {
    #expect(LogName.of(node, attempt: 1) == expected)
  }

  @Test("long names end in a hash, and stay different")
  func longNames() {
    let names = ["a", "b"].map { LogName.of(String(repeating: "x", count: 400) + $0, attempt: 12) }
    #expect(Set(names).count == 2)
    #expect(names.allSatisfy { $0.utf8.count == 150 + ".12.log".count })
    #expect(LogName.of(String(repeating: "x", count: 150), attempt: 1).utf8.count == 156)
  }

  @Test("the file is made at the first byte, and told with its size and digest")
  func contents() {
    let folder = TemporaryFolder()
    var log = LogFile(folder: folder.path, path: "a.1.log")
    #expect(log.finish() == nil && folder.list().isEmpty)
    for piece in ["one ", "two"] { Array(piece.utf8).withUnsafeBytes { log.append($0) } }
    #expect(
      log.finish() == ActionResult.Log(path: "a.1.log", bytes: 7, digest: SHA256.hash(Array("one two".utf8))))
    #expect(folder.read("a.1.log") == "one two")
  }

  @Test("a file that cannot be made is given up")
  func failure() {
    let folder = TemporaryFolder()
    var log = LogFile(folder: folder.path, path: "none/a.1.log")
    Array("x".utf8).withUnsafeBytes { log.append($0) }
    #expect(log.failure == SystemError(operation: "create", subject: "\(folder.path)/none/a.1.log", code: ENOENT))
    #expect(log.finish() == nil && log.size == 0)
  }
}
