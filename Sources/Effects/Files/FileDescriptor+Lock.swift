#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Locks on whole files (`flock`): the kernel gives them back when their process dies, whatever it died of.
extension FileDescriptor {
  /// Opens the file at `path`, which is made if there is none, to lock it.
  static func ofLock(at path: String) throws(SystemError) -> FileDescriptor {
    let number = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard number >= 0 else { throw .last("open", path) }
    return FileDescriptor(number: number)
  }

  /// The file at `path`, locked; nothing if somebody else has locked it.
  static func locking(_ path: String) throws(SystemError) -> FileDescriptor? {
    let file = try ofLock(at: path)
    do throws(SystemError) {
      if try file.lock(path) { return file }
    } catch {
      file.close()
      throw error
    }
    file.close()
    return nil
  }

  /// Whether somebody has locked the file at `path`; nothing if there is no such file, or it cannot be opened.
  static func isLocked(_ path: String) -> Bool? {
    let file = FileDescriptor(number: open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK))
    guard file.number >= 0 else { return nil }
    defer { file.close() }
    var status = stat()
    guard fstat(file.number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return (try? file.take(LOCK_SH | LOCK_NB, path)).map { !$0 }
  }

  /// Locks the file, which is at `path`; false if somebody else has locked it.
  func lock(_ path: String) throws(SystemError) -> Bool { try take(LOCK_EX | LOCK_NB, path) }

  /// Locks the file, which is at `path`, as soon as nobody else has locked it.
  func waitForLock(_ path: String) throws(SystemError) { _ = try take(LOCK_EX, path) }

  /// Gives the lock back.
  func unlock() { _ = flock(number, LOCK_UN) }

  /// Gives the lock back, and closes the file.
  ///
  /// To close it would not do: a child that is being started has it open too, until its program has begun.
  func closeLocked() {
    unlock()
    close()
  }

  private func take(_ operation: Int32, _ path: String) throws(SystemError) -> Bool {
    while flock(number, operation) != 0 {
      switch errno {
      case EINTR: continue
      case EWOULDBLOCK: return false
      default: throw .last("lock", path)
      }
    }
    return true
  }
}
