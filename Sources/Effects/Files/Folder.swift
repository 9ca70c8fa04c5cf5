#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Folders and small files that pyflow makes.
public enum Folder {
  /// Makes the folder at `path`, and those above it that are missing.
  ///
  /// Those that are made, and the last one in any case, are for the user alone, or for a group too.
  public static func make(_ path: String, for access: FileAccess = .userAlone) throws(SystemError) {
    if mkdir(path, access.folderMode) != 0, errno != EEXIST {
      guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
        throw .last("make folder", path)
      }
      try make(String(path[..<slash]), for: access)
      guard mkdir(path, access.folderMode) == 0 || errno == EEXIST else { throw .last("make folder", path) }
    }
    try access.share(folder: path)
  }

  /// The name of the folder beside a runbook in which pyflow keeps what belongs to it.
  public static let state = ".pyflow"

  /// Makes that folder in `directory`, where version control is told to leave it alone.
  public static func makeState(in directory: String, for access: FileAccess = .userAlone) throws(SystemError) {
    let path = directory + "/" + state
    let isNew = !exists(path + "/.gitignore")
    try make(path, for: access)
    if isNew { try write(Array("*\n".utf8), to: path + "/.gitignore", for: access) }
  }

  /// Writes a new file; an existing one is replaced.
  ///
  /// If it is to be synced, its bytes and its name are on disk afterwards. If it must be new, what stands there before is
  /// removed and never written into: it may be somebody else's.
  public static func write(
    _ bytes: [UInt8], to path: String, for access: FileAccess = .userAlone, isSynced: Bool = false,
    mustBeNew: Bool = false
  ) throws(SystemError) {
    if mustBeNew, unlink(path) != 0, errno != ENOENT { throw .last("replace", path) }
    let flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | (mustBeNew ? O_EXCL : O_TRUNC)
    let number = open(path, flags, access.fileMode)
    guard number >= 0 else { throw .last("create", path) }
    let file = FileDescriptor(number: number)
    defer { file.close() }
    try access.share(number, path)
    try file.writeAll(bytes)
    guard isSynced else { return }
    let code = file.syncData()
    if code != 0 { throw SystemError(operation: SystemError.sync, subject: path, code: code) }
    try sync(of: path)
  }

  /// Makes the names in the folder of `path` last: a new entry is on disk only when its folder is.
  public static func sync(of path: String) throws(SystemError) {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let number = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { return }
    defer { FileDescriptor(number: number).close() }
    // Some file systems know no such thing for folders.
    if fsync(number) != 0, errno != EINVAL { throw .last(SystemError.sync, folder) }
  }

  /// Whether something exists at `path`.
  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// The current folder.
  public static var current: String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    guard let path = getcwd(&buffer, buffer.count) else { return "/" }
    return String(cString: path)
  }

  /// Whether the current folder was removed, so that relative paths lead nowhere.
  public static var isCurrentGone: Bool {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    return getcwd(&buffer, buffer.count) == nil && errno == ENOENT
  }

  /// The names of the files in a folder that end in `suffix`, sorted; none if it cannot be read.
  public static func files(in path: String, suffix: String) -> [String] {
    names(in: path).filter { $0.hasSuffix(suffix) && isFile(path + "/" + $0) }.sorted()
  }

  /// The names in a folder, in no order; none if it cannot be read.
  static func names(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) { pointer in
          String(cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
        })
    }
    return names
  }

  /// Whether something that is no folder is at `path`; a FIFO is found out when it is read.
  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) != 0 || status.st_mode & S_IFMT != S_IFDIR
  }
}
