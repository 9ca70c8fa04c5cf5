public import Running
internal import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What one run of this machine holds, and no other: `flock` on files that tell who holds them, one for a lock, and one
/// for each place of a pool.
///
/// The kernel gives them back when their process dies, whatever it died of. The files stay: to remove one would let two
/// runs hold locks on two files of the same name.
public struct MachineLocks: Sendable {
  /// Why the claim could not be taken.
  public enum Failure: Error, Sendable, Equatable {
    case busy(MachineResource, LockHolder?)
    /// Free, but the run that had it before has left something open.
    case dirty(MachineResource, LockHolder?)
    case system(SystemError)
  }

  /// What is held.
  public let claim: LockClaim
  private let folder: LockFolder
  private var files: [(name: String, file: FileDescriptor)] = []
  /// Reservations that stand no more when the locks are given back: a run's own, and those that were broken.
  private var reservations: [BrokenReservation] = []
  private let holder: LockHolder
  /// Locks of runs that have died with them.
  public private(set) var stolen: [BrokenReservation] = []

  /// Reservations of other runs that were broken.
  public var broken: [BrokenReservation] { reservations.filter { $0.holder?.run != holder.run } }

  /// Takes all of a claim, or nothing.
  ///
  /// A lock that is reserved for another run is taken only if it `breaks` reservations; one that is reserved for the run of
  /// `holder` is its own.
  public init(
    _ claim: LockClaim, in folder: LockFolder, for holder: LockHolder, breaks: Bool = false,
    leftNothingOpen: (LockHolder) -> Bool = { _ in false }
  ) throws(Failure) {
    self.claim = claim
    self.folder = folder
    self.holder = holder
    do throws(Failure) {
      for name in claim.locks.sorted() { try takeLock(name, breaks: breaks, leftNothingOpen) }
      for places in claim.places { try take(places) }
    } catch {
      close()
      throw error
    }
    for (name, file) in files {
      let bytes = holder.encoded(for: name)
      _ = ftruncate(file.number, 0)
      // Who holds it is worth knowing, but not what makes the lock one.
      _ = bytes.withUnsafeBytes { pwrite(file.number, $0.baseAddress, $0.count, 0) }
    }
  }

  private mutating func takeLock(
    _ name: String, breaks: Bool, _ leftNothingOpen: (LockHolder) -> Bool
  ) throws(Failure) {
    let path = folder.file(of: name)
    guard let file = try Self.take(path) else { throw .busy(.lock(name), LockHolder(readFrom: path)) }
    files.append((name, file))
    guard folder.isReserved(name) else {
      return claim.heedsPredecessor && !breaks ? try heed(LockHolder(readFrom: path), name, leftNothingOpen) : ()
    }
    let reserver = LockHolder(readFrom: folder.reservation(of: name))
    guard breaks || reserver?.run == holder.run else {
      throw claim.heedsPredecessor ? .dirty(.lock(name), reserver) : .busy(.lock(name), reserver)
    }
    reservations.append(BrokenReservation(lock: name, holder: reserver))
  }

  /// Whoever gave the lock back has emptied its file: what stands in it is of a run that has died.
  private mutating func heed(
    _ predecessor: LockHolder?, _ name: String, _ leftNothingOpen: (LockHolder) -> Bool
  ) throws(Failure) {
    guard let predecessor, predecessor.run != holder.run else { return }
    guard leftNothingOpen(predecessor) else { throw .dirty(.lock(name), predecessor) }
    stolen.append(BrokenReservation(lock: name, holder: predecessor))
  }

  /// Takes the last places that are free: the first ones are left to runs for which the pool has fewer.
  private mutating func take(_ places: LockClaim.Places) throws(Failure) {
    var missing = places.amount
    var number = places.capacity
    while missing > 0 {
      guard number > 0 else { throw .busy(.pool(places.pool), folder.holder(of: .pool(places.pool))) }
      if let file = try Self.take(folder.file(of: number, in: places.pool)) {
        files.append((places.pool, file))
        missing -= 1
      }
      number -= 1
    }
  }

  /// The file at `path`, locked; nothing if somebody else has locked it.
  private static func take(_ path: String) throws(Failure) -> FileDescriptor? {
    do throws(SystemError) { return try FileDescriptor.locking(path) } catch { throw .system(error) }
  }

  /// Gives everything back.
  ///
  /// Reservations that were broken stand until now: if the process dies before, things are no clearer than they were.
  public func release() {
    for reservation in reservations { unlink(folder.reservation(of: reservation.lock)) }
    close()
  }

  /// Gives everything back, but reserves the locks for the run.
  public func reserve(because cause: ReservationCause) throws(SystemError) {
    defer { close() }
    var holder = holder
    holder.reservation = cause
    holder.since = SystemClock.date().rfc3339
    for name in claim.locks { try Folder.write(holder.encoded(for: name), to: folder.reservation(of: name)) }
  }

  private func close() {
    for (_, file) in files {
      _ = ftruncate(file.number, 0)
      file.closeLocked()
    }
  }
}
