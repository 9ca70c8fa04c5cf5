internal import Runbooks
public import Values

/// The rules by which pyflow and plugins speak (docs/plugins.md).
public enum PluginProtocol {
  /// The version of the protocol that pyflow speaks.
  public static let version = 1
  /// What the name of a plugin's executable begins with.
  public static let executablePrefix = PluginName.prefix

  /// Whether a plugin can have this name.
  public static func isName(_ name: String) -> Bool { PluginName.isValid(name) }

  /// How long a plugin may take to describe itself, from its start to its end.
  public static let describeTimeout = Duration.seconds(5)
  /// How long a plugin may take to end after its result.
  public static let closeTimeout = Duration.seconds(5)
  /// The longest line, in bytes: 1 MiB.
  public static let lineLimit = 1 << 20
  /// All that a plugin may print on one of its streams in a call, in bytes: 16 MiB.
  public static let outputLimit = 16 << 20
  /// How deep lists and maps of an answer may be nested.
  public static let depthLimit = 64
  /// How many functions a plugin may have, and how many parameters a function.
  public static let countLimit = 1000
  /// The id of the request that is answered; `close`, which is not answered, has the next one.
  public static let requestID = 1

  /// The lines that ask a plugin to describe itself, and then to end.
  public static var describeRequest: [UInt8] {
    request { $0.member("type", "describe") } + closeRequest
  }

  /// The line that lets a plugin end.
  public static var closeRequest: [UInt8] {
    var stream = JSONStream()
    stream.object { stream in
      stream.member("protocol", version)
      stream.member("id", requestID + 1)
      stream.member("type", "close")
    }
    return stream.bytes + [UInt8(ascii: "\n")]
  }

  /// The line of a request with these members.
  public static func request(_ members: (inout JSONStream) -> Void) -> [UInt8] {
    var stream = JSONStream()
    stream.object { stream in
      stream.member("protocol", version)
      stream.member("id", requestID)
      members(&stream)
    }
    return stream.bytes + [UInt8(ascii: "\n")]
  }
}
