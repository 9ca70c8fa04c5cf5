internal import Text
internal import Values

/// What is sent, without anything secret: what it takes to send it is added at the last moment.
public struct Payload: Sendable, Equatable {
  /// How it is sent.
  public enum Way: String, Sendable {
    /// To a channel's address.
    case post
    /// To PagerDuty, as an alert.
    case alert
    /// To PagerDuty, as a change.
    case change
    /// By a mail server, or the program in its place.
    case mail
    /// To a program's standard input.
    case program
    /// To the end of a file.
    case file
  }

  /// How it is sent.
  public var way: Way
  /// The bytes.
  public var bytes: [UInt8]
  /// What is sent where that was too large.
  public var smallest: [UInt8]?

  /// What joins an alert of PagerDuty to others; nothing of what is none.
  public var alert: (key: String, isResolution: Bool)? {
    guard way == .alert, let map = (try? JSONReader.read(bytes))?.map, let key = map["dedup_key"]?.string else {
      return nil
    }
    return (key, map["event_action"]?.string == "resolve")
  }

  /// What is sent.
  public init(_ way: Way, _ bytes: [UInt8], smallest: [UInt8]? = nil) {
    self.way = way
    self.bytes = bytes
    self.smallest = smallest
  }
}
