#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A file that only grows, shared by many processes: opened, locked, read at its end, appended to, synced, repaired.
///
/// It knows nothing of what stands in it. Everything but opening and syncing demands the lock.
public struct AppendOnlyFile {
  /// Why the file cannot be used.
  public enum Failure: Error, Sendable, Equatable {
    case isSymbolicLink
    case isNoFile
    case isReadOnly
    /// Everybody may change it: it proves nothing.
    case isWritableByAnybody
    /// Somebody removed or replaced the file, or cut it off, while it was open.
    case wasTakenAway
    case system(SystemError)
  }

  /// The most bytes that may be not on disk yet, so that no power cut takes more: after them everybody waits.
  public static let largestBacklog = 256 << 10

  private let path: String
  private let access: FileAccess
  private let calls: any FileCalls
  private let file: Int32
  /// The size when the lock was last taken or the file was last appended to.
  public private(set) var size = 0
  /// How many of its first bytes were synced by this process.
  private var syncedSize = 0
  /// The sync that failed: after it nothing can be said to be on disk.
  private var lostSync: SystemError?

  /// Opens the file at `path`, making it if there is none; a new file's folder is synced.
  ///
  /// It is for the user alone, or shared with a group from now on.
  public init(
    path: String, for access: FileAccess = .userAlone, on calls: any FileCalls = SystemFileCalls()
  ) throws(Failure) {
    self.path = path
    self.access = access
    self.calls = calls
    let (file, isNew) = try Self.system { () throws(SystemError) in try Self.open(path, access, calls) }
    self.file = file
    do throws(Failure) {
      let status = try Self.system { () throws(SystemError) in try calls.status(of: file, path) }
      guard status.isFile else { throw .isNoFile }
      if status.isReadOnly { throw .isReadOnly }
      if status.isWritableByAnybody { throw .isWritableByAnybody }
      try Self.system { () throws(SystemError) in
        try calls.share(file, path, access)
        if isNew { try calls.syncFolder(of: path) }
      }
    } catch {
      calls.close(file)
      throw error
    }
  }

  /// Opens the file, or makes it; whoever else makes it at this moment has made it.
  private static func open(
    _ path: String, _ access: FileAccess, _ calls: any FileCalls
  ) throws(SystemError) -> (file: Int32, isNew: Bool) {
    do throws(SystemError) { return (try calls.open(path, creating: nil), false) } catch {
      guard error.code == ENOENT else { throw error }
    }
    do throws(SystemError) { return (try calls.open(path, creating: access), true) } catch {
      guard error.code == EEXIST else { throw error }
    }
    return (try calls.open(path, creating: nil), false)
  }

  private static func system<Result>(_ body: () throws(SystemError) -> Result) throws(Failure) -> Result {
    do throws(SystemError) { return try body() } catch { throw failure(error) }
  }

  private static func failure(_ error: SystemError) -> Failure {
    switch error.code {
    case ELOOP: .isSymbolicLink
    case EISDIR, ENXIO: .isNoFile
    case EACCES, EROFS, EPERM: .isReadOnly
    default: .system(error)
    }
  }

  /// Takes the lock, waiting for it, runs `body`, and gives the lock back.
  ///
  /// The kernel gives it back as well if this process dies.
  public mutating func withLock<Result>(
    _ body: (inout AppendOnlyFile) throws -> Result
  ) throws -> Result {
    try calls.lock(file, path)
    defer { calls.unlock(file) }
    let status = try calls.status(of: file, path)
    // What was appended must still be there, under the file's name: else nobody would ever find it.
    let isThere = calls.status(at: path)?.identity == status.identity
    if !isThere || status.size < size { throw Failure.wasTakenAway }
    size = status.size
    return try body(&self)
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
      var failure: SystemError?
      let count = bytes.withUnsafeMutableBytes { buffer in
        do throws(SystemError) {
          return try calls.read(
            file, into: UnsafeMutableRawBufferPointer(rebasing: buffer[done...]), from: start + done)
        } catch {
          failure = error
          return 0
        }
      }
      if let failure { throw failure }
      if count == 0 { break }
      done += count
    }
    return Array(bytes[..<done])
  }

  /// The size of the file at this moment; the lock is not needed to ask.
  public func currentSize() throws(SystemError) -> Int { try calls.status(of: file, path).size }

  // MARK: - Appending

  /// Appends `bytes`, with one call unless they are more than a power cut may take.
  ///
  /// If not all of them fit, or some could not be synced, what was written is taken back before the failure is thrown.
  public mutating func append(_ bytes: [UInt8]) throws(SystemError) {
    try checkSyncs()
    let before = size
    do throws(SystemError) {
      var rest = bytes[...]
      while !rest.isEmpty {
        let piece = rest.prefix(Self.largestBacklog)
        rest = rest.dropFirst(piece.count)
        try write(piece)
        if !rest.isEmpty { try sync() }
      }
    } catch {
      // Where even that is refused, the next run finds a torn end, and sets it aside.
      try? calls.truncate(file, to: before, path)
      size = before
      throw error
    }
  }

  private mutating func write(_ bytes: ArraySlice<UInt8>) throws(SystemError) {
    var rest = bytes
    while !rest.isEmpty {
      let result = rest.withUnsafeBytes { buffer in
        Result { () throws(SystemError) in try calls.append(buffer, to: file, path) }
      }
      let count = try result.get()
      if count == 0 { throw SystemError(operation: "write", subject: path, code: ENOSPC) }
      rest = rest.dropFirst(count)
      size += count
    }
  }

  /// Cuts the last `count` bytes off, after they were written to a file of their own.
  public mutating func setAside(_ count: Int, to other: String) throws(SystemError) -> [UInt8] {
    let bytes = try tail(count)
    try calls.write(bytes, to: other, for: access)
    try calls.truncate(file, to: size - count, path)
    size -= count
    syncedSize = min(syncedSize, size)
    return bytes
  }

  // MARK: - On disk

  /// Returns when everything that was appended is on disk; once this has failed, nothing more can be appended.
  public mutating func sync() throws(SystemError) {
    try checkSyncs()
    if syncedSize == size { return }
    do throws(SystemError) { try calls.sync(file, path) } catch {
      lostSync = error
      throw error
    }
    syncedSize = size
  }

  /// Lets what was appended go to the disk in the background, unless too much would be under way.
  public mutating func syncSoon() throws(SystemError) {
    try checkSyncs()
    if size - syncedSize > Self.largestBacklog { return try sync() }
    if size > syncedSize { calls.syncSoon(file, upTo: size) }
  }

  /// Fails if a sync has failed, here or in the background; it is never tried again (design 6).
  public mutating func checkSyncs() throws(SystemError) {
    if lostSync == nil {
      do throws(SystemError) { syncedSize = max(syncedSize, try calls.sizeSyncedInBackground(path)) } catch {
        lostSync = error
      }
    }
    if let lostSync { throw lostSync }
  }

  /// Closes the file.
  public func close() { calls.close(file) }
}
