/// What a file that only grows asks of the system, one call each.
///
/// The real ones are `SystemFileCalls`; tests have a disk on which the n-th call fails, and one that loses at a power cut
/// what was not synced.
public protocol FileCalls: AnyObject {
  /// Opens the file at `path` to read it and to append to it; with `access` it is made, and there must be none.
  func open(_ path: String, creating access: FileAccess?) throws(SystemError) -> Int32
  /// Closes a file; what the background still had to do with it is given up.
  func close(_ file: Int32)
  /// Gives an open file to a group, if there is one.
  func share(_ file: Int32, _ path: String, _ access: FileAccess) throws(SystemError)
  /// What is known of an open file.
  func status(of file: Int32, _ path: String) throws(SystemError) -> FileStatus
  /// What stands under a name; nothing if nothing does.
  func status(at path: String) -> FileStatus?
  /// Waits until nobody else has locked the file, and locks it.
  func lock(_ file: Int32, _ path: String) throws(SystemError)
  /// Gives the lock back.
  func unlock(_ file: Int32)
  /// Reads bytes from `offset` on; 0 at the end.
  func read(_ file: Int32, into buffer: UnsafeMutableRawBufferPointer, from offset: Int) throws(SystemError) -> Int
  /// Appends as many of the bytes as there is room for: their number.
  func append(_ bytes: UnsafeRawBufferPointer, to file: Int32, _ path: String) throws(SystemError) -> Int
  /// Cuts the file off.
  func truncate(_ file: Int32, to size: Int, _ path: String) throws(SystemError)
  /// Returns when everything that was written to the file is on disk.
  func sync(_ file: Int32, _ path: String) throws(SystemError)
  /// Brings the file's first `size` bytes to the disk soon, while others go on.
  func syncSoon(_ file: Int32, upTo size: Int)
  /// How many of the file's first bytes were brought to the disk in the background; fails if that has failed.
  func sizeSyncedInBackground(_ path: String) throws(SystemError) -> Int
  /// Makes the names in the folder of `path` last.
  func syncFolder(of path: String) throws(SystemError)
  /// Writes a file of its own, whose bytes and name are on disk afterwards.
  func write(_ bytes: [UInt8], to path: String, for access: FileAccess) throws(SystemError)
}

/// What the system knows of a file.
public struct FileStatus: Sendable, Equatable {
  /// Its size in bytes.
  public var size: Int
  /// Its device and number there: two names with the same ones are one file.
  public var identity: [UInt64]
  /// Whether it is a regular file.
  public var isFile = true
  /// Whether nobody may write to it.
  public var isReadOnly = false
  /// Whether everybody may write to it.
  public var isWritableByAnybody = false

  /// The status of a regular file.
  public init(size: Int, identity: [UInt64]) {
    self.size = size
    self.identity = identity
  }
}
