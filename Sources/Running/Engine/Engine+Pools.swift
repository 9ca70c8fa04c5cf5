internal import Planning
internal import Values

/// Pools (design 5.8): a node that is ready starts when each pool that it takes from has room.
extension Engine {
  /// Starts a node that is ready, or sets it aside until what it needs is there.
  mutating func startOrPark(_ index: Int, at now: Instant) {
    if !isAborted, isStopped(index) == nil {
      if let share = missingShare(of: index) {
        park(index, .pool(share.pool, amount: share.amount))
        wakeOthers(of: index)
        return
      }
      guard hasLocks(index, at: now) else { return }
      takeShares(of: index)
    }
    start(index, at: now)
  }

  /// The first of its pools that has no room for a node.
  private func missingShare(of index: Int) -> PlanShare? {
    states[index].holdsShares ? nil : plan.nodes[index].shares.first { room[$0.pool] < $0.amount }
  }

  private mutating func takeShares(of index: Int) {
    let shares = plan.nodes[index].shares
    if shares.isEmpty || states[index].holdsShares { return }
    states[index].holdsShares = true
    for share in shares { room[share.pool] -= share.amount }
  }

  /// Takes note that a node has ended, or will not start: what it held, or was first in line for, is for others.
  mutating func leavePools(_ index: Int) {
    let shares = plan.nodes[index].shares
    if states[index].holdsShares {
      states[index].holdsShares = false
      for share in shares { room[share.pool] += share.amount }
    }
    wakeOthers(of: index)
  }

  /// Lets nodes that wait for the pools or locks of a node look again.
  mutating func wakeOthers(of index: Int) {
    for share in plan.nodes[index].shares { wake(share.pool) }
    if let names = wantedLocks[index] { wake(names) }
  }

  /// Makes as many of those that wait for a pool ready as it has room for.
  private mutating func wake(_ pool: Int) {
    for amount in parked.amounts(of: pool) where amount <= room[pool] {
      for _ in 0..<(room[pool] / amount) {
        guard let node = parked.popFirst(.pool(pool, amount: amount)) else { break }
        unpark(node)
      }
    }
  }

  // MARK: - Waiting

  mutating func park(_ index: Int, _ want: ParkedNodes.Want) {
    states[index].status = .waiting
    parked.insert(index, priority: plan.nodes[index].priority, want)
  }

  mutating func unpark(_ index: Int) {
    states[index].status = .ready
    makeReady(index)
  }

  /// After the run was stopped, what waits need not wait any longer to hear that it does not start.
  mutating func heedStop() {
    guard hasNewStop else { return }
    hasNewStop = false
    for node in parked.removeAll() { unpark(node) }
    giveUpRequests()
    withdrawPermissions()
  }
}
