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
  private let file: Int32

  /// Takes the lock file at `path`, which must not be held by anybody.
  public init(path: String, for access: FileAccess = .userAlone) throws(SystemError) {
    file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, access.fileMode)
    guard file >= 0 else { throw .last("create", path) }
    do throws(SystemError) { try access.share(file, path) } catch {
      release()
      throw error
    }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      let failure = SystemError.last("lock", path)
      release()
      throw failure
    }
  }

  /// Whether a process holds the lock at `path`; not if there is no such file, or it cannot be opened.
  public static func isHeld(_ path: String) -> Bool {
    let file = FileDescriptor(number: open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK))
    guard file.number >= 0 else { return false }
    defer { file.close() }
    return flock(file.number, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }

  /// Gives the lock back.
  public func release() { FileDescriptor(number: file).close() }
}
