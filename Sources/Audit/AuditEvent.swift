/// The kinds of records (design 6).
///
/// The names are part of the file's format.
public enum AuditEvent: String, Sendable, CaseIterable {
  case runStarted = "run.started"
  case runPlan = "run.plan"
  case nodeReady = "node.ready"
  case nodeStarted = "node.started"
  case nodeRetrying = "node.retrying"
  case nodeFinished = "node.finished"
  case nodeSkipped = "node.skipped"
  case stateCaptured = "state.captured"
  case approvalRequested = "approval.requested"
  case approvalGranted = "approval.granted"
  case approvalRejected = "approval.rejected"
  case rollbackClosed = "rollback.closed"
  case rollbackRequested = "rollback.requested"
  case rollbackGranted = "rollback.granted"
  case rollbackRejected = "rollback.rejected"
  case rollbackStarted = "rollback.started"
  case rollbackRetrying = "rollback.retrying"
  case rollbackFinished = "rollback.finished"
  case lockAcquired = "lock.acquired"
  case lockReleased = "lock.released"
  case runInterrupted = "run.interrupted"
  case runFinished = "run.finished"
  /// A torn last line was set aside.
  case logRepaired = "log.repaired"
}
