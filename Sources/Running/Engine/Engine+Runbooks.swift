internal import Planning
internal import Values

/// How a runbook of the run begins and comes to its end: its end nodes, its recovery, its outcome.
extension Engine {
  /// The runbook that a node belongs to.
  func runbook(of index: Int) -> RunbookState { runbooks[plan.nodes[index].runbook] }

  /// The folder of a runbook, absolute.
  func directory(of runbook: Int) -> String { context.directory(of: plan.runbooks[runbook]) }

  /// A runbook and those that its nodes run, as far as they are nested.
  func subtree(of runbook: Int) -> Range<Int> {
    var end = runbook + 1
    while end < plan.runbooks.count, let owner = plan.runbooks[end].owner, plan.nodes[owner].runbook >= runbook {
      end += 1
    }
    return runbook..<end
  }

  /// Lets the nodes of a runbook start.
  mutating func open(_ runbook: Int, at now: Instant) {
    runbooks[runbook].isOpen = true
    if let limit = plan.runbooks[runbook].settings.timeout { addTimer(.timeout, of: runbook, after: limit, at: now) }
    for index in plan.nodes(of: runbook) { prepare(index) }
    concludeKept(in: runbook)
    touch(runbook)
  }

  private mutating func prepare(_ index: Int) {
    let node = plan.nodes[index]
    for entry in node.entries {
      if entry.requirement == nil { states[index].openGates += 1 } else { states[index].openConditions += 1 }
    }
    states[index].openWaits = Int32(node.waits.count)
    guard !node.isEndNode else { return }
    runbooks[node.runbook].openForward += 1
    if isDecidable(index) { undecide(index) }
  }

  /// Notes that something in a runbook has ended.
  mutating func touch(_ runbook: Int) {
    guard !runbooks[runbook].isTouched else { return }
    runbooks[runbook].isTouched = true
    // Nested ones first, on which outer ones depend.
    touched.insert(runbook, priority: runbooks.count - runbook)
  }

  /// Does what is due in a runbook in which something has ended.
  mutating func goOn(with runbook: Int, at now: Instant) {
    runbooks[runbook].isTouched = false
    guard runbooks[runbook].isOpen else { return }
    if runbooks[runbook].isForwardOver {
      recover(runbook, at: now)
      guard runbooks[runbook].recovery?.isOver ?? true, !awaitsConsent(runbook) else { return }
      recovering.remove(runbook)
      if let owner = plan.runbooks[runbook].owner { close(runbook, of: owner, at: now) } else { conclude(at: now) }
    } else if runbooks[runbook].isAtEnd {
      beginEndStep(of: runbook)
    }
  }

  private mutating func recover(_ runbook: Int, at now: Instant) {
    if purpose.isUndoing, runbook == 0, runbooks[0].recovery == nil { beginRecovery(of: 0, at: now) }
    if needsRecovery(runbook), hasConsent(toUndo: runbook) { beginRecovery(of: runbook, at: now) }
    goOnUndoing(in: runbook, at: now)
  }

  private mutating func beginEndStep(of runbook: Int) {
    let step = runbooks[runbook].endSteps[runbooks[runbook].nextEndStep].filter { !states[$0].status.hasEnded }
    runbooks[runbook].nextEndStep += 1
    runbooks[runbook].openEndNodes = step.count
    for node in step { undecide(node) }
    if step.isEmpty { touch(runbook) }
  }

  // MARK: - Waiting for people

  /// Whether all that is left waits for a person who cannot be asked here.
  var isOnlyWaiting: Bool {
    (!isAttended || isPaused) && awaitingLocks.isEmpty && delayed.isEmpty && undoings.isEmpty && lookedAt.isEmpty
      && openReports == 0 && !hasRolloutsUnderWay
      && active.allSatisfy { states[$0].status == .waiting }
  }

  /// Ends the run although nodes wait for a person; what has failed is undone before.
  mutating func giveUpWaiting(at now: Instant) {
    for runbook in runbooks.indices.reversed() where runbooks[runbook].isOpen { recover(runbook, at: now) }
    if runbooks.allSatisfy({ $0.recovery?.isOver ?? true }) { conclude(at: now) }
  }

  // MARK: - The end of the run

  /// How the run has ended, now that nothing is left to do.
  private func endStatus(notUndone: [Int]) -> RunStatus {
    if haltedNode != nil { return .halted }
    if isPaused, runbooks[0].hasFailed || !active.isEmpty || holdReason != nil { return .halted }
    let hasLeft = runbooks.indices.contains { runbooks[$0].recovery != nil && !self.notUndone(of: $0).isEmpty }
    if hasLeft || !failedUndoings.isEmpty || rolloutEnds.values.contains(where: \.leavesUndone) {
      return .rollbackFailed
    }
    if purpose.isUndoing { return rolloutEnds.values.contains(.interrupted) ? .cancelled : .rolledBack }
    if runbooks.contains(where: { $0.consent == .open }) { return .halted }
    if signal != nil { return .cancelled }
    if runbooks[0].hasFailed { return failureStatus(notUndone: notUndone) }
    if holdReason != nil { return .halted }
    return active.isEmpty ? .succeeded : .waiting
  }

  /// How a run has ended that failed: what it did may be undone, or there was nothing to undo.
  private func failureStatus(notUndone: [Int]) -> RunStatus {
    let hasGoneBack = !undone.isEmpty || rolloutEnds.values.contains(.rolledBack)
    if hasGoneBack { return notUndone.isEmpty ? .rolledBack : .failed }
    let isRefused = rolloutEnds.values.contains(.refused)
    return isRefused && !plan.nodes.indices.contains(where: hasChangedSomething) ? .refused : .failed
  }

  /// Whether a node ran that may have changed something.
  private func hasChangedSomething(_ index: Int) -> Bool {
    guard states[index].mayHaveRun, plan.nodes[index].poll == nil, plan.nodes[index].action.mayChange else {
      return false
    }
    return member(index)?.role.changes ?? true
  }

  private mutating func conclude(at now: Instant) {
    var counts: [NodeStatus: Int] = [:]
    for state in states { counts[state.status, default: 0] += 1 }
    let notUndone = notUndone(of: 0)
    var result = RunFinish(
      status: endStatus(notUndone: notUndone), cause: cause(in: 0), counts: counts,
      allowedFailures: allowedFailures, signal: signal, duration: now.duration(since: startedAt))
    result.haltedAt = haltedNode
    result.reason = runbooks[0].overtime
    if result.status == .halted, haltedNode == nil, !runbooks.contains(where: { $0.consent == .open }) {
      result.reason = result.reason ?? haltReason ?? holdReason
    }
    result.outputs = outputs(of: 0)
    result.undone = undone
    if !undone.isEmpty, result.status != .succeeded { result.withoutRollback = nodesWithoutRollback() }
    result.closed = closed
    let left =
      runbooks[0].hasFailed || signal != nil || haltedNode != nil || purpose.isUndoing
      ? notUndone : notUndone.filter(isLeftOver)
    // What could not go back by itself comes first: others may stand below it.
    for (node, command) in rolloutCommandsLeft() + commandsLeft(of: left + failedUndoings.subtracting(left).sorted()) {
      result.notUndone.append(node)
      result.commandsLeft.append(command)
    }
    result.reservation = reservation(after: result)
    assert(result.status != .succeeded || states.allSatisfy(\.status.hasEnded), "a node was forgotten")
    // Its outputs are not only recorded, but printed.
    let shown = masked(result)
    finish = shown
    tellReleases(result.reservation)
    tell(.runFinished(shown))
  }

  /// The node whose failure came first, of a nested runbook the one inside; or else the one that the run was halted at.
  private func cause(in runbook: Int) -> Int? {
    if case .halt(.node(let node))? = runbooks[runbook].stop, runbooks[runbook].firstFailure == nil { return node }
    guard let cause = runbooks[runbook].firstFailure else { return nil }
    guard case .runbook(let call) = plan.nodes[cause].action else { return cause }
    return self.cause(in: call.runbook) ?? cause
  }
}
