/// Why a built-in function, or one of a plugin, has failed.
public struct FunctionFailure: Error, Sendable, Equatable {
  /// The kinds of failure; their words are the codes of reasons.
  public enum Kind: String, Sendable, CaseIterable {
    /// There is no such file or folder.
    case missing = "file-missing"
    /// The system does not allow it.
    case denied = "file-denied"
    /// It is a folder, a device or something else that cannot be read or written as a file.
    case wrongFile = "file-kind"
    /// There is no room left.
    case diskFull = "disk-full"
    /// Something else is wrong with a file.
    case file
    /// A file is not what it is expected to be.
    case checksum
    /// What was waited for did not come in time.
    case waiting = "wait"
    /// The host's name cannot be looked up.
    case hostUnknown = "wait-host"
    /// Something that must hold does not.
    case assertion = "assert"
    /// The key-value store cannot be changed.
    case store
    /// It was asked to end before it was done.
    case ended
    /// The plugin says that it has failed.
    case pluginError = "plugin-error"
    /// The plugin ended without a result, or badly.
    case pluginDied = "plugin-died"
    /// The plugin said something that is against the protocol.
    case pluginProtocol = "plugin-protocol"
    /// The plugin said too much.
    case pluginFlood = "plugin-flood"
  }

  /// The kind.
  public let kind: Kind
  /// Why, in words.
  public let message: String
  /// Whether it may be worth another attempt.
  public var isWorthRetrying = true

  /// A failure.
  public init(_ kind: Kind, _ message: String, isWorthRetrying: Bool = true) {
    self.kind = kind
    self.message = message
    self.isWorthRetrying = isWorthRetrying
  }

  /// The failure with other words.
  func saying(_ message: String) -> FunctionFailure {
    FunctionFailure(kind, message, isWorthRetrying: isWorthRetrying)
  }
}
