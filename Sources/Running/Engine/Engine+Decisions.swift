internal import Planning
internal import Templates
internal import Text
internal import Values

/// The order of decision of design 5.2.
extension Engine {
  /// Whether everything has ended that a decision on the node needs.
  func isDecidable(_ index: Int) -> Bool {
    let state = states[index]
    guard !state.isDecided, state.openGates == 0, state.openWaits == 0 else { return false }
    guard state.openConditions > 0 else { return true }
    return state.holding >= neededConditions(of: index)
  }

  private func neededConditions(of index: Int) -> Int32 {
    Int32(plan.nodes[index].neededConditions)
  }

  /// Decides on a node: blocked, skipped, failed in its condition, or ready.
  mutating func decide(_ index: Int, at now: Instant) {
    if plan.nodes[index].isLeftOut { return leaveOut(index, at: now) }
    if let group = openGroup(index) { return endGroup(index, group, at: now) }
    if isAborted { return pass(over: index, .blocked, .runCancelled, at: now) }
    if let reason = closedGate(for: index) { return pass(over: index, .blocked, reason, at: now) }
    if let reason = blockage(of: index) { return pass(over: index, .blocked, reason, at: now) }
    if let (status, reason) = missedCondition(of: index) { return pass(over: index, status, reason, at: now) }
    switch skipping(of: index) {
    case .success(let reason?): return pass(over: index, .skipped, reason, at: now)
    case .success(nil): break
    case .failure(let failure): return fail(index, with: failure, at: now)
    }
    if let reason = stoppage(of: index) { return pass(over: index, .blocked, reason, at: now) }
    becomeReady(index, at: now)
  }

  /// Nothing runs after the approval of the whole run was refused, not even what answers failures.
  private func closedGate(for index: Int) -> Reason? {
    guard let gate = plan.gate, index != gate, states[gate].status.hasEnded, states[gate].status != .succeeded else {
      return nil
    }
    return .blockedBy([plan.nodes[gate].id])
  }

  // MARK: - (1) Plain entries

  func blockage(of index: Int) -> Reason? {
    let node = plan.nodes[index]
    if node.lifting.liftsAll { return nil }
    var blame = Blame.none
    for entry in node.entries where entry.requirement == nil { blame.merge(states[entry.target].blame) }
    if blame.isEmpty || isLifted(blame, of: index) { return nil }
    return .blockedBy(names(of: blame, index))
  }

  private func isLifted(_ blame: Blame, of index: Int) -> Bool {
    let lifted = plan.nodes[index].lifting.nodes
    if blame.isFinal || lifted.isEmpty { return false }
    let causes = blame.isOverflowing ? allCauses(of: index) : Set(blame.causes)
    return causes.isSubset(of: lifted) || causes.allSatisfy { isLifted($0, by: lifted) }
  }

  /// Every failed node that blocks the plain entries of a node, found by searching the graph; only where there are many.
  private func allCauses(of index: Int) -> Set<Int> {
    var causes: Set<Int> = []
    var seen: Set<Int> = [index]
    var open = plan.nodes[index].entries.filter { $0.requirement == nil }.map(\.target)
    while let node = open.popLast() {
      guard seen.insert(node).inserted else { continue }
      switch states[node].status {
      case .failed where !isAllowed(node): causes.insert(node)
      case .skipped where isTransparent(node), .blocked: open += plan.nodes[node].entries.map(\.target)
      default: break
      }
    }
    return causes
  }

  private func names(of blame: Blame, _ index: Int) -> [String] {
    if !blame.causes.isEmpty { return blame.causes.map { plan.nodes[$0].id } }
    return plan.nodes[index].entries
      .filter { $0.requirement == nil && !states[$0.target].blame.isEmpty }.map { plan.nodes[$0.target].id }
  }

  // MARK: - (2) Conditional entries

  func missedCondition(of index: Int) -> (NodeStatus, Reason)? {
    let node = plan.nodes[index]
    let state = states[index]
    let conditional = node.entries.filter { $0.requirement != nil }
    var holding = state.holding
    if node.lifting.liftsAll {
      holding += Int32(conditional.count { verdict(on: $0) == .blocks })
    }
    if holding < neededConditions(of: index) {
      let blocking = conditional.filter { verdict(on: $0) == .blocks }
      if !blocking.isEmpty { return (.blocked, .blockedBy(blocking.map { plan.nodes[$0.target].id })) }
      return (.skipped, .conditionsMissed(conditional.map { plan.text(of: $0) }))
    }
    if node.followsHandlers, node.entries.allSatisfy({ $0.origin == .reading || isSkipped($0.target) }) {
      return (.skipped, .handlersSkipped)
    }
    return nil
  }

  enum Verdict { case open, holds, misses, blocks }

  /// What a conditional entry says, by how its node ended (the table of design 5.2).
  func verdict(on entry: PlanEntry) -> Verdict {
    let state = states[entry.target]
    guard state.status.hasEnded else { return .open }
    switch state.status {
    case .succeeded, .unchanged: return entry.requirement == .success || entry.requirement == .done ? .holds : .misses
    case .failed:
      if entry.requirement == .failure || entry.requirement == .done { return .holds }
      if let end = rolloutEnds[entry.target], end.rawValue == entry.requirement?.rawValue { return .holds }
      return entry.requirement == .success && !isAllowed(entry.target) ? .blocks : .misses
    case .skipped where plan.nodes[entry.target].isLeftOut: return verdictOnLeftOut(entry)
    case .skipped: return entry.requirement == .skipped || entry.requirement == .done ? .holds : .misses
    default: return .blocks
    }
  }

  /// Whether the node has failed with permission.
  func isAllowed(_ index: Int) -> Bool {
    states[index].status == .failed && states[index].blame.isEmpty
  }

  // MARK: - (3) skip and when

  private mutating func skipping(of index: Int) -> Result<Reason?, NodeFailure> {
    let node = plan.nodes[index]
    do throws(NodeFailure) {
      if let skip = node.skip, try value(of: skip, "skip", index) { return .success(.skipSet) }
      guard let when = node.when else { return .success(nil) }
      return .success(try holds(when, index) ? nil : .conditionFalse(when.text))
    } catch {
      return .failure(error)
    }
  }

  // MARK: - (4) A stopped run

  private func stoppage(of index: Int) -> Reason? {
    // A rollout goes on by itself until it is safe, whatever stops the run.
    if isInRollout(index) { return nil }
    if let reason = exhaustion(of: index) { return reason }
    if notWanted.contains(index) { return .notWanted }
    switch runbook(of: index).stop {
    case nil: return nil
    case .failure(let cause): return answersFailure(index) ? nil : .stopped(after: plan.nodes[cause].id)
    case .cancelled: return answersCancellation(index) ? nil : .runCancelled
    case .halt(let cause): return answers(index, cause) ? nil : reason(of: cause)
    case .overtime: return answersFailure(index) ? nil : runbook(of: index).overtime
    case .over: return runbook(of: index).overtime
    }
  }

  /// Whether a node answers a failure, and so may start although the run is stopped.
  func answersFailure(_ index: Int) -> Bool {
    let node = plan.nodes[index]
    if states[index].answersByEntry { return true }
    if node.lifting.answersAnyFailure, runbook(of: index).hasFailures || runbook(of: index).overtime != nil {
      return true
    }
    if node.lifting.nodes.contains(where: { states[$0].status == .failed }) { return true }
    return node.entries.contains { states[$0.target].startedAsAnswer }
  }

  /// Whether a node answers that a rollout was halted, or follows one that did: it may tell people who are to look.
  private func answers(_ index: Int, _ cause: HaltCause) -> Bool {
    guard case .node(let halted) = cause, rolloutEnds[halted] == .halted else { return false }
    return plan.nodes[index].entries.contains { entry in
      states[entry.target].startedAsAnswer
        || entry.target == halted && entry.requirement != nil && verdict(on: entry) == .holds
    }
  }

  private func answersCancellation(_ index: Int) -> Bool {
    plan.nodes[index].lifting.answersCancellation
      || plan.nodes[index].entries.contains { states[$0.target].startedAsAnswer }
  }

  /// Whether the node may still start: what was ready before the run was stopped may not.
  func isStopped(_ index: Int) -> Reason? { stoppage(of: index) }

  // MARK: - (5) Ready

  private mutating func becomeReady(_ index: Int, at now: Instant) {
    if case .group(let group) = plan.nodes[index].action {
      if let late = group.late { return expand(index, late, at: now) }
      return complete(index, .succeeded, .noInstances, nil, at: now)
    }
    move(index, to: .ready)
    tell(.ready(node: index))
    guard enterBatch(index) else { return }
    // A question takes no place, so it is asked at once; one at a time means that it does.
    let node = plan.nodes[index]
    if plan.settings.isSequential {
      ready.insert(index, priority: node.priority)
    } else if case .question = node.action, node.shares.isEmpty, node.locks.isEmpty {
      start(index, at: now)
    } else if !asksBefore(index, at: now) {
      makeReady(index)
    }
  }

  /// Whether there is a place for the next node.
  func hasRoom(for index: Int) -> Bool {
    // What watches a rollout, or brings it back, waits for nobody.
    if isInRollout(index) { return true }
    if interactive != nil { return false }
    if wantsTerminal(index) { return active.isEmpty }
    // What the world has not answered yet will most likely start at once: nothing is taken for which there is no place.
    return occupied + runningRollbacks + awaitingLocks.count - busyLocks.count < places
  }

  /// A node that owns the terminal runs alone.
  func wantsTerminal(_ index: Int) -> Bool {
    guard case .command(let command) = plan.nodes[index].action else { return false }
    return command.isInteractive.literal ?? true
  }
}
