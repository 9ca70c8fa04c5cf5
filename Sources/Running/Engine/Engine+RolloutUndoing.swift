internal import Planning
internal import Values

/// Undoing rollouts that had succeeded, because their run is undone: each counts as one node there (design 5.4).
extension Engine {
  /// Notes that a rollout is to be undone with its run, if it has put something there and can take it back.
  mutating func registerRollout(_ strategy: PlanStrategy, of index: Int) {
    states[index].isRegistered = strategy.canBeUndone && rollouts[strategy.scope]?.standing.hasRolledOut ?? false
  }

  /// Lets a rollout go back, once it holds its lock again.
  mutating func undo(_ strategy: PlanStrategy, of index: Int, attempt: Int, at now: Instant) throws(NodeFailure) {
    tell(.rollbackStarted(node: index, attempt: attempt, action: .call(strategy.summary)))
    try furnish(strategy.scope, of: index)
    open(takenBack(strategy, of: index), at: now)
    rollouts[strategy.scope]?.begin()
    carryOut(of: strategy.scope, at: now)
  }

  /// A rollout that is about to go back, from what is known of it here, or from its records.
  private func takenBack(_ strategy: PlanStrategy, of index: Int) -> Rollout {
    var rollout = newRollout(strategy)
    guard let past = rollouts[strategy.scope]?.standing ?? pastRollouts[index] else { return rollout }
    let members = plan.nodes(of: strategy.scope).map { pastMembers[$0] ?? PastMember(status: states[$0].status) }
    rollout.takeBack(past, members)
    takeUpVersions(of: &rollout)
    return rollout
  }

  /// Whether a rollout had succeeded, and is or was to be undone.
  func isUndone(_ scope: Int) -> Bool {
    guard let owner = plan.runbooks[scope].owner else { return false }
    return states[owner].isRegistered && states[owner].status.hasEnded
  }

  /// What is left to do by hand for a rollout that had succeeded and should have been undone.
  mutating func commandsLeft(of strategy: PlanStrategy, _ index: Int) -> [(node: Int, command: String)] {
    if let left = rollouts[strategy.scope]?.left, !left.isEmpty { return commands(of: left, in: strategy.scope) }
    // Its templates are to be rendered, though nothing of it goes on.
    let known = rollouts[strategy.scope]
    defer { rollouts[strategy.scope] = known }
    try? furnish(strategy.scope, of: index)
    let rollout = takenBack(strategy, of: index)
    rollouts[strategy.scope] = rollout
    return commands(of: rollout.placesToUndo, in: strategy.scope)
  }
}
