internal import Planning
internal import Values

/// Targets of a progressive rollout going forward, batch by batch (design 8, table T).
extension Rollout {
  // MARK: - A batch

  mutating func beginBatch() {
    orders.append(.expectProgress)
    pendingTargets = batch[...]
    let available = targets.count - failedTargets
    if available - pendingTargets.count < strategy.minAvailable { return take(.belowCapacity) }
    goOnWithBatch()
  }

  /// Goes on with what has not begun of a batch, if nothing has failed that may not.
  mutating func resumeBatch() {
    orders.append(.expectProgress)
    pendingTargets = batch.filter { targets[$0].phase == .pending }[...]
    // What was taken out of the load balancer and not changed goes back there, as row T5 has it.
    for target in batch where targets[target].phase == .failedUntouched { goOn(with: target) }
    goOnWithBatch()
  }

  private var batch: [Int] { index.batches.indices.contains(facts.step) ? index.batches[facts.step] : [] }

  /// Starts targets while there is room, and ends the batch when all of its targets have ended.
  private mutating func goOnWithBatch() {
    if isStopping { while let target = pendingTargets.popFirst() { take(.stopped, of: target) } }
    while busyTargets < targetLimit, let target = pendingTargets.popFirst() { begin(target) }
    guard phase == .batch, busyTargets == 0, pendingTargets.isEmpty else { return }
    facts.hasFailures = failedTargets > 0
    if let wish {
      self.wish = nil
      return take(heard(wish))
    }
    take(hasFailedTooOften ? .tooManyFailures : .batchEnded)
  }

  /// A target that says that it is there already needs nothing.
  private mutating func begin(_ target: Int) {
    if let place = index.place(of: .current, for: target) { start([place]) } else { take(.begin, of: target) }
  }

  private var hasFailedTooOften: Bool { failedTargets > strategy.maxFailures }

  /// Whether no further target of the batch is begun.
  private var isStopping: Bool { hasFailedTooOften || wish != nil }

  /// What only looks at a target ends at once when the rollout is to stop; what changes it has its grace.
  mutating func stopBatch() {
    for place in running.sorted() where !strategy.members[place].role.changes {
      guard let target = strategy.members[place].target else { continue }
      abandon([place])
      take(.cancel, of: target)
    }
    goOnWithBatch()
  }

  // MARK: - One target

  /// Takes in that a node of a target has ended.
  mutating func targetEnded(_ target: Int, _ place: Int, _ outcome: RolloutOutcome) {
    let failedBefore = failedTargets
    switch strategy.members[place].role {
    case .current: take(isStopping ? .stopped : isCurrent(outcome) ? .nothingToDo : .begin, of: target)
    case .verify: take(verdict(outcome), of: target)
    case .restore: restored(target, outcome)
    case .revert: take(outcome.event == .cancel ? .fail : outcome.event, of: target)
    case .reverify: reverified(target, verdict(outcome))
    case .revertRestore: takenBack(target, outcome.event == .ok)
    default: take(outcome.event, of: target)
    }
    if failedTargets > failedBefore { note(place, ifFailed: outcome) }
    if phase == .batch { goOnWithBatch() } else if phase == .reverting { goOnReverting() }
  }

  private func verdict(_ outcome: RolloutOutcome) -> RolloutEvent {
    outcome.checked == .tooFew ? .unknown : outcome.checked
  }

  /// One that failed before it was changed only goes back to where it was.
  private mutating func restored(_ target: Int, _ outcome: RolloutOutcome) {
    if outcome.event == .ok { targets[target].isDrained = false }
    if targets[target].phase == .restoring { take(outcome.event, of: target) }
  }

  /// Makes a transition of a target, and starts what follows.
  mutating func take(_ event: RolloutEvent, of target: Int) {
    facts.hasTriesLeft = targets[target].tries < strategy.timing.undoRetries
    guard let row = RolloutTable.target.row(from: targets[target].phase, on: event, facts) else {
      return trap(on: event, of: target)
    }
    coverage.insert(row.name)
    advance(target, by: row)
    if phase == .batch, !row.to.hasFailed { orders.append(.expectProgress) }
    goOn(with: target)
  }

  private mutating func advance(_ target: Int, by row: RolloutRow<TargetPhase>) {
    if row.to.hasFailed, !row.from.hasFailed { failedTargets += 1 }
    if row.guards.contains(.triesLeft) { targets[target].tries += 1 }
    switch row.to {
    case .draining: targets[target].isDrained = true
    case .updating: targets[target].isTouched = true
    default: break
    }
    targets[target].phase = row.to
  }

  /// Starts what its phase is for; what the plan has no node for is done.
  private mutating func goOn(with target: Int) {
    switch targets[target].phase {
    case .draining: start(.drain, of: target, otherwise: .ok)
    case .updating: start(.update, of: target, otherwise: .ok)
    case .verifying: start(.verify, of: target, otherwise: .pass)
    case .restoring: start(.restore, of: target, otherwise: .ok)
    case .failedUntouched where phase == .reverting:
      if let place = index.place(of: .revertRestore, for: target) { startLater(place) }
    case .failedUntouched: if let place = index.place(of: .restore, for: target) { start([place]) }
    case .reverting: revert(target)
    case .reverifying: start(.reverify, of: target, otherwise: .pass)
    case .pending, .done, .skipped, .failedTouched, .reverted, .revertFailed: break
    }
  }

  private mutating func start(_ role: RolloutRole, of target: Int, otherwise event: RolloutEvent) {
    if let place = index.place(of: role, for: target) { start([place]) } else { take(event, of: target) }
  }
}
