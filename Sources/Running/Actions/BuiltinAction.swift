public import Planning
internal import Text
public import Values

/// A built-in function that looks at the world or changes it, everything about it known.
public enum BuiltinAction: Sendable {
  case writeFile(FileWriting)
  case checksum(FileChecksum)
  case waitFor(Waiting)
  case set(StoreChange)

  /// The function in one line, for people and for the record; without what is written.
  public var summary: String {
    switch self {
    case .writeFile(let writing): writing.summary
    case .checksum(let checksum): "checksum \(checksum.path)"
    case .waitFor(let waiting): "wait_for \(waiting.target.words)"
    case .set(let change): change.summary
    }
  }
}

/// A change of the key-value store.
public struct StoreChange: Sendable {
  /// The key.
  public var key: String
  /// Its new value; nothing if it is to be removed.
  public var value: Value?

  /// A change.
  public init(_ key: String, to value: Value?) {
    self.key = key
    self.value = value
  }

  var summary: String {
    guard let value else { return "set \(key) (deleted)" }
    return "set \(key) = \(OutputText.shortened(JSONWriter.string(value, layout: .spaced)))"
  }
}

/// A file to write: all of it, or nothing.
public struct FileWriting: Sendable {
  /// `write_file` or `render`.
  public var function: PlanFunctionCall.Function
  /// Its path, from the root.
  public var path: String
  /// What is written.
  public var content: [UInt8]
  /// Its rights; those that it has, or usual ones, if nothing.
  public var mode: Int?
  /// Whether a new file may be read by its owner alone.
  public var holdsSecret: Bool
  /// Whether the content comes after what is there.
  public var appends: Bool

  var summary: String {
    "\(function.rawValue) \(path) (\(appends ? "adds " : "")\(content.count) byte\(content.count == 1 ? "" : "s"))"
  }

  /// A file to write.
  public init(
    function: PlanFunctionCall.Function = .writeFile, path: String, content: [UInt8], mode: Int? = nil,
    holdsSecret: Bool = false, appends: Bool = false
  ) {
    self.function = function
    self.path = path
    self.content = content
    self.mode = mode
    self.holdsSecret = holdsSecret
    self.appends = appends
  }
}

/// A file whose SHA-256 is wanted.
public struct FileChecksum: Sendable {
  /// Its path, from the root.
  public var path: String
  /// What it must be.
  public var expected: SHA256Digest?

  /// A file.
  public init(path: String, expected: SHA256Digest? = nil) {
    self.path = path
    self.expected = expected
  }
}

/// Something to wait for.
public struct Waiting: Sendable {
  /// What can be waited for.
  public enum Target: Sendable, Equatable {
    /// A TCP port that takes connections.
    case port(Int, host: String)
    /// A file or folder that is there; its path from the root.
    case file(String)
    /// One that is not there.
    case absent(String)
    /// A unix socket that takes connections.
    case socket(String)

    /// The target in words.
    public var words: String {
      switch self {
      case .port(let port, let host): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
      case .file(let path): path
      case .absent(let path): "the absence of \(path)"
      case .socket(let path): "socket \(path)"
      }
    }
  }

  /// What is waited for.
  public var target: Target
  /// How long at most; nothing if the node's own time bounds it.
  public var timeout: Duration?
  /// How long between two tries.
  public var interval: Duration

  /// Something to wait for.
  public init(_ target: Target, timeout: Duration?, interval: Duration) {
    self.target = target
    self.timeout = timeout
    self.interval = interval
  }
}
