internal import Planning
internal import Values

/// Locks of nodes (design 5.8): taken before a node starts, all or none, and held until it has ended.
///
/// Nodes of this run that want the same lock wait for each other here, in order; the world is asked for each lock once.
extension Engine {
  /// Whether a node holds its locks.
  ///
  /// If not, it has been set aside until it does, or has failed.
  mutating func hasLocks(_ index: Int, at now: Instant) -> Bool {
    if states[index].isLocked || plan.nodes[index].locks.isEmpty { return true }
    let names: [String]
    do throws(NodeFailure) { names = try lockNames(of: index) } catch {
      fail(index, with: error, at: now)
      return false
    }
    wantedLocks[index] = names
    if let held = names.first(where: { lockOwners[$0] != nil }) {
      park(index, .lock(held))
      wakeOthers(of: index)
      return false
    }
    if names.isEmpty { return true }
    request(names, for: index, at: now)
    return false
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
    return (wantedLocks[owner] ?? []) + locksOutside(of: owner)
  }

  private mutating func request(_ names: [String], for index: Int, at now: Instant) {
    for name in names { lockOwners[name] = index }
    awaitingLocks.insert(index)
    states[index].status = .waiting
    effects.append(.lock(node: index, names: names))
    if let limit = options.lockWait { addTimer(.lockWait, for: index, after: limit, at: now) }
  }

  /// Takes in what came of a request.
  mutating func heard(_ outcome: LockOutcome, of index: Int, at now: Instant) {
    guard awaitingLocks.contains(index) else { return }
    switch outcome {
    case .busy(let lock, let holder):
      busyLocks[index] = (lock, holder)
      tell(.lockAwaited(node: index, lock: lock, holder: holder))
    case .failed(let message):
      withdrawRequest(of: index)
      fail(index, with: NodeFailure(.lockFailed(message)), at: now)
    case .acquired:
      awaitingLocks.remove(index)
      timers.removeAll(of: .node(index))
      states[index].isLocked = true
      tell(.lockAcquired(node: index, names: wantedLocks[index] ?? []))
      unpark(index)
    }
  }

  /// Fails a node that has waited for its locks for as long as it may.
  mutating func lockTimedOut(_ index: Int, at now: Instant) {
    guard awaitingLocks.contains(index) else { return }
    withdrawRequest(of: index)
    let limit = options.lockWait.map { DurationText.format($0) } ?? ""
    let busy = busyLocks[index]
    fail(
      index, with: NodeFailure(.lockHeld(busy?.lock ?? "", by: busy?.holder?.text, limit: limit)), at: now)
  }

  private mutating func withdrawRequest(of index: Int) {
    awaitingLocks.remove(index)
    timers.removeAll(of: .node(index))
    effects.append(.unlock(node: index))
  }

  /// Stops asking for the locks of nodes that will not start any more, so that they hear of it.
  mutating func giveUpRequests() {
    for index in awaitingLocks.sorted() where isAborted || isStopped(index) != nil {
      withdrawRequest(of: index)
      unpark(index)
    }
  }

  /// Gives back the locks of a node that has ended.
  mutating func leaveLocks(_ index: Int) {
    guard let names = wantedLocks.removeValue(forKey: index) else { return }
    busyLocks[index] = nil
    if states[index].isLocked {
      states[index].isLocked = false
      tell(.lockReleased(node: index, names: names))
      effects.append(.unlock(node: index))
    }
    for name in names where lockOwners[name] == index { lockOwners[name] = nil }
    wake(names)
  }

  /// Lets the next of those that wait for locks which nobody here has look again.
  mutating func wake(_ names: [String]) {
    for name in names where lockOwners[name] == nil {
      if let node = parked.popFirst(.lock(name)) { unpark(node) }
    }
  }

  // MARK: - The run's own

  /// Tells that the run holds its locks, which it got before it began.
  mutating func tellRunLocks(isAcquired: Bool) {
    let names = plan.settings.locks
    if names.isEmpty { return }
    tell(isAcquired ? .lockAcquired(node: nil, names: names) : .lockReleased(node: nil, names: names))
  }

  /// Tells that every lock is given back, because the run ends.
  mutating func tellReleases() {
    for index in wantedLocks.keys.sorted() where states[index].isLocked {
      tell(.lockReleased(node: index, names: wantedLocks[index] ?? []))
    }
    tellRunLocks(isAcquired: false)
  }
}
