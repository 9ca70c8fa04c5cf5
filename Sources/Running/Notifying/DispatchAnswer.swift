/// What came of a message that was sent.
public struct DispatchAnswer: Sendable, Equatable {
  /// How the attempt ended.
  public enum Ending: Sendable, Equatable {
    /// A server has answered: HTTP's status, or that of the mail protocol.
    case answered(status: Int)
    case exited(Int)
    case killed(signal: Int)
    case hostUnknown(String)
    case unreachable(String)
    case tlsFailed(String)
    /// The connection broke, or what came was no answer.
    case broken(String)
    case timedOut
    case couldNotStart(String)
    /// It stands in its file.
    case written
    /// Its file has no room for it.
    case full
  }

  /// How it ended.
  public var ending: Ending
  /// The beginning of what the receiver said.
  public var said: [UInt8] = []
  /// How long the receiver wants to be left alone (`Retry-After`).
  public var retryAfter: Duration?
  /// How long it took.
  public var duration = Duration.zero

  /// An answer.
  public init(_ ending: Ending) {
    self.ending = ending
  }
}
