/// How a run has ended (design 5.1).
public enum RunStatus: String, Sendable, CaseIterable {
  case succeeded, failed, cancelled
  /// It ended because only approvals are left, and can be resumed.
  case waiting
}

/// A signal that asks pyflow to stop.
public enum RunSignal: String, Sendable, CaseIterable {
  case interrupt = "SIGINT"
  case terminate = "SIGTERM"
  case hangUp = "SIGHUP"
}
