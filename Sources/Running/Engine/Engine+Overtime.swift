internal import Planning
internal import Values

/// The timeout of the forward phase (design 3.1, 5.3), and that of a node that runs a runbook.
extension Engine {
  mutating func addTimer(_ kind: TimerQueue.Kind, of runbook: Int, after duration: Duration, at now: Instant) {
    timers.insert(TimerQueue.Timer(deadline: now.advanced(by: duration), subject: .runbook(runbook), kind: kind))
  }

  /// Acts on a deadline of a runbook.
  mutating func fire(_ kind: TimerQueue.Kind, ofRunbook runbook: Int, at now: Instant) {
    if kind == .recoveryTimeout { return stopRecoveries(in: runbook, because: recoveryTimedOut(in: runbook), at: now) }
    guard runbooks[runbook].recovery == nil else { return }
    let limit = plan.runbooks[runbook].settings.timeout ?? .zero
    if runbook == 0 { tell(.overtime(limit, isFinal: runbooks[0].overtime != nil)) }
    timeOut(runbook, .runTimedOut(DurationText.format(limit)), at: now)
  }

  /// Ends what runs in a runbook and in those that are nested in it, because its time is up.
  ///
  /// At first what answers a failure may still start, or go on: it belongs to what follows a failure, and has the time of the
  /// recovery for it. When that is up too, nothing goes on.
  mutating func timeOut(_ runbook: Int, _ reason: Reason, at now: Instant) {
    let isFinal = runbooks[runbook].overtime != nil
    let reason = runbooks[runbook].overtime ?? reason
    if !isFinal {
      addTimer(.timeout, of: runbook, after: plan.runbooks[runbook].settings.recoveryTimeout, at: now)
    }
    cut(runbook, by: .overtime(reason, isFinal: isFinal), at: now)
  }
}
