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
    case .snapshot(let index): fireSnapshot(timer.kind, of: index, at: now)
    case .runbook(let runbook) where plan.runbooks[runbook].isRollout: fire(timer.kind, ofRollout: runbook, at: now)
    case .runbook(let runbook): fire(timer.kind, ofRunbook: runbook, at: now)
    case .run: noticeIsOver(at: now)
    }
  }

  private mutating func fire(_ kind: TimerQueue.Kind, of index: Int, at now: Instant) {
    switch kind {
    case .wakeUp: succeed(index, at: now)
    case .retry: tryAgain(index, at: now)
    case .lockWait: lockTimedOut(index, at: now)
    case .escalation: escalate(index, at: now)
    case .kill: effects.append(.end(node: index, .kill))
    case .timeout: timeOut(index, at: now)
    case .answer: giveUpAsking(about: index, at: now)
    case .rollout: fireRollout(of: index, at: now)
    case .recoveryTimeout, .notice, .progress: break
    }
  }

  private mutating func timeOut(_ index: Int, at now: Instant) {
    if states[index].isLooking { return endInTime(index, at: now) }
    let limit = Self.text(of: plan.nodes[index].timeout)
    switch plan.nodes[index].action {
    case .question:
      close(index)
      complete(index, .failed, .approvalTimedOut(limit), nil, at: now)
    case .function(let call) where !call.function.isInternal: endInTime(index, at: now)
    case .function, .group: endAttempt(index, .failed, .timedOut(limit), nil, at: now)
    case .strategy: break
    case .runbook(let call):
      states[index].isTimedOut = true
      timeOut(call.runbook, .runbookTimedOut, at: now)
    case .command, .request, .plugin: endInTime(index, at: now)
    }
  }

  /// Asks a process to end because its time is up, and forces it if it does not.
  mutating func endInTime(_ index: Int, at now: Instant) {
    states[index].isTimedOut = true
    effects.append(.end(node: index, .terminate))
    addTimer(.kill, for: index, after: RunOptions.grace, at: now)
  }

  /// What ends nodes that their own time or outcome does not end.
  enum Cut {
    case signal(RunSignal)
    /// The time of a runbook is up; in the end, that of what answers it too.
    case overtime(Reason, isFinal: Bool)

    var reason: Reason {
      switch self {
      case .signal(let signal): .interrupted(signal)
      case .overtime(let reason, _): reason
      }
    }

    var mode: Effect.EndMode {
      switch self {
      // Passing SIGQUIT on would leave core files of what is killed anyway.
      case .signal(.quit): .kill
      case .signal(let signal): .pass(signal)
      case .overtime: .terminate
      }
    }
  }

  /// Stops a runbook and those that are nested in it, and ends what runs in them.
  mutating func cut(_ runbook: Int, by cut: Cut, at now: Instant) {
    let subtree = subtree(of: runbook)
    for number in subtree where runbooks[number].isOpen && !runbooks[number].isForwardOver {
      if let owner = plan.runbooks[number].owner, number != runbook {
        guard ends(owner, by: cut, in: runbook) else { continue }
        states[owner].interruption = states[owner].interruption ?? cut.reason
      }
      stop(number, by: cut)
    }
    for index in delayed.sorted() where subtree.contains(plan.nodes[index].runbook) && ends(index, by: cut, in: runbook)
    {
      complete(index, .cancelled, cut.reason, nil, at: now)
    }
    for index in active.sorted() where subtree.contains(plan.nodes[index].runbook) && ends(index, by: cut, in: runbook)
    {
      end(index, by: cut, at: now)
    }
    stopRollouts(in: runbook, at: now)
  }

  private mutating func stop(_ runbook: Int, by cut: Cut) {
    switch cut {
    case .signal: stop(runbook, for: .cancelled)
    case .overtime(let reason, let isFinal):
      runbooks[runbook].overtime = runbooks[runbook].overtime ?? reason
      stop(runbook, for: isFinal ? .over : runbooks[runbook].stop ?? .overtime)
    }
  }

  /// Whether a node is ended: all by a signal, at first not those that answer a failure when time is up.
  private func ends(_ index: Int, by cut: Cut, in runbook: Int) -> Bool {
    // A rollout is told, and sees to its own nodes.
    if isInRollout(index) { return false }
    if case .overtime(_, isFinal: false) = cut { return !isAnswer(index, in: runbook) }
    return true
  }

  /// Whether a node, or one that runs it, started to answer a failure in a runbook.
  private func isAnswer(_ index: Int, in runbook: Int) -> Bool {
    if states[index].startedAsAnswer { return true }
    let own = plan.nodes[index].runbook
    guard own != runbook, let owner = plan.runbooks[own].owner else { return false }
    return isAnswer(owner, in: runbook)
  }

  private mutating func end(_ index: Int, by cut: Cut, at now: Instant) {
    if openFailures[index] != nil { return giveUpAsking(about: index, at: now) }
    if let question = close(index) { return end(index, after: question, .cancelled, cut.reason, at: now) }
    if endSnapshot(index, cut.mode, at: now) {
      states[index].interruption = states[index].interruption ?? cut.reason
      return
    }
    if states[index].isLooking { return endProcess(of: index, by: cut, at: now) }
    switch plan.nodes[index].action {
    case .function(let call) where !call.function.isInternal: endProcess(of: index, by: cut, at: now)
    case .function, .group, .question: complete(index, .cancelled, cut.reason, nil, at: now)
    case .command, .request, .plugin: endProcess(of: index, by: cut, at: now)
    case .runbook, .strategy: break
    }
  }

  /// Asks the process of a node to end; it is forced later, unless it owns the terminal and Ctrl-C was
  /// pressed: then the person there decides.
  private mutating func endProcess(of index: Int, by cut: Cut, at now: Instant) {
    let isInteractive = interactive == index
    let isEnding = states[index].isTimedOut || states[index].interruption != nil && !isInteractive
    states[index].interruption = states[index].interruption ?? cut.reason
    effects.append(.end(node: index, cut.mode))
    if case .signal(.interrupt) = cut, isInteractive, options.notice == nil { return }
    // One that was asked before has no more time because it is asked again.
    if isEnding { return }
    timers.removeAll(of: .node(index))
    addTimer(.kill, for: index, after: grace(after: cut), at: now)
  }

  /// How a node has ended that was asked to end although its own time was not up; nothing for others.
  ///
  /// A signal leaves it to the process what to do, and so does a rollout that is to stop. When time is up, also one that ends well has not done its work.
  func cancellation(of index: Int, afterProblem hasProblem: Bool) -> Reason? {
    guard let reason = states[index].interruption else { return nil }
    if hasProblem { return reason }
    if case .interrupted = reason { return nil }
    return reason == .rolloutStopped ? nil : reason
  }
}
