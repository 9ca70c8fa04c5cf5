internal import Planning
internal import Values

/// The timeout of the forward phase (design 3.1, 5.3).
extension Engine {
  /// Whether the run has failed: a node without permission, or its time was up.
  var hasFailed: Bool { firstFailure != nil || isOvertime }

  /// Why what the time of the run ends has ended.
  var overtimeReason: Reason {
    .runTimedOut(plan.settings.timeout.map { DurationText.format($0) } ?? "")
  }

  /// Sets the clock of the forward phase.
  mutating func limitRun(at now: Instant) {
    if let limit = plan.settings.timeout { addRunTimer(after: limit, at: now) }
  }

  private mutating func addRunTimer(after duration: Duration, at now: Instant) {
    timers.insert(TimerQueue.Timer(deadline: now.advanced(by: duration), node: -1, attempt: 0, kind: .run))
  }

  /// Ends what runs, because the time of the run is up.
  ///
  /// At first what answers a failure may still start, or go on: it belongs to what follows a failure, and has the time of the
  /// recovery for it. When that is up too, nothing goes on.
  mutating func timeOutRun(at now: Instant) {
    guard recovery == nil else { return }
    let isFinal = isOvertime
    isOvertime = true
    stop = isFinal ? .over : stop ?? .overtime
    tell(.overtime(plan.settings.timeout ?? .zero, isFinal: isFinal))
    if !isFinal { addRunTimer(after: plan.settings.recoveryTimeout, at: now) }
    for index in delayed.sorted() where isFinal || !states[index].startedAsAnswer {
      complete(index, .cancelled, overtimeReason, nil, at: now)
    }
    for index in active.sorted() where isFinal || !states[index].startedAsAnswer {
      timers.removeAll(of: index)
      cancel(index, overtimeReason, by: .terminate, at: now)
      if states[index].isInterrupted { addTimer(.kill, for: index, after: RunOptions.grace, at: now) }
    }
  }
}
