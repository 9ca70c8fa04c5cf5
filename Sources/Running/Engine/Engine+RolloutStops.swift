internal import Planning
internal import Values

/// Stopping rollouts: a person, a signal or a deadline wants them to.
extension Engine {
  /// The rollouts that go on, of a runbook and those that are nested in it.
  private func rolloutsUnderWay(in runbook: Int) -> [Int] {
    let subtree = subtree(of: runbook)
    return openRollouts.filter(subtree.contains).sorted()
  }

  /// Whether a rollout goes on: it watches, and may go back at any moment, also while a person thinks.
  var hasRolloutsUnderWay: Bool { !openRollouts.isEmpty }

  /// Tells the rollouts in a runbook that a person, a signal or a deadline wants them to stop.
  mutating func stopRollouts(in runbook: Int, at now: Instant) {
    // One that is undone goes back whatever happens.
    for scope in rolloutsUnderWay(in: runbook) where !isUndone(scope) {
      rollouts[scope]?.hear(.cancel)
      carryOut(of: scope, at: now)
    }
  }

  /// Takes in what a person wants of a rollout.
  mutating func requested(_ wish: RolloutEvent, of id: String, by person: String, at now: Instant) {
    guard let owner = plan.index(of: id), case .strategy(let strategy) = plan.nodes[owner].action else { return }
    let scope = strategy.scope
    let isHeeded = rollouts[scope]?.canHear(wish) ?? false
    tell(.rolloutRequested(node: owner, wish, by: person, isHeeded: isHeeded))
    guard isHeeded else { return }
    rollouts[scope]?.hear(wish)
    carryOut(of: scope, at: now)
  }

  /// Whether a node belongs to a rollout that is to stop, and so is not tried again.
  func isToStop(_ index: Int) -> Bool {
    guard isInRollout(index), let rollout = rollouts[plan.nodes[index].runbook] else { return false }
    // What only goes back still needs its lock.
    return rollout.wish != nil && rollout.phase != .start
  }

  /// Ends all rollouts as they stand.
  mutating func interruptRollouts(at now: Instant) {
    for scope in rolloutsUnderWay(in: 0) { interruptRollout(scope, at: now) }
  }

  /// Ends a rollout as it stands.
  mutating func interruptRollout(_ scope: Int, at now: Instant) {
    rollouts[scope]?.interrupt()
    carryOut(of: scope, at: now)
  }

  // MARK: - Its lock

  /// Whether a rollout does not wait for its lock: it was not told to, or its holder has left something undone.
  func refusesToWait(_ index: Int, for holder: LockHolder?) -> Bool {
    isInRollout(index) && (options.lockWait == nil || holder?.reservation?.isDirty ?? false)
  }

  /// Stops asking for the lock of a rollout that does not begin any more.
  mutating func withdrawRequest(ofMember index: Int) {
    if awaitingLocks.contains(index) { withdrawRequest(of: index) }
  }
}
