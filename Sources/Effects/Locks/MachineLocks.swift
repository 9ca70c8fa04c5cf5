public import Running

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
    case system(SystemError)
  }

  /// What is held.
  public let claim: LockClaim
  private var files: [FileDescriptor] = []

  /// Takes all of a claim, or nothing.
  public init(_ claim: LockClaim, in folder: LockFolder, for holder: LockHolder) throws(Failure) {
    self.claim = claim
    do throws(Failure) {
      for name in claim.locks.sorted() { try takeLock(name, in: folder) }
      for places in claim.places { try take(places, in: folder) }
    } catch {
      release()
      throw error
    }
    let bytes = holder.encoded
    for file in files {
      _ = ftruncate(file.number, 0)
      // Who holds it is worth knowing, but not what makes the lock one.
      _ = bytes.withUnsafeBytes { pwrite(file.number, $0.baseAddress, $0.count, 0) }
    }
  }

  private mutating func takeLock(_ name: String, in folder: LockFolder) throws(Failure) {
    let path = folder.file(of: name)
    guard let file = try Self.take(path) else { throw .busy(.lock(name), LockHolder(readFrom: path)) }
    files.append(file)
  }

  /// Takes the last places that are free: the first ones are left to runs for which the pool has fewer.
  private mutating func take(_ places: LockClaim.Places, in folder: LockFolder) throws(Failure) {
    var missing = places.amount
    var number = places.capacity
    while missing > 0 {
      guard number > 0 else { throw .busy(.pool(places.pool), folder.holder(of: .pool(places.pool))) }
      if let file = try Self.take(folder.file(of: number, in: places.pool)) {
        files.append(file)
        missing -= 1
      }
      number -= 1
    }
  }

  /// The file at `path`, locked; nothing if somebody else has locked it.
  private static func take(_ path: String) throws(Failure) -> FileDescriptor? {
    let number = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard number >= 0 else { throw .system(.last("open", path)) }
    let file = FileDescriptor(number: number)
    while flock(number, LOCK_EX | LOCK_NB) != 0 {
      if errno == EINTR { continue }
      let failure = SystemError.last("lock", path)
      file.close()
      if failure.code == EWOULDBLOCK { return nil }
      throw .system(failure)
    }
    return file
  }

  /// Gives everything back.
  public func release() {
    for file in files {
      _ = ftruncate(file.number, 0)
      file.close()
    }
  }
}
