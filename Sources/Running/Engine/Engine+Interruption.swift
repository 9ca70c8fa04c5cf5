internal import Planning
internal import Templates
internal import Values

/// Deadlines and signals.
extension Engine {
  /// Acts on a deadline that has passed.
  mutating func fire(_ timer: TimerQueue.Timer, at now: Instant) {
    let index = timer.node
    guard states[index].attempt == timer.attempt, !states[index].status.hasEnded else { return }
    switch timer.kind {
    case .wakeUp: complete(index, .succeeded, nil, nil, at: now)
    case .retry: tryAgain(index, at: now)
    case .lockWait: lockTimedOut(index, at: now)
    case .escalation: escalate(index, at: now)
    case .kill: effects.append(.end(node: index, .kill))
    case .timeout: timeOut(index, at: now)
    case .recovery, .rollbackTimeout, .rollbackKill, .rollbackWakeUp, .rollbackRetry: break
    }
  }

  private mutating func timeOut(_ index: Int, at now: Instant) {
    let limit = plan.nodes[index].timeout?.literal.map { DurationText.format($0) } ?? "its time"
    switch plan.nodes[index].action {
    case .question:
      close(index)
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
      for index in active.sorted() { interrupt(index, signal, at: now) }
    } else {
      isAborted = true
      for index in active.sorted() { effects.append(.end(node: index, .kill)) }
    }
  }

  private mutating func interrupt(_ index: Int, _ signal: RunSignal, at now: Instant) {
    if let question = close(index) {
      return end(index, after: question, .cancelled, .interrupted(signal), at: now)
    }
    switch plan.nodes[index].action {
    case .function, .group, .question: complete(index, .cancelled, .interrupted(signal), nil, at: now)
    case .command, .request:
      states[index].isInterrupted = true
      effects.append(.end(node: index, .pass(signal)))
    }
  }
}
