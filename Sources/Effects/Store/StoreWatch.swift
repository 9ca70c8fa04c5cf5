public import Running
internal import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Notices when the key-value store changes, whoever has changed it.
struct StoreWatch {
  /// What tells one state of a file from another: it is replaced by each change.
  private struct Identity: Equatable {
    var device: UInt64 = 0
    var number: UInt64 = 0
    var size: Int64 = 0
    var seconds: Int = 0
    var nanoseconds: Int = 0
  }

  private let file: KeyValueFile
  private var known: [Identity]?

  init(_ file: KeyValueFile) { self.file = file }

  /// What the store holds, if that is not what was handed out last.
  mutating func change() -> StoreView? {
    let now = [Self.identity(file.plainPath), Self.identity(file.secretPath)]
    if now == known { return nil }
    known = now
    return file.view
  }

  private static func identity(_ path: String) -> Identity {
    var status = stat()
    guard stat(path, &status) == 0 else { return Identity() }
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    return Identity(
      device: UInt64(truncatingIfNeeded: status.st_dev), number: UInt64(status.st_ino), size: Int64(status.st_size),
      seconds: time.tv_sec, nanoseconds: time.tv_nsec)
  }
}

extension KeyValueFile {
  /// What the store holds for templates.
  public var view: StoreView {
    var view = StoreView()
    do throws(KeyValueFile.Failure) { view.values = try readPlain().values } catch { view.problem = error.message }
    // Those of somebody else are nobody's business here, and their keys no plain ones either.
    let secrets = (try? readSecrets().values) ?? ValueMap()
    view.secretKeys = Set(secrets.entries.compactMap(\.key.string))
    return view
  }
}
