internal import Planning
internal import Templates
internal import Values

/// Undoing what was done, after a failure or a cancellation (design 5.4): what is undone, and in which order.
extension Engine {
  /// Notes, before a node's first attempt, that it has to be undone.
  ///
  /// What started to answer a failure is not undone.
  mutating func register(_ index: Int) {
    guard canBeUndone(index), !states[index].hasStarted, !states[index].startedAsAnswer else { return }
    noteStart(of: index)
    states[index].isRegistered = true
  }

  /// Puts a node behind those that have started: what started last is undone first.
  mutating func noteStart(of index: Int) {
    let runbook = plan.nodes[index].runbook
    // What starts again was among the last to start before the run was taken up.
    if let place = runbooks[runbook].registered.lastIndex(of: index) {
      runbooks[runbook].registered.remove(at: place)
    }
    runbooks[runbook].registered.append(index)
  }

  /// Takes back what was noted, if the node turns out to have changed nothing.
  mutating func unregister(_ index: Int, ended status: NodeStatus, _ result: ActionResult?) {
    if case .strategy(let strategy) = plan.nodes[index].action { return registerRollout(strategy, of: index) }
    guard states[index].isRegistered, !states[index].isLeftBehind else { return }
    guard plan.nodes[index].rollback != nil else {
      if case .runbook(let call) = plan.nodes[index].action {
        states[index].isRegistered = !notUndone(of: call.runbook).isEmpty
      }
      return
    }
    var hasStarted = states[index].hasStarted
    if case .couldNotStart? = result?.ending, !states[index].hasRun { hasStarted = false }
    // An earlier attempt may have changed something before it failed.
    if status == .unchanged, states[index].attempt == 1 { hasStarted = false }
    if !hasStarted || (plan.nodes[index].isUndoneOnlyAfterSuccess && status != .succeeded) {
      states[index].isRegistered = false
    }
  }

  /// Whether there is something to undo in a runbook, now that its forward phase has ended.
  func needsRecovery(_ runbook: Int) -> Bool {
    let state = runbooks[runbook]
    return state.recovery == nil && !isAborted && !isHalted && plan.runbooks[runbook].settings.rollsBack
      && (state.hasFailed || state.stop == .cancelled) && state.registered.contains { states[$0].isRegistered }
  }

  mutating func beginRecovery(of runbook: Int, at now: Instant) {
    runbooks[runbook].registered.removeAll { !states[$0].isRegistered }
    runbooks[runbook].recovery = Recovery(of: runbooks[runbook].registered)
    recovering.insert(runbook)
    let members = plan.nodes(of: runbook)
    var roots: [Int] = []
    for index in members { states[index].openDependents = 0 }
    for index in members {
      for target in plan.nodes[index].entries.map(\.target) + plan.nodes[index].waits {
        states[target].openDependents += 1
      }
    }
    timers.removeAll(of: .runbook(runbook))
    addTimer(.recoveryTimeout, of: runbook, after: plan.runbooks[runbook].settings.recoveryTimeout, at: now)
    for index in members where states[index].openDependents == 0 { roots.append(index) }
    for index in roots { reach(index) }
  }

  /// Everything that depends on a node is through: it is undone, or passed if there is nothing to undo.
  private mutating func reach(_ first: Int) {
    var queue = [first]
    while let index = queue.popLast() {
      // What could not be undone at once, or go back, is not tried again; what it stands on stays as it is.
      if failedUndoings.contains(index) || rolloutEnds[index]?.isInOrder == false { continue }
      if states[index].isRegistered {
        runbooks[plan.nodes[index].runbook].recovery?.makeReady(index)
      } else {
        queue += passed(index)
      }
    }
  }

  /// Counts a node as through; returns those of its targets for which it was the last.
  private mutating func passed(_ index: Int) -> [Int] {
    let node = plan.nodes[index]
    var reached: [Int] = []
    for target in node.entries.map(\.target) + node.waits {
      states[target].openDependents -= 1
      if states[target].openDependents == 0 { reached.append(target) }
    }
    return reached
  }

  /// Starts rollbacks while there is room, the last started node's first.
  mutating func goOnUndoing(in runbook: Int, at now: Instant) {
    while runbooks[runbook].recovery?.isStopped == false, runningRollbacks < places,
      let index = runbooks[runbook].recovery?.ready.popFirst()
    {
      runbooks[runbook].recovery?.open.insert(index)
      if isUndoneInside(index) { undoRunbook(of: index, at: now) } else { startUndoing(index, at: now) }
    }
  }

  /// Takes in that a node was undone, or could not be.
  mutating func endedUndoing(_ index: Int, isUndone: Bool, at now: Instant) {
    let runbook = plan.nodes[index].runbook
    runbooks[runbook].recovery?.open.remove(index)
    // Others may have waited for room.
    for runbook in recovering.sorted() { touch(runbook) }
    // Else what it stands on stays as it is: undoing that could only make things worse.
    guard isUndone else { return }
    runbooks[runbook].recovery?.undone.insert(index)
    if !isUndoneInside(index) { undone.append(index) }
    for target in passed(index) { reach(target) }
  }

  // MARK: - Being interrupted

  /// Ends the recovery of a runbook and of those that are nested in it: what runs is ended, the rest is left to a person.
  mutating func stopRecoveries(in runbook: Int, because reason: Reason, at now: Instant) {
    for runbook in subtree(of: runbook) {
      guard let recovery = runbooks[runbook].recovery else { continue }
      runbooks[runbook].recovery?.isStopped = true
      for index in recovery.open.sorted() { giveUpUndoing(index, because: reason, at: now) }
      touch(runbook)
    }
  }

  /// Why what is undone in a runbook is ended when the time for that is up.
  func recoveryTimedOut(in runbook: Int) -> Reason {
    .recoveryTimedOut(DurationText.format(plan.runbooks[runbook].settings.recoveryTimeout))
  }

  // MARK: - What is left

  /// What is left to do by hand for nodes that should be undone, in order.
  mutating func commandsLeft(of nodes: [Int]) -> [(node: Int, command: String)] {
    nodes.flatMap { index in
      if case .strategy(let strategy) = plan.nodes[index].action { return commandsLeft(of: strategy, index) }
      return [(index, rollbackCommand(of: index))]
    }
  }

  /// What is left to do by hand for a node: its rollback as far as it can be rendered.
  private mutating func rollbackCommand(of index: Int) -> String {
    guard let rollback = plan.nodes[index].rollback else { return "" }
    let node = plan.nodes[index].performing(rollback)
    let order = try? order(for: node, index, attempt: 1, step: .rollback)
    return order.map { Self.recorded($0).summary } ?? rollback.summary
  }

  /// The nodes that may have changed something and have no rollback, neither of their own nor of what they are nested in.
  ///
  /// Not those that only ask, or that answered a failure.
  func nodesWithoutRollback() -> [Int] {
    plan.nodes.indices.filter { index in
      let node = plan.nodes[index]
      return states[index].mayHaveRun && states[index].status != .unchanged && node.poll == nil && node.action.mayChange
        && !node.isHandler && !states[index].startedAsAnswer && !hasRollback(index)
    }
  }

  /// Whether something undoes a node: it, or what it is nested in, has a rollback.
  private func hasRollback(_ index: Int) -> Bool {
    if plan.nodes[index].rollback != nil || plan.nodes[index].undoesItself { return true }
    return plan.runbooks[plan.nodes[index].runbook].owner.map { hasRollback($0) } ?? false
  }

  /// The nodes of a runbook that should be undone and were not, the last started first.
  func notUndone(of runbook: Int) -> [Int] {
    let undone = runbooks[runbook].recovery?.undone ?? []
    return runbooks[runbook].registered.reversed().flatMap { index -> [Int] in
      guard states[index].isRegistered, !undone.contains(index) else { return [] }
      guard isUndoneInside(index), case .runbook(let call) = plan.nodes[index].action else { return [index] }
      return notUndone(of: call.runbook)
    }
  }

  /// Whether what a node has done is undone by undoing the nodes inside.
  func isUndoneInside(_ index: Int) -> Bool {
    if case .runbook = plan.nodes[index].action { plan.nodes[index].rollback == nil } else { false }
  }
}
