internal import Values

/// A node's rollback that has begun.
struct Undoing: Sendable {
  /// Its attempt, from 1.
  var attempt = 0
  /// When its first attempt began.
  let startedAt: Instant
  /// Whether an attempt runs; else the next one is waited for.
  var isRunning = false
  /// Whether its time is up, and it was asked to end.
  var isTimedOut = false
  /// Why its last attempt failed.
  var reason: Reason?
  /// What the attempt that has ended left.
  var result: NodeResult?
}
