internal import Planning
internal import Values

/// How a runbook of the run comes to its end: its end nodes, its recovery, its outcome.
extension Engine {
  /// The runbook that a node belongs to.
  func runbook(of index: Int) -> RunbookState { runbooks[plan.nodes[index].runbook] }

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
    if runbooks[runbook].isForwardOver {
      if needsRecovery(runbook) { beginRecovery(of: runbook, at: now) }
      goOnUndoing(in: runbook, at: now)
      if runbooks[runbook].recovery?.isOver ?? true { conclude(at: now) }
    } else if runbooks[runbook].isAtEnd {
      beginEndStep(of: runbook)
    }
  }

  private mutating func beginEndStep(of runbook: Int) {
    let step = runbooks[runbook].endSteps[runbooks[runbook].nextEndStep]
    runbooks[runbook].nextEndStep += 1
    runbooks[runbook].openEndNodes = step.count
    for node in step { undecide(node) }
  }

  /// Whether all that is left waits for a person who cannot be asked here.
  var isOnlyWaiting: Bool {
    !isAttended && awaitingLocks.isEmpty && delayed.isEmpty && undoings.isEmpty
      && active.allSatisfy { states[$0].status == .waiting }
  }

  /// Ends the run although nodes wait for a person; what has failed is undone before.
  mutating func giveUpWaiting(at now: Instant) {
    if needsRecovery(0) { beginRecovery(of: 0, at: now) }
    goOnUndoing(in: 0, at: now)
    if runbooks[0].recovery?.isOver ?? true { conclude(at: now) }
  }

  // MARK: - The end of the run

  /// How the run has ended, now that nothing is left to do.
  private func endStatus(notUndone: [Int]) -> RunStatus {
    if runbooks[0].stop?.isHalt == true { return .halted }
    let isUndone = runbooks[0].recovery != nil && notUndone.isEmpty
    if runbooks[0].recovery != nil, !isUndone { return .rollbackFailed }
    if signal != nil { return .cancelled }
    if runbooks[0].firstFailure != nil { return isUndone ? .rolledBack : .failed }
    return active.isEmpty ? .succeeded : .waiting
  }

  private mutating func conclude(at now: Instant) {
    var counts: [NodeStatus: Int] = [:]
    for state in states { counts[state.status, default: 0] += 1 }
    let notUndone = notUndone(of: 0)
    var result = RunFinish(
      status: endStatus(notUndone: notUndone), cause: runbooks[0].cause, counts: counts,
      allowedFailures: allowedFailures, signal: signal, duration: now.duration(since: startedAt))
    result.outputs = runOutputs()
    result.undone = runbooks[0].recovery?.undone ?? []
    result.notUndone = result.cause != nil || signal != nil ? notUndone : []
    for index in result.notUndone { result.commandsLeft.append(rollbackCommand(of: index)) }
    finish = result
    tellReleases()
    tell(.runFinished(result))
  }
}
