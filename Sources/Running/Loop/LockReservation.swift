/// Why the locks of a run that has ended stay with it: somebody has to go on with it, or to clear up (design 5.8).
public enum ReservationCause: String, Sendable, CaseIterable {
  case waiting
  case rollbackFailed = "rollback_failed"
  case cancelled, halted

  /// Whether the run has left something undone, or half done.
  var isDirty: Bool { self != .waiting }

  /// The cause as a sentence about the run.
  public var text: String {
    switch self {
    case .waiting: "it waits for an approval"
    case .rollbackFailed: "its rollback failed"
    case .halted: "it was halted, and a person must look first"
    case .cancelled: "it was cancelled, and not everything was undone"
    }
  }
}

/// A reservation of another run's that did not keep a lock from being taken, because a person said so.
public struct BrokenReservation: Sendable, Equatable {
  /// The lock's name.
  public var lock: String
  /// The run that it was reserved for; nothing if its file does not tell.
  public var holder: LockHolder?

  /// A reservation that was broken.
  public init(lock: String, holder: LockHolder?) {
    self.lock = lock
    self.holder = holder
  }
}
