internal import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The lock that says that a run is alive: held as long as its process lives, given back by the kernel when it dies.
///
/// Never a heartbeat: a lock cannot be wrong about a process that is slow or asleep (design 6).
public struct RunLock: Sendable {
  private let file: FileDescriptor

  /// Takes the lock file at `path`, which must not be held by anybody.
  public init(path: String, for access: FileAccess = .userAlone) throws(SystemError) {
    let number = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, access.fileMode)
    guard number >= 0 else { throw .last("create", path) }
    file = FileDescriptor(number: number)
    do throws(SystemError) {
      try access.share(number, path)
      guard try takeLock(path) else { throw SystemError(operation: "lock", subject: path, code: EWOULDBLOCK) }
    } catch {
      release()
      throw error
    }
  }

  /// How often is tried, and how long is waited in between, in microseconds: whoever only looks holds the lock for a moment.
  private static let tries = (count: 20, interval: UInt32(2000))

  private func takeLock(_ path: String) throws(SystemError) -> Bool {
    for _ in 1..<Self.tries.count {
      if try file.lock(path) { return true }
      usleep(Self.tries.interval)
    }
    return try file.lock(path)
  }

  /// What the lock file at a path tells.
  public enum State: Sendable, Equatable, CaseIterable {
    case held, free
    /// There is no such file, or it is none, or it cannot be opened: it tells nothing.
    case unknown
  }

  /// Whether a process holds the lock at `path`.
  public static func state(at path: String) -> State {
    switch FileDescriptor.isLocked(path) {
    case true: .held
    case false: .free
    case nil: .unknown
    }
  }

  /// Whether the lock at `path` is still held when a time has passed; returns as soon as it is not.
  public static func staysHeld(_ path: String, for time: Duration) -> Bool {
    let deadline = SystemClock.now().advanced(by: time)
    while state(at: path) == .held {
      if SystemClock.now() >= deadline { return true }
      usleep(tries.interval)
    }
    return false
  }

  /// Gives the lock back.
  public func release() { file.closeLocked() }
}
