public import Values

/// Whoever sends messages while a run goes on, and is waited for along with everything else.
public protocol DispatchClient: AnyObject {
  /// When it wants to be called, if nothing comes of its messages before.
  var nextDeadline: Instant? { get }
  /// Takes in what has come of its messages, and does what is due.
  func attend(at now: Instant)
}
