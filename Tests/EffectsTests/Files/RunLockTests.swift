import Foundation
import TestSupport
import Testing

@testable import Effects

@Suite("Run locks")
struct RunLockTests {
  private let folder = TemporaryFolder()

  // In a process of its own: a program that another test is starting holds every descriptor for a moment.
  @Test("only one can hold it, until it is released")
  func exclusive() async {
    await #expect(processExitsWith: .success) {
      let folder = TemporaryFolder()
      let path = "\(folder.path)/lock"
      let lock = try RunLock(path: path)
      #expect(throws: SystemError(operation: "lock", subject: path, code: EWOULDBLOCK)) { try RunLock(path: path) }
      lock.release()
      try RunLock(path: path).release()
    }
  }

  @Test("it is free as soon as its process is dead")
  func death() async throws {
    let path = "\(folder.path)/lock"
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      _ = try RunLock(path: path)
      kill(getpid(), SIGKILL)
    }
    try RunLock(path: path).release()
  }

  @Test("the processes of a run do not hold it")
  func children() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      let path = "\(probe.folder.path)/lock"
      let lock = try RunLock(path: path)
      probe.start(.process(probe.action(.words(["sleep", "600"]))))
      lock.release()
      try RunLock(path: path).release()
      probe.world.endEverything()
    }
  }

  @Test("a refused one leaves no descriptor open, and a link is not followed")
  func refused() async {
    await #expect(processExitsWith: .success) {
      let folder = TemporaryFolder()
      let held = try RunLock(path: "\(folder.path)/lock")
      try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/link", withDestinationPath: "lock")
      let before = OpenDescriptors.all
      #expect(before.contains("\(folder.path)/lock"))
      for _ in 0..<10 { #expect(throws: SystemError.self) { try RunLock(path: "\(folder.path)/lock") } }
      #expect(OpenDescriptors.areAgain(before))
      #expect(throws: SystemError(operation: "create", subject: "\(folder.path)/link", code: ELOOP)) {
        try RunLock(path: "\(folder.path)/link")
      }
      held.release()
    }
  }
}
