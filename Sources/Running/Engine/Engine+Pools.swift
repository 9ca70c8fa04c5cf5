internal import Planning
internal import Values

/// Pools (design 5.8): a node that is ready starts when each pool that it takes from has room.
extension Engine {
  /// Starts a node that is ready, or sets it aside until what it needs is there.
  mutating func startOrPark(_ index: Int, at now: Instant) {
    if !isAborted, isStopped(index) == nil {
      if asksBefore(index, at: now) { return }
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
    plan.nodes[index].shares.first { share in
      let isTaken = isOfMachine(share) ? states[index].claimsShares : states[index].holdsShares
      return !isTaken && room[share.pool] < share.amount
    }
  }

  /// Whether a share is of a pool that all runs of this machine share.
  ///
  /// It is taken when the world is asked for it, so that it is not asked for more than the pool has.
  func isOfMachine(_ share: PlanShare) -> Bool { plan.settings.pools[share.pool].isOfMachine }

  private mutating func takeShares(of index: Int) {
    if plan.nodes[index].shares.isEmpty || states[index].holdsShares { return }
    states[index].holdsShares = true
    for share in plan.nodes[index].shares where !isOfMachine(share) { room[share.pool] -= share.amount }
  }

  /// Takes note that a node has ended, or will not start: what it held, or was first in line for, is for others.
  mutating func leavePools(_ index: Int) {
    let shares = plan.nodes[index].shares
    for share in shares where isOfMachine(share) ? states[index].claimsShares : states[index].holdsShares {
      room[share.pool] += share.amount
    }
    states[index].claimsShares = false
    states[index].holdsShares = false
    wakeOthers(of: index)
  }

  /// Lets nodes that wait for the pools or locks of a node look again.
  mutating func wakeOthers(of index: Int) {
    for share in plan.nodes[index].shares { wake(share.pool) }
    if let claim = claims[index] { wake(claim.locks) }
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
    move(index, to: .waiting)
    parked.insert(index, priority: plan.nodes[index].priority, want)
  }

  mutating func unpark(_ index: Int) {
    move(index, to: .ready)
    makeReady(index)
  }

  /// After the run was stopped, what waits need not wait any longer to hear that it does not start.
  mutating func heedStop(at now: Instant) {
    guard hasNewStop else { return }
    hasNewStop = false
    for node in parked.removeAll() { unpark(node) }
    giveUpRequests()
    withdrawQuestions(at: now)
  }
}
