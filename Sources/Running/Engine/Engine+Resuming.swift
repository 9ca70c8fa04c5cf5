public import Planning
internal import Templates
internal import Values

/// Taking up a run where its records end (design 7).
extension Engine {
  /// An engine that goes on with a run, or undoes what it did.
  public init(
    plan: Plan, context: RunContext, options: RunOptions, past: PastRun, purpose: RunPurpose, scope: ResumeScope = .rest
  ) {
    self.init(plan: plan, context: context, options: options)
    self.purpose = purpose
    for index in plan.nodes.indices { takeResult(of: index, from: past) }
    expandAgain(past)
    // Nodes that were added in a run found ended what they depend on; these here have it before them.
    if self.plan.nodes.count > plan.nodes.count { dependents = Dependents(self.plan.nodes) }
    let resumption = purpose.isUndoing ? nil : Resumption(of: self.plan, after: past, scope: scope)
    for index in self.plan.nodes.indices {
      guard let node = past.nodes[self.plan.nodes[index].id] else { continue }
      states[index].rollbackAttempts = node.rollbackAttempts
      if isInRollout(index) {
        keepMember(index, as: node)
        continue
      }
      if takeUpRollout(index, node) { continue }
      if let resumption, resumption.causes[index] != nil || node.isLeftOut && self.plan.nodes[index].isLeftOut {
        renew(index, from: node, isBegunAnew: resumption.isBegunAnew(index))
      } else {
        keep(index, as: node)
      }
    }
    if let resumption { for index in resumption.causes.keys where !states[index].hasWorked { results[index] = nil } }
    causes = resumption?.causes ?? [:]
    notWanted = resumption?.notWanted ?? []
    undoneBelow = resumption?.undoneBelow.sorted() ?? []
    if let resumption { for index in self.plan.nodes.indices { unmake(index, resumption) } }
    secretsLost = resumption?.secretsLost.sorted() ?? []
    registerAgain(past)
  }

  private mutating func takeResult(of index: Int, from past: PastRun) {
    guard plan.nodes[index].isRead, let result = past.nodes[plan.nodes[index].id]?.result else { return }
    reuse(result, of: index)
  }

  /// Makes the instances again that only the run told, as far as what tells them is on record.
  private mutating func expandAgain(_ past: PastRun) {
    let withInstances = Set(past.nodes.keys.compactMap { id in id.firstIndex(of: "[").map { id[..<$0] } })
    for index in plan.nodes.indices {
      guard case .group(let group) = plan.nodes[index].action, let late = group.late,
        withInstances.contains(plan.nodes[index].id[...]),
        let instances = try? instances(of: index, late)
      else { continue }
      let count = plan.nodes.count
      add(instances, to: index)
      tell(.expanded(node: index, instances))
      for instance in count..<plan.nodes.count { takeResult(of: instance, from: past) }
    }
  }

  /// Takes back the instances of a node whose list may be another one when it is told again.
  private mutating func unmake(_ index: Int, _ resumption: Resumption) {
    guard case .group(let group) = plan.nodes[index].action, group.late != nil, let first = group.instances.first else {
      return
    }
    let below = plan.nodes[first].entries.map(\.target) + plan.nodes[first].waits
    guard resumption.causes[index] == .chosen || below.contains(where: resumption.isBegunAnew) else { return }
    collapse(index)
    for instance in group.instances { states[instance].isDecided = true }
  }

  /// Whether a node is an instance that was taken back.
  private func isUnmade(_ index: Int) -> Bool {
    guard let owner = plan.nodes[index].instance?.group, case .group(let group) = plan.nodes[owner].action else {
      return false
    }
    return group.late != nil && group.instances.isEmpty
  }

  // MARK: - Nodes

  private mutating func keep(_ index: Int, as node: PastRun.Node) {
    states[index].attempt = node.attempt
    states[index].generation = node.generation
    states[index].status = node.status.hasEnded || node.attempt == 0 ? node.status : .unknown
    states[index].isDecided = states[index].status.hasEnded
    states[index].hasRun = node.attempt > 0
    if let phase = node.rollout?.phase, phase.hasEnded { rolloutEnds[index] = phase }
    if node.status == .failed, node.isAllowed {
      allowedFailures.append(index)
      runbooks[plan.nodes[index].runbook].hasFailures = true
    }
    tell(.kept(node: index, status: states[index].status))
  }

  private mutating func renew(_ index: Int, from node: PastRun.Node, isBegunAnew: Bool) {
    states[index].attempt = node.attempt
    states[index].attemptsBefore = node.attempt
    states[index].generation = node.generation + (isBegunAnew ? 1 : 0)
    states[index].isUncertain = node.status == .unknown && !isBegunAnew && !plan.nodes[index].goesOnInside
    states[index].hasWorked = node.status == .waiting && !isBegunAnew
    states[index].isConfirmed = states[index].hasWorked
    states[index].isLeftBehind = node.isRegistered
    if isBegunAnew { pastRollouts[index]?.isEnding = false }
    earlierDecisions[index] = node.decisions.isEmpty ? nil : node.decisions
    if node.isEscalated { earlierEscalations.insert(index) }
    if node.status.hasEnded, !node.isLeftOut {
      tell(.renewed(node: index, generation: states[index].generation))
    }
  }

  /// Whether the node has done its work already, about which a person is asked again; answers given meanwhile count.
  mutating func asksAboutWorkDone(_ index: Int, at now: Instant) -> Bool {
    guard states[index].hasWorked else { return false }
    states[index].hasWorked = false
    states[index].hasRun = true
    complete(index, .succeeded, nil, nil, at: now)
    return true
  }

  // MARK: - Rollouts

  /// What a node of a rollout has done is what its rollout asks about; the rollout decides itself what it does again.
  private mutating func keepMember(_ index: Int, as node: PastRun.Node) {
    // One that has ended is not taken up, and its nodes are as it left them, unless it was being undone.
    if let owner = plan.runbooks[plan.nodes[index].runbook].owner, states[owner].status.hasEnded,
      !purpose.isUndoing || !(pastRollouts[owner]?.isTakenUp ?? false)
    {
      return keep(index, as: node)
    }
    states[index].attempt = node.attempt
    states[index].attemptsBefore = node.attempt
    states[index].generation = node.generation
    pastMembers[index] = PastMember(status: node.status, start: node.start)
    earlierDecisions[index] = node.decisions.isEmpty ? nil : node.decisions
    if node.isEscalated { earlierEscalations.insert(index) }
  }

  /// Notes where a rollout stood; true if it goes on, or back, from there, whatever else runs again.
  private mutating func takeUpRollout(_ index: Int, _ node: PastRun.Node) -> Bool {
    guard let rollout = node.rollout else { return false }
    pastRollouts[index] = rollout
    pastRollouts[index]?.isEnding = rollout.isEnding && node.status == .unknown
    // One that had succeeded, and was being undone, is undone in its turn.
    guard purpose.isUndoing, rollout.openPhase != nil, !node.status.isGood else { return false }
    states[index].attempt = node.attempt
    states[index].attemptsBefore = node.attempt
    return true
  }

  // MARK: - What is to be undone

  private mutating func registerAgain(_ past: PastRun) {
    var started: [(place: Int, index: Int)] = []
    for index in plan.nodes.indices where canBeUndone(index) {
      guard let node = past.nodes[plan.nodes[index].id], let place = node.start else { continue }
      states[index].isRegistered = node.isRegistered && !isUndoneInside(index)
      started.append((place, index))
    }
    for (_, index) in started.sorted(by: { $0.place < $1.place }) {
      let runbook = plan.nodes[index].runbook
      if states[index].isRegistered || isUndoneInside(index) {
        runbooks[runbook].registered.append(index)
      }
    }
    for number in plan.runbooks.indices.reversed() { registerOwner(of: number, past) }
    for number in plan.runbooks.indices { furnishNested(number) }
  }

  /// A node without a rollback of its own is to be undone if something inside is.
  private mutating func registerOwner(of runbook: Int, _ past: PastRun) {
    guard let owner = plan.runbooks[runbook].owner, case .runbook = plan.nodes[owner].action else { return }
    if plan.nodes[owner].rollback != nil, past.nodes[plan.nodes[owner].id]?.status.isGood ?? false {
      // What undoes the whole has taken the place of what undoes its parts.
      runbooks[runbook].registered = []
    }
    guard plan.nodes[owner].rollback == nil, !notUndone(of: runbook).isEmpty else { return }
    states[owner].isRegistered = true
  }

  /// Gives a nested runbook what it was given when it ran: what undoes its parts needs that.
  private mutating func furnishNested(_ runbook: Int) {
    guard let owner = plan.runbooks[runbook].owner, case .runbook(let call) = plan.nodes[owner].action,
      states[owner].isRegistered || rolloutsLeft.contains(where: { isInside($0, runbook) })
    else { return }
    if let values = try? passedVariables(of: call, for: owner) {
      runbooks[runbook].variables.merge(values) { _, new in new }
    }
    if let environment = try? environment(within: owner) { runbooks[runbook].environment = environment }
  }

  /// Whether a node is in a runbook, or in one that is nested in it.
  private func isInside(_ index: Int, _ runbook: Int) -> Bool {
    subtree(of: runbook).contains(plan.nodes[index].runbook)
  }

  // MARK: - Beginning

  /// Lets nothing but rollbacks run.
  ///
  /// What rollouts stand on is undone when these are back, however deep they are nested.
  mutating func beginUndoing(at now: Instant) {
    for number in runbooks.indices { runbooks[number].nextEndStep = runbooks[number].endSteps.count }
    runbooks[0].isOpen = true
    let open = rolloutsLeft
    if open.isEmpty { beginRecovery(of: 0, at: now) }
    for index in open {
      runbooks[0].openForward += 1
      move(index, to: .ready)
      tell(.ready(node: index))
      ready.insert(index, priority: Self.urgent)
    }
    touch(0)
  }

  /// Lets others hear of the nodes of a runbook that are kept as they ended.
  mutating func concludeKept(in runbook: Int) {
    if purpose == .run { return }
    for index in plan.nodes(of: runbook) where states[index].status.hasEnded {
      if !plan.nodes[index].isEndNode { runbooks[runbook].openForward -= 1 }
      if !isUnmade(index) { tellDependents(of: index) }
    }
  }

  /// Takes in the answers that a question had before the run was taken up; false if it is still open.
  mutating func takeEarlierDecisions(on index: Int, at now: Instant) -> Bool {
    for decision in earlierDecisions.removeValue(forKey: index) ?? []
    where questions[index]?.moment.word == decision.moment {
      take(decision, on: index, isOnRecord: true, at: now)
    }
    return questions[index] == nil
  }
}

extension Engine {
  /// What would run again, and why.
  public var preview: ResumptionPreview {
    let uncertain = states.indices.filter { states[$0].isUncertain }
    return ResumptionPreview(
      plan: plan, causes: causes, uncertain: uncertain, notWanted: notWanted, undoneBelow: undoneBelow,
      secretsLost: secretsLost)
  }

  /// What would be undone, in that order, with what would undo it.
  public mutating func rollbacksLeft() -> [(node: Int, command: String)] {
    commandsLeft(of: notUndone(of: 0)).map { ($0, masked($1)) }
  }
}
