internal import Planning
internal import Templates
internal import Values

/// Deadlines and signals.
extension Engine {
  /// Acts on a deadline that has passed.
  mutating func fire(_ timer: TimerQueue.Timer, at now: Instant) {
    if timer.kind == .run { return timeOutRun(at: now) }
    let index = timer.node
    guard states[index].attempt == timer.attempt, !states[index].status.hasEnded else { return }
    switch timer.kind {
    case .wakeUp: complete(index, .succeeded, nil, nil, at: now)
    case .retry: tryAgain(index, at: now)
    case .lockWait: lockTimedOut(index, at: now)
    case .kill: effects.append(.end(node: index, .kill))
    case .timeout: timeOut(index, at: now)
    case .run, .recovery, .rollbackTimeout, .rollbackKill, .rollbackWakeUp, .rollbackRetry: break
    }
  }

  private mutating func timeOut(_ index: Int, at now: Instant) {
    let limit = plan.nodes[index].timeout?.literal.map { DurationText.format($0) } ?? "its time"
    switch plan.nodes[index].action {
    case .question:
      effects.append(.withdraw(node: index))
      complete(index, .failed, .approvalTimedOut(limit), nil, at: now)
    case .function, .group: endAttempt(index, .failed, .timedOut(limit), nil, at: now)
    case .command, .request:
      states[index].isTimedOut = true
      effects.append(.end(node: index, .terminate))
      addTimer(.kill, for: index, after: RunOptions.grace, at: now)
    }
  }

  /// The first signal stops the run and is passed on; the next one ends everything at once (design 7).
  mutating func interrupted(by signal: RunSignal, at now: Instant) {
    let isRepeated = recovery.map { $0.signals > 0 } ?? (self.signal != nil)
    tell(.interrupted(signal, isRepeated: isRepeated))
    if recovery != nil { return interruptRecovery() }
    if self.signal == nil {
      self.signal = signal
      stop = .cancelled
      for index in delayed.sorted() { complete(index, .cancelled, .interrupted(signal), nil, at: now) }
      for index in active.sorted() { cancel(index, .interrupted(signal), by: .pass(signal), at: now) }
    } else {
      isAborted = true
      for index in active.sorted() { effects.append(.end(node: index, .kill)) }
    }
  }

  /// Why a node has ended that was asked to end although its own time was not up; the first signal counts.
  private var cancellation: Reason { signal.map { .interrupted($0) } ?? overtimeReason }

  /// How a node has ended that was asked to end although its own time was not up; nothing for others.
  ///
  /// A signal leaves it to the process what to do. When time is up, also one that ends well has not done its work.
  func cancellation(of index: Int, afterProblem hasProblem: Bool) -> Reason? {
    states[index].isInterrupted && (hasProblem || signal == nil) ? cancellation : nil
  }

  /// Ends a node that runs or waits, for a reason that is not its own.
  mutating func cancel(_ index: Int, _ reason: Reason, by mode: Effect.EndMode, at now: Instant) {
    switch plan.nodes[index].action {
    case .question:
      effects.append(.withdraw(node: index))
      complete(index, .cancelled, reason, nil, at: now)
    case .function, .group: complete(index, .cancelled, reason, nil, at: now)
    case .command, .request:
      states[index].isInterrupted = true
      effects.append(.end(node: index, mode))
    }
  }
}
