#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Who may use what pyflow writes: the user alone, or a group of the operating system too (design 3.1, `group`).
public struct FileAccess: Sendable, Equatable {
  /// The number of the group; nobody but the user if nothing.
  public let group: Int?

  /// For the user alone.
  public static let userAlone = FileAccess(group: nil)

  /// For the user and a group.
  public init(group: Int?) { self.group = group }

  /// Who may use the folder at `path`; nothing if there is none.
  public init?(ofFolder path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return nil }
    self.init(group: status.st_mode & 0o070 == 0o070 ? Int(status.st_gid) : nil)
  }

  var fileMode: mode_t { group == nil ? 0o600 : 0o660 }
  var folderMode: mode_t { group == nil ? 0o700 : 0o770 }

  /// Gives an open file to the group, if there is one and it does not have it yet.
  func share(_ file: Int32, _ path: String) throws(SystemError) {
    guard let group else { return }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw .last("stat", path) }
    let mode = status.st_mode & S_IFMT == S_IFDIR ? folderMode : fileMode
    // Whoever made it has shared it then: only they could.
    if Int(status.st_gid) == group, status.st_mode & mode == mode { return }
    guard fchown(file, uid_t.max, gid_t(group)) == 0 else { throw .last("share with the group", path) }
    guard fchmod(file, mode) == 0 else { throw .last("share with the group", path) }
  }

  /// Gives a folder to the group.
  func share(folder path: String) throws(SystemError) {
    if group == nil { return }
    let number = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
    guard number >= 0 else { throw .last("open", path) }
    let file = FileDescriptor(number: number)
    defer { file.close() }
    try share(number, path)
  }
}
