import Effects

/// The system's calls, of which the n-th of a kind fails.
public final class FaultyCalls: FileCalls {
  /// A call that can fail.
  public enum Kind: String, Sendable, CaseIterable {
    case open, lock, read, write, sync, truncate, file
  }

  /// What happens to the call.
  public enum Fault: Sendable, Equatable {
    /// It fails, with this error number.
    case error(Int32)
    /// Of what is to be written, half is.
    case half
    /// So much is written, and nothing afterwards: the disk is full.
    case full
  }

  private let real = SystemFileCalls()
  private let kind: Kind
  private let fault: Fault
  private var callsBefore: Int
  private var isFull = false
  /// Whether the fault has happened.
  public private(set) var hasFailed = false
  /// Whether a fault of this kind keeps nothing from being written.
  public var isHarmless: Bool { fault == .half }
  /// How often something was brought to the disk at once after a sync had failed.
  public private(set) var syncsAfterFailure = 0

  /// Calls of which the `number`-th one of a kind, from 1, fails.
  public init(_ kind: Kind, number: Int, _ fault: Fault) {
    self.kind = kind
    self.fault = fault
    callsBefore = number - 1
  }

  /// Whether this call is the one.
  private func strikes(_ kind: Kind) -> Bool {
    guard kind == self.kind, !hasFailed else { return false }
    callsBefore -= 1
    hasFailed = callsBefore < 0
    return hasFailed
  }

  private func fail(_ kind: Kind, _ path: String) throws(SystemError) {
    guard strikes(kind), case .error(let code) = fault else { return }
    throw SystemError(operation: kind.rawValue, subject: path, code: code)
  }

  /// Opens a file.
  public func open(_ path: String, creating access: FileAccess?) throws(SystemError) -> Int32 {
    try fail(.open, path)
    return try real.open(path, creating: access)
  }

  /// Closes it.
  public func close(_ file: Int32) { real.close(file) }

  /// Gives it to a group.
  public func share(_ file: Int32, _ path: String, _ access: FileAccess) throws(SystemError) {}

  /// Gives the lock back.
  public func unlock(_ file: Int32) { real.unlock(file) }

  /// What is known of a file.
  public func status(of file: Int32, _ path: String) throws(SystemError) -> FileStatus {
    try real.status(of: file, path)
  }

  /// What is known of a file.
  public func status(at path: String) -> FileStatus? { real.status(at: path) }

  /// Locks it.
  public func lock(_ file: Int32, _ path: String) throws(SystemError) {
    try fail(.lock, path)
    try real.lock(file, path)
  }

  /// Reads.
  public func read(
    _ file: Int32, into buffer: UnsafeMutableRawBufferPointer, from offset: Int
  ) throws(SystemError) -> Int {
    try fail(.read, "")
    return try real.read(file, into: buffer, from: offset)
  }

  /// Appends.
  public func append(_ bytes: UnsafeRawBufferPointer, to file: Int32, _ path: String) throws(SystemError) -> Int {
    let full = SystemError(operation: "write", subject: path, code: 28)
    if isFull { throw full }
    guard strikes(.write) else { return try real.append(bytes, to: file, path) }
    if case .error(let code) = fault { throw SystemError(operation: "write", subject: path, code: code) }
    isFull = fault == .full
    let half = UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count / 2)])
    return half.isEmpty ? 0 : try real.append(half, to: file, path)
  }

  /// Cuts off.
  public func truncate(_ file: Int32, to size: Int, _ path: String) throws(SystemError) {
    try fail(.truncate, path)
    try real.truncate(file, to: size, path)
  }

  /// Brings it to the disk.
  public func sync(_ file: Int32, _ path: String) throws(SystemError) {
    if hasFailed, kind == .sync { syncsAfterFailure += 1 }
    if strikes(.sync), case .error(let code) = fault {
      throw SystemError(operation: "sync", subject: path, code: code)
    }
    try real.sync(file, path)
  }

  /// Brings it to the disk when the background comes to it.
  public func syncSoon(_ file: Int32, upTo size: Int) { real.syncSoon(file, upTo: size) }

  /// What the background has done.
  public func sizeSyncedInBackground(_ path: String) throws(SystemError) -> Int {
    try real.sizeSyncedInBackground(path)
  }

  /// Makes names last.
  public func syncFolder(of path: String) throws(SystemError) { try real.syncFolder(of: path) }

  /// Writes a file of its own.
  public func write(_ bytes: [UInt8], to path: String, for access: FileAccess) throws(SystemError) {
    try fail(.file, path)
    try real.write(bytes, to: path, for: access)
  }
}
