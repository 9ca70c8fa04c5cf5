internal import Planning
internal import Templates
internal import Values

/// Undoing what was done, after a failure or a cancellation (design 5.4).
extension Engine {
  /// Notes, before a node's first attempt, that it has to be undone.
  ///
  /// What started to answer a failure is not undone.
  mutating func register(_ index: Int) {
    guard plan.nodes[index].rollback != nil, states[index].attempt == 0, !states[index].startedAsAnswer else { return }
    registered.append(index)
  }

  /// Takes back what was noted, if the node turns out to have changed nothing.
  mutating func unregister(_ index: Int, ended status: NodeStatus, _ result: ActionResult?) {
    guard let rollback = plan.nodes[index].rollback else { return }
    var hasStarted = states[index].attempt > 0
    if case .couldNotStart? = result?.ending, states[index].attempt == 1 { hasStarted = false }
    if !hasStarted || (rollback.onlyAfterSuccess && status != .succeeded) { registered.removeAll { $0 == index } }
  }

  /// Whether there is something to undo, now that the forward phase has ended.
  var needsRecovery: Bool {
    recovery == nil && !registered.isEmpty && !isAborted && plan.settings.rollsBack
      && (hasFailed || signal != nil)
  }

  mutating func beginRecovery(at now: Instant) {
    var recovery = Recovery(open: Array(repeating: 0, count: plan.nodes.count))
    for index in plan.nodes.indices { recovery.open[index] = Int32(dependents[index].count) }
    self.recovery = recovery
    startOrder = Dictionary(uniqueKeysWithValues: registered.enumerated().map { ($1, $0) })
    timers.insert(
      TimerQueue.Timer(
        deadline: now.advanced(by: plan.settings.recoveryTimeout), node: -1, attempt: 0, kind: .recovery))
    for index in plan.nodes.indices where dependents[index].isEmpty { reach(index) }
    goOnUndoing(at: now)
  }

  /// Everything that depends on a node is through: it is undone, or passed if there is nothing to undo.
  private mutating func reach(_ first: Int) {
    var queue = [first]
    while let index = queue.popLast() {
      if let order = startOrder[index] {
        let position = recovery?.ready.firstIndex { (startOrder[$0] ?? 0) > order } ?? recovery?.ready.count ?? 0
        recovery?.ready.insert(index, at: position)
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
      recovery?.open[target] -= 1
      if recovery?.open[target] == 0 { reached.append(target) }
    }
    return reached
  }

  /// Starts rollbacks while there is room, the last started node's first.
  mutating func goOnUndoing(at now: Instant) {
    while let recovery, !recovery.isStopped, recovery.running.count < places, let index = recovery.ready.last {
      self.recovery?.ready.removeLast()
      startUndoing(index, at: now)
    }
  }

  // MARK: - One rollback

  private mutating func startUndoing(_ index: Int, at now: Instant) {
    guard let rollback = plan.nodes[index].rollback else { return }
    let attempt = (recovery?.attempts[index] ?? 0) + 1
    recovery?.attempts[index] = attempt
    recovery?.running.insert(index)
    undoingSince[index] = undoingSince[index] ?? now
    do throws(NodeFailure) {
      let node = plan.nodes[index].undoing(by: rollback)
      let order = try order(for: node, index, attempt: attempt, step: .rollback)
      let limit = try node.timeout.map { field throws(NodeFailure) in try timeLimit(field, index) }
      tell(.rollbackStarted(node: index, attempt: attempt, action: Self.recorded(order)))
      if let limit { addRecoveryTimer(.rollbackTimeout, index, after: limit, at: now) }
      carryOutUndoing(order, index, attempt: attempt, at: now)
    } catch {
      endUndoing(index, .failed, error.reason, nil, at: now)
    }
  }

  private mutating func carryOutUndoing(_ order: Order, _ index: Int, attempt: Int, at now: Instant) {
    switch order {
    case .outside(.announce), .nothing: endUndoing(index, .succeeded, nil, nil, at: now)
    case .outside(let action):
      effects.append(.start(node: index, step: .rollback, attempt: attempt, action))
    case .sleep(let duration): addRecoveryTimer(.rollbackWakeUp, index, after: duration, at: now)
    case .fail(let message): endUndoing(index, .failed, .thrown(message), nil, at: now)
    }
  }

  private mutating func addRecoveryTimer(
    _ kind: TimerQueue.Kind, _ index: Int, after duration: Duration, at now: Instant
  ) {
    timers.insert(
      TimerQueue.Timer(
        deadline: now.advanced(by: duration), node: index, attempt: recovery?.attempts[index] ?? 0, kind: kind))
  }

  /// Takes in the end of a rollback's process or request; false if the node's own one has ended.
  mutating func endedUndoing(_ index: Int, _ result: ActionResult, at now: Instant) -> Bool {
    guard let recovery, recovery.running.contains(index), let rollback = plan.nodes[index].rollback else {
      return false
    }
    var reason = Self.problem(in: result, of: rollback.action)
    if recovery.timedOut.contains(index) {
      reason = .timedOut(rollback.timeout?.literal.map { DurationText.format($0) } ?? "its time")
    }
    endUndoing(index, reason == nil ? .succeeded : .failed, reason, result, at: now)
    return true
  }

  /// Ends an attempt of a rollback; it may be tried again.
  private mutating func endUndoing(
    _ index: Int, _ status: NodeStatus, _ reason: Reason?, _ result: ActionResult?, at now: Instant
  ) {
    timers.removeAll(of: index)
    recovery?.running.remove(index)
    recovery?.timedOut.remove(index)
    if status == .failed, let reason, let delay = rollbackDelay(index, result) {
      recovery?.delayed.insert(index)
      let attempt = recovery?.attempts[index] ?? 0
      tell(
        .retrying(
          NodeRetry(node: index, isRollback: true, attempt: attempt, reason: reason, delay: delay, result: result)))
      addRecoveryTimer(.rollbackRetry, index, after: delay, at: now)
      return
    }
    tell(
      .rollbackFinished(
        NodeFinish(
          node: index, attempt: recovery?.attempts[index] ?? 0, status: status, reason: reason, isAllowed: false,
          duration: now.duration(since: undoingSince[index] ?? now), result: result)))
    if status == .succeeded {
      recovery?.undone.append(index)
      for target in passed(index) { reach(target) }
    } else {
      // What it stands on stays as it is: undoing that could only make things worse.
      recovery?.failed.append(index)
    }
  }

  private mutating func rollbackDelay(_ index: Int, _ result: ActionResult?) -> Duration? {
    guard let retry = plan.nodes[index].rollback?.retry, recovery?.isStopped == false else { return nil }
    let before = states[index].attempt
    states[index].attempt = recovery?.attempts[index] ?? 0
    defer { states[index].attempt = before }
    return (try? delay(before: retry, of: index, after: result, evenIfCancelled: true)) ?? nil
  }

  // MARK: - Deadlines and signals

  /// Acts on a deadline of the recovery.
  mutating func fireRecovery(_ timer: TimerQueue.Timer, at now: Instant) {
    let index = timer.node
    guard let recovery else { return }
    if timer.kind == .recovery { return stopRecovery() }
    guard recovery.attempts[index] == timer.attempt else { return }
    switch timer.kind {
    case .rollbackRetry:
      self.recovery?.delayed.remove(index)
      startUndoing(index, at: now)
    case .rollbackWakeUp: endUndoing(index, .succeeded, nil, nil, at: now)
    case .rollbackTimeout:
      self.recovery?.timedOut.insert(index)
      effects.append(.end(node: index, .terminate))
      addRecoveryTimer(.rollbackKill, index, after: RunOptions.grace, at: now)
    case .rollbackKill: effects.append(.end(node: index, .kill))
    default: break
    }
  }

  /// Ends the recovery: what runs is ended, what has not begun is left to a person.
  private mutating func stopRecovery() {
    recovery?.isStopped = true
    for index in recovery?.running.sorted() ?? [] {
      recovery?.timedOut.insert(index)
      effects.append(.end(node: index, .kill))
    }
    recovery?.delayed = []
  }

  /// During recovery the first signal is only said and recorded, the second one ends it (design 7).
  mutating func interruptRecovery() {
    recovery?.signals += 1
    if (recovery?.signals ?? 0) > 1 { stopRecovery() }
  }

  /// What is left to do by hand for a node: its rollback as far as it can be rendered.
  mutating func rollbackCommand(of index: Int) -> String {
    guard let rollback = plan.nodes[index].rollback else { return "" }
    let node = plan.nodes[index].undoing(by: rollback)
    let order = try? order(for: node, index, attempt: 1, step: .rollback)
    return order.map { Self.recorded($0).summary } ?? rollback.summary
  }

  /// The registered nodes that were not undone, last started first.
  var notUndone: [Int] {
    let undone = Set(recovery?.undone ?? [])
    return registered.reversed().filter { !undone.contains($0) }
  }
}
