internal import Planning
internal import Values

/// What nodes take of the machine (design 5.8): locks, and places of pools that all its runs share, taken before a node
/// starts, all or nothing, and held until it has ended.
///
/// Nodes of this run that want the same wait for each other here, in order; the world is asked for each lock once.
extension Engine {
  /// The priority of a node that holds what it claims: it goes before all others, which might have to wait for it.
  static let urgent = 0

  /// Whether a node holds what it claims of the machine.
  ///
  /// If not, it has been set aside until it does, or has failed.
  mutating func hasLocks(_ index: Int, at now: Instant) -> Bool {
    let node = plan.nodes[index]
    if states[index].isLocked || node.locks.isEmpty && !node.shares.contains(where: isOfMachine) { return true }
    let claim: LockClaim
    do throws(NodeFailure) { claim = try self.claim(of: index) } catch {
      fail(index, with: error, at: now)
      return false
    }
    claims[index] = claim
    if let held = claim.locks.first(where: { lockOwners[$0] != nil }) {
      park(index, .lock(held))
      wakeOthers(of: index)
      return false
    }
    if claim.isEmpty { return true }
    request(claim, for: index, at: now)
    return false
  }

  private mutating func claim(of index: Int) throws(NodeFailure) -> LockClaim {
    var places: [LockClaim.Places] = []
    for share in plan.nodes[index].shares where isOfMachine(share) {
      let pool = plan.settings.pools[share.pool]
      places.append(LockClaim.Places(pool: pool.name, amount: share.amount, capacity: pool.capacity))
    }
    var claim = LockClaim(locks: try lockNames(of: index), places: places)
    claim.heedsPredecessor = isInRollout(index)
    return claim
  }

  /// The names of a node's locks, sorted, without those that the whole run holds.
  private mutating func lockNames(of index: Int) throws(NodeFailure) -> [String] {
    var names: Set<String> = []
    for lock in plan.nodes[index].locks {
      let name = try value(of: lock, "lock", index)
      if name.isEmpty { throw NodeFailure(.wrongField("lock", expected: "a name", found: name)) }
      names.insert(name)
    }
    return names.subtracting(plan.settings.locks).subtracting(locksOutside(of: index)).sorted()
  }

  /// The locks that the nodes hold which run the runbook of a node.
  private func locksOutside(of index: Int) -> [String] {
    guard let owner = plan.runbooks[plan.nodes[index].runbook].owner else { return [] }
    return (claims[owner]?.locks ?? []) + locksOutside(of: owner)
  }

  private mutating func request(_ claim: LockClaim, for index: Int, at now: Instant) {
    for name in claim.locks { lockOwners[name] = index }
    for share in plan.nodes[index].shares where isOfMachine(share) { room[share.pool] -= share.amount }
    states[index].claimsShares = !claim.places.isEmpty
    awaitingLocks.insert(index)
    move(index, to: .waiting)
    effects.append(.lock(node: index, claim))
    if let limit = options.lockWait { addTimer(.lockWait, for: index, after: limit, at: now) }
  }

  /// Takes in what came of a request.
  mutating func heard(_ outcome: LockOutcome, of index: Int, at now: Instant) {
    guard awaitingLocks.contains(index) else { return }
    switch outcome {
    case .busy(let resource, let holder) where refusesToWait(index, for: holder):
      withdrawRequest(of: index)
      fail(index, with: NodeFailure(.lockHeld(resource, by: holder, limit: "")), at: now)
    case .busy(let resource, let holder):
      busyLocks[index] = (resource, holder)
      tell(.lockAwaited(node: index, resource, holder: holder))
      tellRollout(of: index, .busy, at: now)
    case .dirty(let resource, let holder):
      withdrawRequest(of: index)
      fail(index, with: NodeFailure(.previousRunDirty(resource, holder)), at: now)
    case .failed(let message):
      withdrawRequest(of: index)
      fail(index, with: NodeFailure(.lockFailed(message)), at: now)
    case .acquired(let broken, let stolen): acquired(index, broken, stolen, at: now)
    }
  }

  private mutating func acquired(
    _ index: Int, _ broken: [BrokenReservation], _ stolen: [BrokenReservation], at now: Instant
  ) {
    awaitingLocks.remove(index)
    busyLocks[index] = nil
    timers.removeAll(of: .node(index))
    states[index].isLocked = true
    tell(.lockAcquired(node: index, claims[index] ?? LockClaim(locks: [])))
    tellBroken(broken, for: index)
    for lock in stolen { tell(.lockStolen(node: index, lock)) }
    if !broken.isEmpty || !stolen.isEmpty { tellRollout(of: index, .stale, at: now) }
    move(index, to: .ready)
    ready.insert(index, priority: Self.urgent)
  }

  /// Fails a node that has waited for what it claims for as long as it may.
  mutating func lockTimedOut(_ index: Int, at now: Instant) {
    guard awaitingLocks.contains(index) else { return }
    let busy = busyLocks[index]
    withdrawRequest(of: index)
    let limit = options.lockWait.map { DurationText.format($0) } ?? ""
    fail(index, with: NodeFailure(.lockHeld(busy?.resource, by: busy?.holder, limit: limit)), at: now)
  }

  mutating func withdrawRequest(of index: Int) {
    awaitingLocks.remove(index)
    busyLocks[index] = nil
    timers.removeAll(of: .node(index))
    effects.append(.unlock(node: index))
  }

  /// Stops asking for what nodes claim that will not start any more, so that they hear of it.
  mutating func giveUpRequests() {
    for index in awaitingLocks.sorted() where isAborted || isStopped(index) != nil {
      withdrawRequest(of: index)
      unpark(index)
    }
  }

  /// Gives back what a node that has ended holds of the machine.
  mutating func leaveLocks(_ index: Int) {
    guard let claim = claims.removeValue(forKey: index) else { return }
    if states[index].isLocked {
      states[index].isLocked = false
      tell(.lockReleased(node: index, claim))
      effects.append(.unlock(node: index))
    }
    for name in claim.locks where lockOwners[name] == index { lockOwners[name] = nil }
    wake(claim.locks)
  }

  /// Lets the next of those that wait for locks which nobody here has look again.
  mutating func wake(_ names: [String]) {
    for name in names where lockOwners[name] == nil {
      if let node = parked.popFirst(.lock(name)) { unpark(node) }
    }
  }

  // MARK: - The run's own

  /// Tells that the run holds its locks, which it got before it began.
  mutating func tellRunLocks() {
    let claim = LockClaim(locks: plan.settings.locks)
    if !claim.isEmpty { tell(.lockAcquired(node: nil, claim)) }
    tellBroken(context.brokenReservations, for: nil)
  }

  /// Tells that everything is given back, because the run ends, but for what stays reserved.
  mutating func tellReleases(_ reservation: ReservationCause?) {
    for (index, claim) in claims.sorted(by: { $0.key < $1.key }) where states[index].isLocked {
      tell(.lockReleased(node: index, claim))
    }
    let claim = LockClaim(locks: plan.settings.locks)
    if claim.isEmpty { return }
    tell(reservation.map { .lockReserved(claim, $0) } ?? .lockReleased(node: nil, claim))
  }
}
