public import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The key-value store of a folder: `.pyflow/kv.json`, and `kv.secrets.json` for the user alone, or one for each user of a group.
///
/// Each is replaced by rename after its bytes are on disk, while `kv.lock` is held: readers see the old file or the new one, and
/// of several writers none loses what another one has written.
public struct KeyValueFile: Sendable {
  /// What both files hold.
  public struct Contents: Sendable, Equatable {
    /// What anybody may read who may read the runbook's records.
    public var plain = KeyValueStore()
    /// What is shown nowhere: texts.
    public var secrets = KeyValueStore()
  }

  /// Why the store cannot be used.
  public enum Failure: Error, Sendable, Equatable {
    /// A file is damaged; its path, and how.
    case damaged(String, String)
    /// Others than its owner have rights on the file with the secrets.
    case shared(String)
    case unreadable(String, FileReader.Failure)
    case system(SystemError)
    case refused(KeyValueStore.Problem)
    /// A key names a secret, and was taken for a plain one.
    case isSecret(String)
  }

  /// The folder that the files stand in.
  let folder: String
  private let access: FileAccess

  /// The store of the folder `directory`, shared with whom `access` says.
  public init(of directory: String, for access: FileAccess = .userAlone) {
    folder = directory + "/" + Folder.state
    self.access = access
  }

  var plainPath: String { folder + "/kv.json" }
  /// Of several users who share the store, each has secrets of their own; whoever had some before it was shared keeps them there.
  ///
  /// A runbook without a group in a shared folder finds those that its user has, and not somebody else's.
  var secretPath: String {
    let (alone, ofUser) = (folder + "/kv.secrets.json", folder + "/kv.secrets.\(getuid()).json")
    if Folder.exists(ofUser) { return ofUser }
    return access == .userAlone || Self.isOwn(alone) ? alone : ofUser
  }
  private var lockPath: String { folder + "/kv.lock" }

  private static func isOwn(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_uid == getuid()
  }

  /// What the store holds now.
  public func read() throws(Failure) -> Contents {
    Contents(plain: try Self.read(plainPath, isSecret: false), secrets: try Self.read(secretPath, isSecret: true))
  }

  /// What it holds for others too.
  func readPlain() throws(Failure) -> KeyValueStore { try Self.read(plainPath, isSecret: false) }

  /// What it keeps secret.
  func readSecrets() throws(Failure) -> KeyValueStore { try Self.read(secretPath, isSecret: true) }

  /// Lets `body` change what it holds, nobody else meanwhile; what `body` returns.
  func change<Result>(_ body: (inout Contents) throws(Failure) -> Result) throws(Failure) -> Result {
    let lock = try openLock()
    defer { lock.closeLocked() }
    try orSystem { () throws(SystemError) in try lock.waitForLock(lockPath) }
    return try changeLocked(body)
  }

  private func openLock() throws(Failure) -> FileDescriptor {
    try orSystem { () throws(SystemError) in
      try Folder.makeState(in: String(folder.dropLast(Folder.state.utf8.count + 1)), for: access)
      let lock = try FileDescriptor.ofLock(at: lockPath)
      try access.share(lock.number, lockPath)
      return lock
    }
  }

  private func changeLocked<Result>(_ body: (inout Contents) throws(Failure) -> Result) throws(Failure) -> Result {
    let before = try read()
    var contents = before
    let result = try body(&contents)
    // A key that becomes a secret is one before it is gone from where others read it.
    if contents.secrets != before.secrets { try replace(secretPath, contents.secrets, .userAlone) }
    if contents.plain != before.plain { try replace(plainPath, contents.plain, access) }
    return result
  }

  private func replace(_ path: String, _ store: KeyValueStore, _ access: FileAccess) throws(Failure) {
    try orSystem { () throws(SystemError) in try Folder.replace(path, by: store.encoded, for: access) }
  }

  private func orSystem<Result>(_ body: () throws(SystemError) -> Result) throws(Failure) -> Result {
    do throws(SystemError) { return try body() } catch { throw .system(error) }
  }

  private static func read(_ path: String, isSecret: Bool) throws(Failure) -> KeyValueStore {
    let (bytes, mode): ([UInt8], Int)
    do throws(FileReader.Failure) {
      (bytes, mode) = try FileReader.readWithMode(path, limit: KeyValueStore.largest)
    } catch {
      if error == .missing { return KeyValueStore() }
      throw .unreadable(path, error)
    }
    if isSecret, mode & 0o077 != 0 { throw .shared(path) }
    do throws(KeyValueStore.Problem) { return try KeyValueStore(decoding: bytes) } catch {
      throw .damaged(path, error.message)
    }
  }
}

// MARK: - Keys

extension KeyValueFile {
  /// Sets a plain value; a secret is never made one.
  public func set(_ key: String, to value: Value) throws(Failure) {
    try change { contents throws(Failure) in _ = try contents.set(key, to: value) }
  }

  /// What a key held before it was changed.
  struct Before {
    let value: Value?
  }

  /// Sets a plain value, or removes the key if there is none; nothing if somebody else changes the store just now.
  func tryToSet(_ key: String, to value: Value?) throws(Failure) -> Before? {
    let lock = try openLock()
    defer { lock.closeLocked() }
    guard try orSystem({ () throws(SystemError) in try lock.lock(lockPath) }) else { return nil }
    return try changeLocked { contents throws(Failure) in Before(value: try contents.set(key, to: value)) }
  }

  /// Sets a secret; a plain value of that key goes.
  public func set(secret key: String, to text: String) throws(Failure) {
    try change { contents throws(Failure) in
      try contents.secrets.keep(key, .string(text))
      contents.plain.remove(key)
    }
  }

  /// Removes a key, whichever it is; false if it is not there.
  public func remove(_ key: String) throws(Failure) -> Bool {
    try change { contents throws(Failure) in
      let wasSecret = contents.secrets.remove(key)
      return contents.plain.remove(key) || wasSecret
    }
  }
}

extension KeyValueFile.Contents {
  /// Sets a plain value, or removes the key; what it held before.
  fileprivate mutating func set(_ key: String, to value: Value?) throws(KeyValueFile.Failure) -> Value? {
    if secrets.values[key] != nil { throw .isSecret(key) }
    let before = plain.values[key]
    if let value { try plain.keep(key, value) } else { plain.remove(key) }
    return before
  }
}

extension KeyValueStore {
  fileprivate mutating func keep(_ key: String, _ value: Value) throws(KeyValueFile.Failure) {
    do throws(Problem) { try set(key, to: value) } catch { throw .refused(error) }
  }
}

extension KeyValueFile.Failure {
  /// The failure in one sentence; never with a value.
  public var message: String {
    switch self {
    case .damaged(let path, let why): "\(path) is damaged: \(why)"
    case .shared(let path): "others than its owner have rights on \(path)"
    case .unreadable(let path, .system(let error)): "\(path) cannot be read: \(error.reason)"
    case .unreadable(let path, .tooLarge(let limit)): "\(path) has more than \(limit >> 20) MiB"
    case .unreadable(let path, _): "\(path) is no file"
    case .system(let error): "the key-value store cannot be written: \(error.message)"
    case .refused(let problem): problem.message
    case .isSecret(let key): "`\(key)` is a secret"
    }
  }

  /// What to do about it.
  public var hint: String? {
    switch self {
    case .damaged(let path, _): "restore it, or move it away to begin with an empty one: mv \(path) \(path).damaged"
    case .shared(let path): "chmod 600 \(path)"
    case .isSecret: "delete it first, or set it with --secret"
    case .unreadable, .system, .refused: nil
    }
  }
}
