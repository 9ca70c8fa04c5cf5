internal import Planning
internal import Templates
internal import Values

/// Deadlines and signals.
extension Engine {
  /// Acts on a deadline that has passed.
  mutating func fire(_ timer: TimerQueue.Timer, at now: Instant) {
    switch timer.subject {
    case .node(let index): fire(timer.kind, of: index, at: now)
    case .rollback(let index): fireRollback(timer.kind, of: index, at: now)
    case .poll(let index): endPollTime(of: index, at: now)
    case .runbook: stopRecoveries(at: now)
    }
  }

  private mutating func fire(_ kind: TimerQueue.Kind, of index: Int, at now: Instant) {
    switch kind {
    case .wakeUp: complete(index, .succeeded, nil, nil, at: now)
    case .retry: tryAgain(index, at: now)
    case .lockWait: lockTimedOut(index, at: now)
    case .kill: effects.append(.end(node: index, .kill))
    case .timeout: timeOut(index, at: now)
    case .recoveryTimeout: break
    }
  }

  private mutating func timeOut(_ index: Int, at now: Instant) {
    let limit = plan.nodes[index].timeout?.literal.map { DurationText.format($0) } ?? "its time"
    switch plan.nodes[index].action {
    case .question:
      effects.append(.withdraw(node: index))
      complete(index, .failed, .approvalTimedOut(limit), nil, at: now)
    case .function, .group: endAttempt(index, .failed, .timedOut(limit), nil, at: now)
    case .command, .request: endInTime(index, at: now)
    }
  }

  /// Asks a process to end because its time is up, and forces it if it does not.
  mutating func endInTime(_ index: Int, at now: Instant) {
    states[index].isTimedOut = true
    effects.append(.end(node: index, .terminate))
    addTimer(.kill, for: index, after: RunOptions.grace, at: now)
  }

  /// The first signal stops the run and is passed on; the next one ends everything at once (design 7).
  mutating func interrupted(by signal: RunSignal, at now: Instant) {
    let isRepeated = runbooks[0].recovery.map { $0.signals > 0 } ?? (self.signal != nil)
    tell(.interrupted(signal, isRepeated: isRepeated))
    if runbooks[0].recovery != nil { return interruptRecovery(at: now) }
    if self.signal == nil {
      self.signal = signal
      if runbooks[0].stop?.isHalt != true { stop(0, for: .cancelled) }
      for index in delayed.sorted() { complete(index, .cancelled, .interrupted(signal), nil, at: now) }
      for index in active.sorted() { interrupt(index, signal, at: now) }
    } else {
      isAborted = true
      hasNewStop = true
      for index in active.sorted() { effects.append(.end(node: index, .kill)) }
    }
  }

  private mutating func interrupt(_ index: Int, _ signal: RunSignal, at now: Instant) {
    if states[index].status == .waiting {
      effects.append(.withdraw(node: index))
      return complete(index, .cancelled, .interrupted(signal), nil, at: now)
    }
    switch plan.nodes[index].action {
    case .question, .function, .group: complete(index, .cancelled, .interrupted(signal), nil, at: now)
    case .command, .request:
      states[index].isInterrupted = true
      effects.append(.end(node: index, .pass(signal)))
    }
  }
}
