import Foundation
import TestSupport
import Testing

/// Requests that undo something.
@Suite("Requests of rollbacks")
struct RollbackRequestTests {
  @Test("one that a crash has interrupted is sent again with the key that it had")
  func crash() {
    let (arrived, isOver) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let server = LoopbackServer { _ in
      arrived.signal()
      isOver.wait()
      return LoopbackAnswer()
    }
    let program = Program(
      """
      [a]
      command = "exit 0"
      rollback = { url = "\(server.url("/undo"))", body = "x" }
      [b]
      command = "exit 1"
      """)
    let running = program.start("run", "--no-input", "--max-retries", "0")
    arrived.wait()
    running.signal(SIGKILL)
    _ = running.wait()
    isOver.signal()
    isOver.signal()
    let recovered = program.run("recover", "--no-input")
    #expect(recovered.exit == 0, "\(recovered.error)")
    let keys = server.requests.map { $0.header("Idempotency-Key") }
    #expect(keys.count == 2 && keys[0]?.utf8.count == 64 && keys[0] == keys[1], "\(keys)")
  }
}
