internal import Running
internal import Values

/// What is told of the end of a run.
enum RunEnding {
  static func notification(
    of finish: RunFinish, in run: NotificationRun, cause: NotificationSubject?, at date: Timestamp,
    make: (NotificationTopic, String, NotificationSeverity?) -> Notification
  ) -> Notification {
    let topic = topic(of: finish.status)
    // What somebody asked for is no error.
    let severity: NotificationSeverity? = run.purpose == .rollback && topic == .runRolledBack ? .warning : nil
    var ending = make(topic, "\(run.name) \(words(finish, run.purpose))", severity)
    ending.status = finish.status.rawValue
    ending.target = cause?.target
    ending.duration = finish.duration
    ending.reason = finish.reason?.message ?? cause.map { "\($0.id) failed" }
    if finish.status == .cancelled, let signal = finish.signal { ending.reason = signal.rawValue }
    ending.text = ([counts(finish)] + [left(finish), wayOn(finish.status, run)].compactMap { $0 })
      .joined(separator: "\n")
    return ending
  }

  static func topic(of status: RunStatus) -> NotificationTopic {
    switch status {
    case .succeeded: .runSucceeded
    case .failed: .runFailed
    case .cancelled: .runCancelled
    case .rolledBack: .runRolledBack
    case .rollbackFailed: .runRollbackFailed
    case .halted: .runHalted
    case .refused: .runRefused
    case .waiting: .runWaiting
    }
  }

  private static func words(_ finish: RunFinish, _ purpose: RunPurpose) -> String {
    switch finish.status {
    case .succeeded: "has succeeded"
    case .failed: "has failed"
    case .cancelled: "was cancelled"
    case .rolledBack where purpose == .rollback: "was rolled back, as somebody has asked"
    case .rolledBack: "has failed, and was rolled back"
    case .rollbackFailed: "could not be rolled back"
    case .halted: "is halted: a person must look"
    case .refused: "was refused, and nothing was changed"
    case .waiting: "waits"
    }
  }

  private static func counts(_ finish: RunFinish) -> String {
    let parts = NodeStatus.allCases.compactMap { status in finish.counts[status].map { "\($0) \(status.rawValue)" } }
    let counts = parts.isEmpty ? "no nodes" : parts.joined(separator: ", ")
    return "\(counts) in \(PlainTime.text(finish.duration))"
  }

  private static func left(_ finish: RunFinish) -> String? {
    finish.commandsLeft.isEmpty
      ? nil : "what is left to undo:\n" + finish.commandsLeft.map { "  \($0)" }.joined(separator: "\n")
  }

  private static func wayOn(_ status: RunStatus, _ run: NotificationRun) -> String? {
    switch status {
    case .succeeded: nil
    case .rolledBack where run.purpose == .rollback: nil
    case .failed where run.purpose.isUndoing, .cancelled where run.purpose.isUndoing,
      .halted where run.purpose.isUndoing:
      "go on with: pyflow recover \(run.runbook) \(run.id)"
    case .rollbackFailed: "go on with: pyflow recover \(run.runbook) \(run.id)"
    case .waiting: "answer with: pyflow approve \(run.runbook) \(run.id)"
    case .failed, .cancelled, .rolledBack, .halted, .refused: "go on with: pyflow resume \(run.runbook) \(run.id)"
    }
  }
}
