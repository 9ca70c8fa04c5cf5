internal import Running

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The folder of the locks of this machine: for the user alone, and gone when the machine starts anew.
public struct LockFolder: Sendable {
  /// Why the folder cannot be used.
  public enum Failure: Error, Sendable, Equatable {
    /// Somebody else could change what stands in it.
    case isForeign(String)
    case system(SystemError)

    /// The failure in words.
    public var message: String {
      switch self {
      case .isForeign(let path): "\(path) is not a folder of this user's alone"
      case .system(let error): error.message
      }
    }
  }

  let path: String
  /// Where the queues of those are who wait.
  let waiting: String

  /// The folder in that of the user's session, `$XDG_RUNTIME_DIR/pyflow/locks`; without one `/tmp/pyflow-UID/locks`.
  ///
  /// It is made if it is not there.
  public init(session: String?) throws(Failure) {
    let isNamed = session?.hasPrefix("/") ?? false
    let base = isNamed ? (session ?? "") + "/pyflow" : "/tmp/pyflow-\(geteuid())"
    path = base + "/locks"
    waiting = base + "/waiting"
    do throws(SystemError) { try Folder.make(path) } catch { throw .system(error) }
    for folder in [base, path] { try Self.check(folder) }
  }

  /// Whoever can write to the folder could put another file in a lock's place.
  private static func check(_ path: String) throws(Failure) {
    var status = stat()
    guard lstat(path, &status) == 0 else { throw .system(.last("stat", path)) }
    let isFolder = status.st_mode & S_IFMT == S_IFDIR
    guard isFolder, status.st_uid == geteuid(), status.st_mode & 0o022 == 0 else { throw .isForeign(path) }
  }

  /// The file of a lock.
  func file(of lock: String) -> String { "\(path)/\(PlainName.of(lock)).lock" }

  /// The file that reserves a lock for a run that has ended.
  func reservation(of lock: String) -> String { "\(path)/\(PlainName.of(lock)).reserved" }

  /// Whether a lock is reserved, whatever the file tells.
  func isReserved(_ lock: String) -> Bool { Folder.exists(reservation(of: lock)) }

  /// The file of a place of a pool, of which the first has the number 1.
  func file(of place: Int, in pool: String) -> String { "\(path)/\(PlainName.of(pool)).\(place)\(Self.placeSuffix)" }

  /// The folder of those who wait for something.
  func queue(of resource: MachineResource) -> String {
    switch resource {
    case .lock(let name): "\(waiting)/\(PlainName.of(name)).lock"
    case .pool(let name): "\(waiting)/\(PlainName.of(name)).pool"
    }
  }

  /// The numbers of the places of a pool that were ever taken.
  private func places(of pool: String) -> [Int] {
    let start = PlainName.of(pool) + "."
    return Folder.files(in: path, suffix: Self.placeSuffix).compactMap { file in
      file.hasPrefix(start) ? Int(file.dropFirst(start.count).dropLast(Self.placeSuffix.count)) : nil
    }
  }

  private static let placeSuffix = ".place"

  /// Who holds a lock, or a place of a pool, as far as the files tell.
  func holder(of resource: MachineResource) -> LockHolder? {
    switch resource {
    case .lock(let name):
      return LockHolder(readFrom: file(of: name)) ?? LockHolder(readFrom: reservation(of: name))
    case .pool(let name):
      // Not lazily: that would read twice, and holders come and go.
      for place in places(of: name) {
        if let holder = LockHolder(readFrom: file(of: place, in: name)) { return holder }
      }
      return nil
    }
  }
}
