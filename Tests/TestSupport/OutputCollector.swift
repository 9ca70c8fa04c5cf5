import Foundation

/// Collects what a program writes, as it comes, so that a test can wait for a text instead of for time.
final class OutputCollector: @unchecked Sendable {
  // Everything below is touched under the condition's lock alone.
  private let condition = NSCondition()
  private var bytes = Data()
  private var isAtEnd = false

  /// A bound for a broken test, never a measure of speed.
  private static let patience: TimeInterval = 60

  /// Reads `handle` to its end, on a thread of its own.
  init(_ handle: FileHandle) {
    Thread.detachNewThread { [self] in
      while let chunk = Self.nextChunk(handle) { add(chunk) }
      end()
    }
  }

  /// What is there to read; nothing at the end.
  ///
  /// `FileHandle`'s own reading waits until everything asked for is there, or stops the test at a terminal whose program
  /// has gone.
  private static func nextChunk(_ handle: FileHandle) -> Data? {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(handle.fileDescriptor, &buffer, buffer.count)
      if count > 0 { return Data(buffer[..<count]) }
      guard count < 0, errno == EINTR else { return nil }
    }
  }

  /// Whether everybody who could write has ended.
  var hasEnded: Bool { condition.withLock { isAtEnd } }

  private func add(_ chunk: Data) {
    condition.withLock {
      bytes.append(chunk)
      condition.broadcast()
    }
  }

  private func end() {
    condition.withLock {
      isAtEnd = true
      condition.broadcast()
    }
  }

  /// What has come so far.
  var text: String { condition.withLock { String(decoding: bytes, as: UTF8.self) } }

  /// Waits until `marker` has been written.
  ///
  /// - Returns: false if the end came without it.
  func wait(for marker: String) -> Bool {
    wait { $0.range(of: Data(marker.utf8)) != nil }
  }

  /// Waits for the end, and returns everything.
  func whole() -> String {
    _ = wait { _ in false }
    return text
  }

  private func wait(until holds: (Data) -> Bool) -> Bool {
    let deadline = Date().addingTimeInterval(Self.patience)
    return condition.withLock {
      while !holds(bytes) {
        if isAtEnd || !condition.wait(until: deadline) { return holds(bytes) }
      }
      return true
    }
  }
}
