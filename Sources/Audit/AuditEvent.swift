/// The kinds of records (design 6).
///
/// The names are part of the file's format.
public enum AuditEvent: String, Sendable, CaseIterable {
  case runStarted = "run.started"
  case runSource = "run.source"
  case runPlan = "run.plan"
  case nodeExpanded = "node.expanded"
  case nodeReady = "node.ready"
  case nodeRenewed = "node.renewed"
  case nodeStarted = "node.started"
  case nodeSample = "node.sample"
  case nodeRetrying = "node.retrying"
  case nodeFinished = "node.finished"
  case nodeSkipped = "node.skipped"
  case nodeStatusSet = "node.status_set"
  case stateCaptured = "state.captured"
  /// A rollout has gone on to another phase.
  case rolloutMoved = "rollout.moved"
  /// Somebody wants a rollout to skip its steps, or to go back.
  case rolloutRequested = "rollout.requested"
  /// A rollout has begun although its window was closed.
  case windowOverridden = "window.overridden"
  case approvalRequested = "approval.requested"
  case approvalGranted = "approval.granted"
  case approvalRejected = "approval.rejected"
  case failureAsked = "failure.asked"
  case failureAnswered = "failure.answered"
  /// An answer that stands in the file does not count.
  case approvalRefused = "approval.refused"
  case approvalEscalated = "approval.escalated"
  case rollbackClosed = "rollback.closed"
  case rollbackRequested = "rollback.requested"
  case rollbackGranted = "rollback.granted"
  case rollbackRejected = "rollback.rejected"
  case rollbackStarted = "rollback.started"
  case rollbackRetrying = "rollback.retrying"
  case rollbackFinished = "rollback.finished"
  case lockAcquired = "lock.acquired"
  case lockReleased = "lock.released"
  case breakerOpened = "breaker.opened"
  case breakerHalfOpen = "breaker.half_open"
  case breakerClosed = "breaker.closed"
  case lockReserved = "lock.reserved"
  case lockBroken = "lock.broken"
  /// A lock was taken over from a run that has died with it.
  case lockStolen = "lock.stolen"
  /// A channel was told something.
  case notifySent = "notify.sent"
  /// It could not be told.
  case notifyFailed = "notify.failed"
  case runResumed = "run.resumed"
  case runInterrupted = "run.interrupted"
  /// The process that started pyflow has ended.
  case runParentDied = "run.parent_died"
  /// Somebody wants the run to start nothing new, and to end when what runs has ended.
  case runPauseRequested = "run.pause_requested"
  case runFinished = "run.finished"
  /// A torn last line was set aside.
  case logRepaired = "log.repaired"
}
