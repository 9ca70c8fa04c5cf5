/// How a run has ended (design 5.1).
public enum RunStatus: String, Sendable, CaseIterable {
  case succeeded, failed, cancelled
  /// It failed, and everything that could be undone was.
  case rolledBack = "rolled_back"
  /// Something was not undone that should have been: a person is needed.
  case rollbackFailed = "rollback_failed"
  /// It ended as it stood, because nobody could tell how things are or how to go on: a person is needed.
  case halted
  /// Nothing was changed, because a rollout could not begin as things are.
  case refused
  /// It ended because only approvals are left, and can be resumed.
  case waiting
}

extension RunStatus {
  /// Whether a node failed without permission.
  public var isFailure: Bool {
    switch self {
    case .failed, .rolledBack, .rollbackFailed, .halted, .refused: true
    case .succeeded, .cancelled, .waiting: false
    }
  }
}

/// A signal that asks pyflow to stop; SIGQUIT to stop at once.
public enum RunSignal: String, Sendable, CaseIterable {
  case interrupt = "SIGINT"
  case terminate = "SIGTERM"
  case hangUp = "SIGHUP"
  case quit = "SIGQUIT"
}
