import Foundation

/// A value that several threads change, one at a time.
public final class Locked<Value>: @unchecked Sendable {
  private let lock = NSLock()
  private var value: Value

  /// A lock around `value`.
  public init(_ value: Value) {
    self.value = value
  }

  /// Runs `body` with the value, while nobody else has it.
  public func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    lock.lock()
    defer { lock.unlock() }
    return try body(&value)
  }
}
