internal import Planning
internal import Values

/// Nodes with instances (design 5.6).
extension Engine {
  /// End nodes one by one in the order of the plan, the instances of one node together.
  static func endSteps(of plan: Plan, _ runbook: Int) -> [Range<Int>] {
    let nodes = plan.nodes
    var steps: [Range<Int>] = []
    for index in plan.nodes(of: runbook) where nodes[index].isEndNode {
      let group = nodes[index].instance?.group
      if let group, let last = steps.last, nodes[last.lowerBound].instance?.group == group {
        steps[steps.count - 1] = last.lowerBound..<index + 1
      } else {
        steps.append(index..<index + 1)
      }
    }
    return steps
  }

  /// What a node with instances is made of; nothing for other nodes, and for one that has none.
  func openGroup(_ index: Int) -> PlanGroup? {
    guard case .group(let group) = plan.nodes[index].action, !group.instances.isEmpty else { return nil }
    return group
  }

  // MARK: - Failures

  /// Whether the failure of an instance is within what its node allows; false for other nodes.
  ///
  /// Beyond that, and if it is critical, the node has failed for certain: no further instance starts.
  mutating func groupAllowsFailure(of index: Int) -> Bool {
    guard let group = plan.nodes[index].instance?.group, case .group(let limits) = plan.nodes[group].action else {
      return false
    }
    groups[group, default: GroupState()].failed += 1
    let isWithin = (groups[group]?.failed ?? 0) <= limits.maxFailures
    if isWithin, !isCritical(index) {
      groups[group]?.tolerated.insert(index)
      return true
    }
    groups[group]?.isExhausted = true
    allowedFailures.removeAll { plan.nodes[$0].instance?.group == group }
    return failureIsAllowed(group)
  }

  /// Why an instance does not start any more, if its node has failed for certain.
  func exhaustion(of index: Int) -> Reason? {
    guard let group = plan.nodes[index].instance?.group, groups[group]?.isExhausted ?? false else { return nil }
    return .instancesExhausted(of: plan.nodes[group].id)
  }

  /// Whether a condition that lifts the failure of the nodes in `lifted` lifts that of `cause`.
  ///
  /// A node and its instances fail together: lifting it lifts them, and lifting all that failed of them lifts it.
  func isLifted(_ cause: Int, by lifted: [Int]) -> Bool {
    if lifted.contains(cause) { return true }
    if let group = plan.nodes[cause].instance?.group { return lifted.contains(group) }
    guard let group = openGroup(cause) else { return false }
    let failed = group.instances.filter { states[$0].status == .failed }
    return !failed.isEmpty && failed.allSatisfy { lifted.contains($0) }
  }

  // MARK: - Batches

  /// Whether an instance that is ready may start as soon as there is room; else it waits until another one has ended.
  mutating func enterBatch(_ index: Int) -> Bool {
    guard let group = plan.nodes[index].instance?.group, case .group(let limits) = plan.nodes[group].action,
      let size = limits.batchSize
    else { return true }
    if (groups[group]?.inBatch.count ?? 0) < size {
      groups[group, default: GroupState()].inBatch.insert(index)
      return true
    }
    groups[group]?.waiting.insert(index)
    return false
  }

  /// Gives the place of an instance that has ended to the next one.
  mutating func leaveBatch(_ index: Int) {
    guard let group = plan.nodes[index].instance?.group, groups[group]?.inBatch.remove(index) != nil,
      let next = groups[group]?.waiting.popFirst()
    else { return }
    groups[group]?.inBatch.insert(next)
    makeReady(next)
  }

  // MARK: - The end

  /// Ends a node all of whose instances have ended, as these tell.
  mutating func endGroup(_ index: Int, _ group: PlanGroup, at now: Instant) {
    noteInstances(of: index, group)
    let ends = group.instances.map { states[$0].status }
    let cancelled = ends.count { $0 == .cancelled }
    let failed = groups[index]?.failed ?? 0
    let failure = Reason.instancesFailed(failed, of: ends.count, allowed: group.maxFailures)
    if groups[index]?.isExhausted ?? false {
      complete(index, .failed, failure, nil, at: now)
    } else if cancelled > 0 {
      complete(index, .cancelled, .instancesCancelled(cancelled, of: ends.count), nil, at: now)
    } else if let blocked = group.instances.first(where: { states[$0].status == .blocked }) {
      pass(over: index, .blocked, states[blocked].reason ?? .runCancelled, at: now)
    } else if ends.allSatisfy({ $0 == .skipped }) {
      pass(over: index, .skipped, sharedReason(of: group) ?? .instancesSkipped, at: now)
    } else {
      complete(index, .succeeded, failed > 0 ? failure : nil, nil, at: now)
    }
  }

  /// When the first instance started, and whether one started as an answer.
  private mutating func noteInstances(of index: Int, _ group: PlanGroup) {
    // Those that are kept from before the run was taken up started at no moment of this clock.
    let started = group.instances.filter { states[$0].hasStarted && (purpose == .run || causes[$0] != nil) }
    guard let first = started.map({ states[$0].startedAt }).min() else { return }
    states[index].attempt = 1
    states[index].startedAt = first
    states[index].startedAsAnswer = started.contains { states[$0].startedAsAnswer }
  }

  /// Why all instances were skipped, if it is the same for all of them.
  private func sharedReason(of group: PlanGroup) -> Reason? {
    guard let reason = group.instances.first.flatMap({ states[$0].reason }) else { return nil }
    return group.instances.allSatisfy { states[$0].reason == reason } ? reason : nil
  }
}
