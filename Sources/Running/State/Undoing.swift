internal import Values

/// A node's rollback that has begun.
struct Undoing: Sendable {
  /// The number of its last attempt, of the last one before if none has begun.
  var attempt: Int
  /// Attempts that were made before the run was taken up again.
  let attemptsBefore: Int
  /// When its first attempt began.
  let startedAt: Instant
  /// Whether an attempt runs; else the next one is waited for.
  var isRunning = false
  /// Why its attempt was asked to end before it was through.
  var interruption: Reason?
  /// Why its last attempt failed.
  var reason: Reason?
  /// What the attempt that has ended left.
  var result: NodeResult?

  /// A rollback that begins now.
  init(at now: Instant, attemptsBefore: Int) {
    attempt = attemptsBefore
    self.attemptsBefore = attemptsBefore
    startedAt = now
  }

  /// How many attempts have begun.
  var attemptCount: Int { attempt - attemptsBefore }
}
