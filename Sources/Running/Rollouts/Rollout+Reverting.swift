internal import Planning

/// Targets of a progressive rollout going back (design 8, table T): the batch that failed, then those before it.
extension Rollout {
  mutating func beginReverting() {
    pendingTargets = []
    goOnReverting()
  }

  /// Reverts targets while there is room, the newest batch first; all are tried, whatever becomes of others.
  mutating func goOnReverting() {
    while phase == .reverting {
      while busyTargets < targetLimit, let target = pendingTargets.popFirst() { beginReverting(target) }
      if busyTargets > 0 { return }
      if let batch = nextBatch {
        pendingTargets = index.batches[batch].filter { targets[$0].isToRevert }[...]
      } else {
        take(targets.contains { $0.phase == .revertFailed } ? .fail : .ok)
      }
    }
  }

  private var nextBatch: Int? {
    let batches = targets.filter(\.isToRevert).map(\.batch)
    return batches.filter { facts.onFailure != .revertBatch || $0 == facts.step }.max()
  }

  private mutating func beginReverting(_ target: Int) {
    if targets[target].phase != .failedUntouched { return take(.revert, of: target) }
    guard targets[target].isDrained, let place = index.place(of: .revertRestore, for: target) else {
      return take(.nothingToDo, of: target)
    }
    start([place])
  }

  mutating func revert(_ target: Int) {
    guard let place = index.place(of: .revert, for: target) else { return take(.ok, of: target) }
    if targets[target].tries > 0 { startLater(place) } else { start([place]) }
  }

  /// A target that is healthy again goes back into the load balancer before it counts as reverted.
  mutating func reverified(_ target: Int, _ event: RolloutEvent) {
    if event == .pass, targets[target].isDrained, let place = index.place(of: .revertRestore, for: target) {
      return start([place])
    }
    take(event, of: target)
  }

  /// It is in the load balancer again, or is not.
  mutating func takenBack(_ target: Int, _ isGood: Bool) {
    if isGood { targets[target].isDrained = false }
    let isUntouched = targets[target].phase == .failedUntouched
    take(isGood ? (isUntouched ? .ok : .pass) : .fail, of: target)
  }
}
