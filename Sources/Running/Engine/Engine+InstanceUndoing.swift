internal import Planning
internal import Values

/// Undoing an instance at once that failed within what its node allows (design 5.6), while the others go on.
extension Engine {
  /// Whether an instance has not ended yet, because it is undone.
  ///
  /// Where the run is stopped already, what follows undoes it with everything else; where nothing is undone without
  /// being asked, it is left to people.
  mutating func undoesAtOnce(_ index: Int, at now: Instant) -> Bool {
    let node = plan.nodes[index]
    guard let group = node.instance?.group, groups[group]?.tolerated.contains(index) ?? false,
      node.rollback != nil, states[index].isRegistered, !failedUndoings.contains(index),
      plan.runbooks[node.runbook].settings.rollback == .auto, !isAborted,
      runbook(of: index).stop == nil
    else { return false }
    undoingsAtOnce.insert(index)
    startUndoing(index, at: now)
    return true
  }

  /// Takes in that an instance was undone, or could not be.
  mutating func endedUndoingAtOnce(_ index: Int, isUndone: Bool, at now: Instant) {
    undoingsAtOnce.remove(index)
    if isUndone {
      states[index].isRegistered = false
      undone.append(index)
    } else {
      failedUndoings.insert(index)
    }
    windUp(index, at: now)
  }

  /// Bounds the time of all attempts to undo an instance: nothing else does while the run goes on.
  mutating func limitUndoingAtOnce(_ index: Int) {
    guard undoingsAtOnce.contains(index), let undoing = undoings[index] else { return }
    let limit = plan.runbooks[plan.nodes[index].runbook].settings.recoveryTimeout
    timers.insert(
      TimerQueue.Timer(
        deadline: undoing.startedAt.advanced(by: limit), subject: .rollback(index), kind: .recoveryTimeout))
  }

  /// Ends what is undone at once, because everything ends now.
  mutating func stopUndoingsAtOnce(because reason: Reason, at now: Instant) {
    for index in undoingsAtOnce.sorted() { giveUpUndoing(index, because: reason, at: now) }
  }

  /// Whether an instance that failed within what is allowed should have been undone, and was not.
  func isLeftOver(_ index: Int) -> Bool {
    guard let group = plan.nodes[index].instance?.group else { return false }
    return failedUndoings.contains(index) || groups[group]?.tolerated.contains(index) == true
  }
}
