#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What the operating system refused, and why.
public struct SystemError: Error, Sendable, Equatable {
  /// What was tried: "open", "write".
  public let operation: String
  /// What it was tried on: a path or a program; empty if that says nothing.
  public let subject: String
  /// The system's error number.
  public let code: Int32

  /// An error.
  public init(operation: String, subject: String, code: Int32) {
    self.operation = operation
    self.subject = subject
    self.code = code
  }

  /// The error of a call that has just failed.
  static func last(_ operation: String, _ subject: String = "") -> SystemError {
    SystemError(operation: operation, subject: subject, code: errno)
  }

  static let sync = "sync"

  /// Whether what was written may have been lost on its way to the disk.
  public var isOfSync: Bool { operation == Self.sync }

  /// Whether somebody else holds the lock that was tried.
  public var isHeldLock: Bool { operation == "lock" && code == EWOULDBLOCK }

  /// The system's words for the error.
  public var reason: String {
    guard let words = strerror(code) else { return "error \(code)" }
    return String(cString: words)
  }

  /// The error in one sentence.
  public var message: String {
    subject.isEmpty ? "\(operation): \(reason)" : "\(operation) \(subject): \(reason)"
  }
}
