internal import Text

/// Why a message could not be delivered.
public struct DeliveryFailure: Sendable, Equatable {
  /// The kinds of failures, as records name them.
  public enum Kind: String, Sendable, CaseIterable {
    /// It took too long.
    case timeout
    /// There is no address for the host's name.
    case dns
    case connection
    case tls
    /// The receiver wants to be left alone.
    case throttled
    /// The receiver has failed.
    case server
    /// The receiver will not take it, however often it is sent.
    case refused
    /// It is too large for the receiver.
    case size
    /// A program has failed, or could not be started.
    case program
    /// The channel has failed so often that it is left alone for a while.
    case breaker
    /// Too much waits already.
    case overflow
    /// The run has ended, and so has the time for what was left.
    case ended
    /// There is no way to send it: the channel lacks something.
    case configuration
  }

  /// Its kind.
  public var kind: Kind
  /// In words, of one line; nothing secret.
  public var message: String

  /// A failure.
  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = OutputText.oneLine(message)
  }

  /// Whether it would be no different another time, so that the channel is of no use in this run.
  var isPermanent: Bool { kind == .refused || kind == .configuration }
}
