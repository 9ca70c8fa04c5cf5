public import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The folder of the files in which one run's secrets are, for its user alone (design 4, `as_file`).
///
/// It is in memory where the system has such a place. Its lock says that the run is alive, so that what a killed one has left
/// is known, and removed by the next one.
public struct SecretFolder: Sendable {
  private let path: String
  private var folder: FileDescriptor?
  private var written: Set<String> = []
  private var open: [SecretFile] = []

  /// The folder at `path`, which is made when the first file is written.
  public init(path: String) { self.path = path }

  /// Where a new run has its folder; the name is one that nobody can guess.
  public static func newPath(_ environment: [String: String]) -> String {
    let base = bases(environment).first(where: isUsable) ?? "/tmp"
    return "\(parent(in: base))/\(String(OwnProcess.randomBits(), radix: 36))"
  }

  /// The places for such folders, the best one first: those in memory before those on a disk.
  private static func bases(_ environment: [String: String]) -> [String] {
    [environment["XDG_RUNTIME_DIR"], "/dev/shm", environment["TMPDIR"], "/tmp"].compactMap { base in
      base.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
  }

  /// The folder of a user in one of these places.
  private static func parent(in base: String) -> String { "\(base)/pyflow-secrets-\(geteuid())" }

  /// Whether this user can have a folder there that is nobody else's.
  private static func isUsable(_ base: String) -> Bool {
    var status = stat()
    guard lstat(parent(in: base), &status) == 0 else { return access(base, W_OK | X_OK) == 0 }
    return status.st_mode & S_IFMT == S_IFDIR && status.st_uid == geteuid() && status.st_mode & 0o077 == 0
  }

  // MARK: - Files

  /// Takes in files that are to be written before anything starts.
  public mutating func add(_ files: [SecretFile]) {
    for file in files where !written.contains(file.path) && !open.contains(file) { open.append(file) }
  }

  /// Writes what was taken in and is not written yet.
  public mutating func settle() throws(SystemError) {
    guard !open.isEmpty else { return }
    if folder == nil { folder = try makeFolder() }
    while let file = open.last {
      let number = platformOpen(file.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
      guard number >= 0 else { throw .last("create", file.path) }
      let descriptor = FileDescriptor(number: number)
      defer { descriptor.close() }
      try descriptor.writeAll(file.content)
      written.insert(file.path)
      open.removeLast()
    }
  }

  /// Removes the folder with everything in it.
  public mutating func remove() {
    open = []
    guard let folder else { return }
    Self.remove(path)
    folder.closeLocked()
    self.folder = nil
    written = []
  }

  /// Makes the folder and locks it; once more if somebody took it for one that was left.
  private func makeFolder() throws(SystemError) -> FileDescriptor {
    let parent = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    for number in 0..<Self.mostTries {
      guard mkdir(parent, 0o700) == 0 || errno == EEXIST else { throw .last("make folder", parent) }
      // After the first time it may be there, in the hands of somebody who is about to remove it.
      guard mkdir(path, 0o700) == 0 || number > 0 && errno == EEXIST else {
        if errno == ENOENT { continue }
        throw .last("make folder", path)
      }
      if let folder = try Self.lock(path) { return folder }
    }
    throw SystemError(operation: "lock", subject: path, code: EWOULDBLOCK)
  }

  private static let mostTries = 1000

  /// The folder at `path`, locked; nothing if it is gone, or somebody else has locked it.
  private static func lock(_ path: String) throws(SystemError) -> FileDescriptor? {
    let number = platformOpen(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW, 0)
    guard number >= 0 else { return nil }
    let folder = FileDescriptor(number: number)
    var (now, locked) = (stat(), stat())
    if try folder.lock(path), lstat(path, &now) == 0, fstat(number, &locked) == 0, now.st_ino == locked.st_ino {
      return folder
    }
    folder.close()
    return nil
  }

  private static func remove(_ path: String) {
    for name in Folder.names(in: path) { unlink("\(path)/\(name)") }
    rmdir(path)
    // That of the user goes with the last one in it.
    if let slash = path.lastIndex(of: "/") { rmdir(String(path[..<slash])) }
  }

  // MARK: - What is left of others

  /// Removes the folders of this user's runs whose processes are dead.
  public static func removeLeftovers(_ environment: [String: String]) {
    for parent in Set(bases(environment).map(parent)) where isOwn(parent) {
      for name in Folder.names(in: parent) where name != "." && name != ".." {
        let path = "\(parent)/\(name)"
        guard let folder = try? lock(path) else { continue }
        remove(path)
        folder.closeLocked()
      }
    }
  }

  private static func isOwn(_ parent: String) -> Bool {
    var status = stat()
    return lstat(parent, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR && status.st_uid == geteuid()
  }
}

// The name of this call is that of a property above.
private func platformOpen(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { open(path, flags, mode) }
