public import Running

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Locks that one run of this machine holds, and no other: `flock` on files that tell who holds them.
///
/// The kernel gives them back when their process dies, whatever it died of. The files stay: to remove one would let two
/// runs hold locks on two files of the same name.
public struct MachineLocks: Sendable {
  /// Why the locks could not be taken.
  public enum Failure: Error, Sendable, Equatable {
    case busy(lock: String, LockHolder?)
    case system(SystemError)
  }

  private var files: [FileDescriptor] = []

  /// Takes all of the locks, or none.
  public init(_ names: [String], in folder: LockFolder, for holder: LockHolder) throws(Failure) {
    for name in names.sorted() {
      do throws(Failure) {
        files.append(try Self.take(name, in: folder))
      } catch {
        release()
        throw error
      }
    }
    let bytes = holder.encoded
    for file in files {
      _ = ftruncate(file.number, 0)
      // Who holds it is worth knowing, but not what makes the lock one.
      _ = bytes.withUnsafeBytes { pwrite(file.number, $0.baseAddress, $0.count, 0) }
    }
  }

  private static func take(_ name: String, in folder: LockFolder) throws(Failure) -> FileDescriptor {
    let path = folder.file(of: name)
    let number = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard number >= 0 else { throw .system(.last("open", path)) }
    let file = FileDescriptor(number: number)
    while flock(number, LOCK_EX | LOCK_NB) != 0 {
      if errno == EINTR { continue }
      let failure: Failure =
        errno == EWOULDBLOCK ? .busy(lock: name, LockHolder(readFrom: path)) : .system(.last("lock", path))
      file.close()
      throw failure
    }
    return file
  }

  /// Gives them back.
  public func release() {
    for file in files {
      _ = ftruncate(file.number, 0)
      file.close()
    }
  }
}
