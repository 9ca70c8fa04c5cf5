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
    case .runbook(let runbook): stopRecoveries(in: runbook, at: now)
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
    case .runbook(let call):
      states[index].isTimedOut = true
      cut(call.runbook, .timedOut, .runbookTimedOut, .terminate, at: now)
    case .command, .request:
      states[index].isTimedOut = true
      effects.append(.end(node: index, .terminate))
      addTimer(.kill, for: index, after: RunOptions.grace, at: now)
    }
  }

  /// The first signal stops the run and is passed on; the next one ends everything at once (design 7).
  mutating func interrupted(by signal: RunSignal, at now: Instant) {
    let isRepeated = runbooks[0].recovery.map { $0.signals > 0 } ?? (self.signal != nil)
    tell(.interrupted(signal, isRepeated: isRepeated))
    if runbooks[0].recovery != nil { return interruptRecovery(at: now) }
    if self.signal == nil {
      self.signal = signal
      cut(0, .cancelled, .interrupted(signal), .pass(signal), at: now)
    } else {
      isAborted = true
      hasNewStop = true
      for index in active.sorted() { effects.append(.end(node: index, .kill)) }
      stopRecoveries(in: 0, at: now)
    }
  }

  /// Stops a runbook and those that are nested in it, and ends what runs in them.
  private mutating func cut(
    _ runbook: Int, _ stop: Stop, _ reason: Reason, _ mode: Effect.EndMode, at now: Instant
  ) {
    let subtree = subtree(of: runbook)
    for runbook in subtree where runbooks[runbook].isOpen && !runbooks[runbook].isForwardOver {
      self.stop(runbook, for: stop)
    }
    for index in delayed.sorted() where subtree.contains(plan.nodes[index].runbook) {
      complete(index, .cancelled, reason, nil, at: now)
    }
    for index in active.sorted() where subtree.contains(plan.nodes[index].runbook) {
      end(index, reason, mode, at: now)
    }
  }

  private mutating func end(_ index: Int, _ reason: Reason, _ mode: Effect.EndMode, at now: Instant) {
    switch plan.nodes[index].action {
    case .question:
      effects.append(.withdraw(node: index))
      complete(index, .cancelled, reason, nil, at: now)
    case .function, .group: complete(index, .cancelled, reason, nil, at: now)
    case .command, .request:
      states[index].interruption = reason
      effects.append(.end(node: index, mode))
      if mode == .terminate { addTimer(.kill, for: index, after: RunOptions.grace, at: now) }
    case .runbook: break
    }
  }
}
