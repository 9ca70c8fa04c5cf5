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
      guard try file.lock(path) else { throw SystemError(operation: "lock", subject: path, code: EWOULDBLOCK) }
    } catch {
      release()
      throw error
    }
  }

  /// Whether a process holds the lock at `path`; not if there is no such file, or it cannot be opened.
  public static func isHeld(_ path: String) -> Bool { FileDescriptor.isLocked(path) }

  /// Gives the lock back.
  public func release() { file.close() }
}
