#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A file that only grows, shared by many processes: opened, locked, read at its end, appended to, repaired.
///
/// It knows nothing of what stands in it. Everything but opening demands the lock.
public struct AppendOnlyFile {
  /// Why the file cannot be used.
  public enum Failure: Error, Sendable, Equatable {
    case isSymbolicLink
    case isNoFile
    case isReadOnly
    /// Somebody removed or replaced the file, or cut it off, while it was open.
    case wasTakenAway
    case system(SystemError)
  }

  private let path: String
  private let access: FileAccess
  private let file: FileDescriptor
  /// The size when the lock was last taken or the file was last appended to.
  public private(set) var size = 0

  /// Opens the file at `path`, making it if there is none; a new file's folder is synced.
  ///
  /// It is for the user alone, or shared with a group from now on.
  public init(path: String, for access: FileAccess = .userAlone) throws(Failure) {
    self.path = path
    self.access = access
    let flags = O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    var number = open(path, flags)
    let isNew = number < 0 && errno == ENOENT
    if isNew { number = open(path, flags | O_CREAT, access.fileMode) }
    guard number >= 0 else { throw Self.failure(path) }
    file = FileDescriptor(number: number)
    do throws(Failure) {
      try Self.check(number, path)
      do throws(SystemError) { try access.share(number, path) } catch { throw .system(error) }
    } catch {
      file.close()
      throw error
    }
    if isNew { Self.syncFolder(of: path) }
  }

  private static func check(_ number: Int32, _ path: String) throws(Failure) {
    var status = stat()
    guard fstat(number, &status) == 0 else { throw .system(.last("stat", path)) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .isNoFile }
    // The superuser may write to anything, but whoever took the permission away meant it.
    if status.st_mode & 0o222 == 0 { throw .isReadOnly }
  }

  private static func failure(_ path: String) -> Failure {
    switch errno {
    case ELOOP: .isSymbolicLink
    case EISDIR, ENXIO: .isNoFile
    case EACCES, EROFS, EPERM: .isReadOnly
    default: .system(.last("open", path))
    }
  }

  /// Makes the file's name last: a new entry is on disk only when its folder is.
  private static func syncFolder(of path: String) {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let number = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { return }
    _ = fsync(number)
    FileDescriptor(number: number).close()
  }

  /// Takes the lock, waiting for it, runs `body`, and gives the lock back.
  ///
  /// The kernel gives it back as well if this process dies.
  public mutating func withLock<Result>(
    _ body: (inout AppendOnlyFile) throws -> Result
  ) throws -> Result {
    try file.waitForLock(path)
    defer { file.unlock() }
    var status = stat()
    guard fstat(file.number, &status) == 0 else { throw SystemError.last("stat", path) }
    try checkIdentity(status)
    size = Int(status.st_size)
    return try body(&self)
  }

  /// What was appended must still be there, under the file's name: else nobody would ever find it.
  private func checkIdentity(_ status: stat) throws(Failure) {
    var named = stat()
    let isThere = lstat(path, &named) == 0 && named.st_ino == status.st_ino && named.st_dev == status.st_dev
    if !isThere || Int(status.st_size) < size { throw .wasTakenAway }
  }

  /// The last bytes of the file, at most `limit`.
  public func tail(_ limit: Int) throws(SystemError) -> [UInt8] {
    let start = max(0, size - limit)
    return try bytes(from: start, count: size - start)
  }

  /// Bytes of the file; fewer where it ends before.
  public func bytes(from start: Int, count: Int) throws(SystemError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        pread(file.number, buffer.baseAddress?.advanced(by: done), buffer.count - done, off_t(start + done))
      }
      if count < 0, errno == EINTR { continue }
      if count < 0 { throw .last("read", path) }
      if count == 0 { break }
      done += count
    }
    return Array(bytes[..<done])
  }

  /// The size of the file at this moment; the lock is not needed to ask.
  public func currentSize() throws(SystemError) -> Int {
    var status = stat()
    guard fstat(file.number, &status) == 0 else { throw .last("stat", path) }
    return Int(status.st_size)
  }

  /// Appends `bytes` with one call.
  ///
  /// If not all of them fit, what was written is taken back before the failure is thrown.
  public mutating func append(_ bytes: [UInt8]) throws(SystemError) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        write(file.number, buffer.baseAddress?.advanced(by: done), buffer.count - done)
      }
      if count < 0, errno == EINTR { continue }
      if count <= 0 {
        let failure = SystemError.last("write", path)
        _ = ftruncate(file.number, off_t(size))
        throw failure
      }
      done += count
    }
    size += bytes.count
  }

  /// Cuts the last `count` bytes off, after they were written to a file of their own.
  public mutating func setAside(_ count: Int, to other: String) throws(SystemError) -> [UInt8] {
    let bytes = try tail(count)
    try Folder.write(bytes, to: other, for: access)
    guard ftruncate(file.number, off_t(size - count)) == 0 else { throw .last("repair", path) }
    size -= count
    return bytes
  }

  /// Closes the file.
  public func close() { file.close() }
}
