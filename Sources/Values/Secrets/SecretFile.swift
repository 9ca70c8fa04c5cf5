/// A file for one process of a run, which holds what must not stand among its arguments (design 4, `as_file`).
public struct SecretFile: Sendable, Equatable {
  /// Where it is: an absolute path.
  public let path: String
  /// What is in it.
  public let content: [UInt8]
}

/// Where the files of a run with secrets are.
public struct SecretFilePlaces: Sendable {
  /// The folder, absolute.
  public let folder: String
  /// What keeps the names, which are recorded, from telling what is in the files.
  private let key: UInt64

  /// A folder whose names depend on `key`, a random number that nobody is told.
  public init(folder: String, key: UInt64) {
    self.folder = folder
    self.key = key
  }

  /// The file for a text: the same one for the same text and name.
  public func file(for text: String, named name: String) -> SecretFile {
    let content = Array(text.utf8)
    let digest = SHA256.hash(withUnsafeBytes(of: key.littleEndian, Array.init) + content)
    return SecretFile(path: "\(folder)/\(name)-\(digest.hex.prefix(16))", content: content)
  }
}
