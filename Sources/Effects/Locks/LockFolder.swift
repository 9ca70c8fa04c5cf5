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

  /// The folder in that of the user's session, `$XDG_RUNTIME_DIR/pyflow/locks`; without one `/tmp/pyflow-UID/locks`.
  ///
  /// It is made if it is not there.
  public init(session: String?) throws(Failure) {
    let isNamed = session?.hasPrefix("/") ?? false
    let base = isNamed ? (session ?? "") + "/pyflow" : "/tmp/pyflow-\(geteuid())"
    path = base + "/locks"
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
}
