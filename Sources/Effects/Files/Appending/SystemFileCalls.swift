#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The operating system's own calls.
public final class SystemFileCalls: FileCalls {
  private let background = BackgroundSync()

  /// The calls, for one file.
  public init() {}

  /// Opens with `open(2)`; neither through a symbolic link nor waiting for anybody.
  public func open(_ path: String, creating access: FileAccess?) throws(SystemError) -> Int32 {
    let flags = O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    let number = access.map { openFile(path, flags | O_CREAT | O_EXCL, $0.fileMode) } ?? openFile(path, flags, 0)
    guard number >= 0 else { throw .last("open", path) }
    return number
  }

  /// Closes with `close(2)`.
  public func close(_ file: Int32) {
    background.end()
    FileDescriptor(number: file).close()
  }

  /// Changes the group with `fchown(2)` and `fchmod(2)`.
  public func share(_ file: Int32, _ path: String, _ access: FileAccess) throws(SystemError) {
    try access.share(file, path)
  }

  /// Asks `fstat(2)`.
  public func status(of file: Int32, _ path: String) throws(SystemError) -> FileStatus {
    var status = stat()
    guard fstat(file, &status) == 0 else { throw .last("stat", path) }
    return FileStatus(status)
  }

  /// Asks `lstat(2)`.
  public func status(at path: String) -> FileStatus? {
    var status = stat()
    return lstat(path, &status) == 0 ? FileStatus(status) : nil
  }

  /// Locks with `flock(2)`; the kernel gives the lock back if this process dies.
  public func lock(_ file: Int32, _ path: String) throws(SystemError) {
    try FileDescriptor(number: file).waitForLock(path)
  }

  /// Unlocks.
  public func unlock(_ file: Int32) { FileDescriptor(number: file).unlock() }

  /// Reads with `pread(2)`.
  public func read(
    _ file: Int32, into buffer: UnsafeMutableRawBufferPointer, from offset: Int
  ) throws(SystemError) -> Int {
    try Self.count("read", "") { pread(file, buffer.baseAddress, buffer.count, off_t(offset)) }
  }

  /// Appends with `write(2)`.
  public func append(_ bytes: UnsafeRawBufferPointer, to file: Int32, _ path: String) throws(SystemError) -> Int {
    try Self.count("write", path) { systemWrite(file, bytes.baseAddress, bytes.count) }
  }

  private static func count(_ operation: String, _ path: String, _ call: () -> Int) throws(SystemError) -> Int {
    while true {
      let count = call()
      if count >= 0 { return count }
      if errno != EINTR { throw .last(operation, path) }
    }
  }

  /// Cuts off with `ftruncate(2)`.
  public func truncate(_ file: Int32, to size: Int, _ path: String) throws(SystemError) {
    guard ftruncate(file, off_t(size)) == 0 else { throw .last("repair", path) }
  }

  /// Syncs with `fdatasync(2)`.
  public func sync(_ file: Int32, _ path: String) throws(SystemError) {
    let code = FileDescriptor(number: file).syncData()
    if code != 0 { throw SystemError(operation: SystemError.sync, subject: path, code: code) }
  }

  /// Hands the file to the thread that syncs.
  public func syncSoon(_ file: Int32, upTo size: Int) { background.request(file, upTo: size) }

  /// Asks that thread.
  public func sizeSyncedInBackground(_ path: String) throws(SystemError) -> Int {
    let (size, code) = background.progress
    if code != 0 { throw SystemError(operation: SystemError.sync, subject: path, code: code) }
    return size
  }

  /// Syncs the folder with `fsync(2)`.
  public func syncFolder(of path: String) throws(SystemError) { try Folder.sync(of: path) }

  /// Writes and syncs a file, and its folder.
  public func write(_ bytes: [UInt8], to path: String, for access: FileAccess) throws(SystemError) {
    try Folder.write(bytes, to: path, for: access, isSynced: true)
  }
}

extension FileStatus {
  fileprivate init(_ status: stat) {
    self.init(size: Int(status.st_size), identity: [UInt64(status.st_dev), UInt64(status.st_ino)])
    isFile = status.st_mode & S_IFMT == S_IFREG
    // The superuser may write to anything, but whoever took the permission away meant it.
    isReadOnly = status.st_mode & 0o222 == 0
    isWritableByAnybody = status.st_mode & 0o002 != 0
  }
}

// The names of these calls are those of methods above.
private func openFile(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { open(path, flags, mode) }
private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int { write(file, bytes, count) }
