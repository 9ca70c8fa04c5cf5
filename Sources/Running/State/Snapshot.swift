internal import Values

/// The looks at what a node changes, before it and after it (design 3.3, `snapshot`).
struct Snapshot: Sendable {
  /// The one that is taken, or was taken last.
  var moment: NodeCapture.Moment
  /// The node's attempt that it belongs to.
  var attempt: Int
  /// Whether it is being taken.
  var isRunning = true
  /// Whether its time is up, and it was asked to end.
  var isTimedOut = false
  /// When it began.
  var startedAt: Instant
  /// What it does, in one line.
  var action: Action
  /// What was seen before the node.
  var before: [UInt8]?
}
