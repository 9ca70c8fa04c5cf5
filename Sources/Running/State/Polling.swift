internal import Values

/// How far the polling of a node has come, in its attempt.
struct Polling: Sendable {
  /// What a sample does.
  let action: Action
  /// How long a sample may take.
  let limit: Duration?
  var tally = SampleTally()
  /// When the sample at hand began.
  var sampleStartedAt = Instant(nanoseconds: 0)
  /// Whether the time for a verdict is up.
  var isOver = false
  /// Why the last sample did not pass.
  var reason: Reason?
  /// How the last sample ended.
  var result: ActionResult?

  init(action: Action, limit: Duration?) {
    self.action = action
    self.limit = limit
  }
}
