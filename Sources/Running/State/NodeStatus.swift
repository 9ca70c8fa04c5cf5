/// Where a node stands (design 5.1).
public enum NodeStatus: String, Sendable, CaseIterable {
  /// What it depends on has not ended.
  case pending
  /// It will start as soon as there is room.
  case ready
  case running
  /// It waits for a person, a lock, or a place in a pool.
  case waiting
  case succeeded
  /// It was so already, as its `unless` told, and so it was not run.
  case unchanged
  case failed, cancelled
  /// Its own condition, `skip`, or a conditional entry kept it from running.
  case skipped
  /// Something that it needs failed, or the run was stopped.
  case blocked
  /// It was under way when the run's process died, and nobody knows what came of it.
  case unknown

  /// Whether everything is as the node wants it.
  public var isGood: Bool { self == .succeeded || self == .unchanged }

  /// Whether it has ended, for good in this run.
  public var hasEnded: Bool {
    switch self {
    case .pending, .ready, .running, .waiting: false
    case .succeeded, .unchanged, .failed, .cancelled, .skipped, .blocked, .unknown: true
    }
  }
}
