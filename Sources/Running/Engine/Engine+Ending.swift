internal import Planning
internal import Templates
internal import Values

/// Nodes that end, and what that means for others.
extension Engine {
  /// Ends a node that never ran.
  ///
  /// What may have happened before the run was taken up again stays open.
  mutating func pass(over index: Int, _ status: NodeStatus, _ reason: Reason, at now: Instant) {
    let status = states[index].isUncertain ? .unknown : status
    move(index, to: status)
    states[index].reason = reason
    tell(.passedOver(node: index, status: status, reason: reason))
    hasEnded(index, at: now)
  }

  /// Ends a node whose condition or templates failed.
  mutating func fail(_ index: Int, with failure: NodeFailure, at now: Instant) {
    complete(index, .failed, failure.reason, nil, at: now)
  }

  /// Takes in the end of a process or request.
  mutating func ended(_ index: Int, _ result: ActionResult, at now: Instant) {
    if endedUndoing(index, result, at: now) || endedSnapshot(index, result, at: now) { return }
    guard states[index].status == .running else { return }
    if states[index].interruption == .rolloutWentOn {
      return complete(index, .skipped, .rolloutWentOn, result, at: now)
    }
    if states[index].isConfirming { return endConfirming(index, result, at: now) }
    if states[index].isAsking { return endUnless(index, result, at: now) }
    if case .couldNotStart = result.ending {} else { states[index].hasRun = true }
    if polls[index] != nil { return endSample(index, result, at: now) }
    keep(result, of: index)
    let (status, reason) = outcome(of: index, result)
    if status.isGood, let problem = parse(result, of: index) ?? evaluateOutputs(of: index) {
      endAttempt(index, .failed, problem, result, at: now)
    } else {
      endAttempt(index, status, reason, result, at: now)
    }
  }

  private mutating func outcome(of index: Int, _ result: ActionResult) -> (NodeStatus, Reason?) {
    if let reason = problem(in: result, of: plan.nodes[index].action, index, attempt: states[index].attempt) {
      if states[index].isTimedOut { return (.failed, .timedOut(limitText(of: index))) }
      if let reason = cancellation(of: index, afterProblem: true) { return (.cancelled, reason) }
      return (.failed, reason)
    }
    // A command that was asked to end because its time was up, and ended well, has still not done its work.
    if states[index].isTimedOut { return (.failed, .timedOut(limitText(of: index))) }
    if let reason = cancellation(of: index, afterProblem: false) { return (.cancelled, reason) }
    if case .done(let what?) = result.ending { return (.unchanged, .nothingToChange(what)) }
    return (.succeeded, nil)
  }

  /// How long an attempt may take, in words.
  func limitText(of index: Int) -> String {
    Self.text(of: plan.nodes[index].timeout, otherwise: PlanRequest.defaultTimeout)
  }

  /// A time limit in words; `otherwise` is that where none is written.
  static func text(of limit: Field<Duration>?, otherwise: Duration? = nil) -> String {
    (limit.map { $0.literal } ?? otherwise).map { DurationText.format($0) } ?? "its time"
  }

  /// What keeps the end of an action of a node from being a success, its `expect` asked too.
  mutating func problem(
    in result: ActionResult, of action: PlanAction, _ index: Int, attempt: Int
  ) -> Reason? {
    Self.problem(in: result, of: action) ?? expectationProblem(in: result, of: action, index, attempt: attempt)
  }

  /// What is wrong with an answer by the `expect` of its request.
  mutating func expectationProblem(
    in result: ActionResult, of action: PlanAction, _ index: Int, attempt: Int
  ) -> Reason? {
    guard case .answered = result.ending, case .request(let request) = action,
      let expectation = request.fields.expectation
    else { return nil }
    do throws(NodeFailure) {
      let own = OwnResult(result: NodeResult(of: result), attempt: attempt)
      return try holds(expectation, index, own: own) ? nil : .expectationFalse(expectation.text)
    } catch {
      return error.reason
    }
  }

  /// What keeps the end of an action from being a success, as far as that alone tells.
  static func problem(in result: ActionResult, of action: PlanAction) -> Reason? {
    switch result.ending {
    case .exited(let code):
      if case .command(let command) = action, command.successCodes.contains(code) { return nil }
      return result.spentCPU.map { .cpuSpent($0.text) } ?? .exitCode(code)
    case .killed(let signal): return result.spentCPU.map { .cpuSpent($0.text) } ?? .killed(signal: signal)
    case .couldNotStart(let message): return .couldNotStart(message)
    case .answered(let status):
      guard case .request(let request) = action else { return nil }
      if request.expectedStatuses.contains(where: { $0.contains(status) }) { return nil }
      let location = Redirection.isRedirect(status) ? result.headers.first { $0.name == "location" }?.value : nil
      return .httpStatus(status, expected: request.expectedStatusTexts, location: location)
    case .requestFailed(let failure): return .requestFailed(failure)
    case .answerTooLarge(let limit): return .answerTooLarge(limit: limit)
    case .done: return nil
    case .functionFailed(let failure): return .functionFailed(failure)
    }
  }

  /// Keeps what other nodes read.
  mutating func keep(_ result: ActionResult, of index: Int) {
    if plan.nodes[index].isRead {
      results[index] = NodeResult(of: result)
    } else if let outputs = result.outputs {
      // What functions give is recorded even where nobody reads it.
      results[index] = NodeResult()
      results[index]?.outputs = outputs
    }
  }

  /// Reads output that `parse` demands to be read; returns what is wrong with it.
  mutating func parse(_ result: ActionResult, of index: Int) -> Reason? {
    guard case .command(let command) = plan.nodes[index].action, let parse = command.parse,
      parse != .none
    else { return nil }
    if result.isTruncated {
      return .outputNotKept(limit: command.captureLimit.literal ?? 0)
    }
    switch OutputParser.parse(result.stdout, as: parse) {
    case .success(let value): results[index]?.parsed = value
    case .failure(let problem): return .outputUnreadable(problem.message)
    }
    return nil
  }

  /// Ends a node that ran, or failed when it was about to.
  ///
  /// One that did its work, and then waited for somebody to accept it, did so at `end`.
  mutating func complete(
    _ index: Int, _ status: NodeStatus, _ reason: Reason?, _ result: ActionResult?, at now: Instant,
    afterWorkUntil end: Instant? = nil
  ) {
    if status == .succeeded, asksAfter(index, reason, result, at: now) { return }
    leaveAttempt(of: index)
    if status == .failed, let reason, asksPerson(about: index, reason, result, at: now) { return }
    completeForGood(index, status, reason, result, at: now, afterWorkUntil: end)
  }

  /// Ends a node about which nobody is asked any more.
  mutating func completeForGood(
    _ index: Int, _ status: NodeStatus, _ reason: Reason?, _ result: ActionResult?, at now: Instant,
    afterWorkUntil end: Instant? = nil
  ) {
    move(index, to: status)
    states[index].reason = reason
    unregister(index, ended: end == nil ? status : .succeeded, result)
    let isAllowed = status == .failed && failureIsAllowed(index)
    let duration = (end ?? now).duration(since: states[index].startedAt)
    noteResult(of: index, duration)
    var finish = NodeFinish(
      node: index, attempt: states[index].attempt, status: status, reason: reason,
      isAllowed: isAllowed, duration: states[index].hasStarted ? duration : .zero, result: result)
    finish.kept = keptResult(of: index)
    finish.isRegistered = states[index].isRegistered
    tell(.finished(finish))
    if status == .failed { noteFailure(of: index, isAllowed: isAllowed) }
    if status == .unchanged { try? notePivot(index) }
    if status.isGood { closeRollbacks(before: index) }
    windUp(index, at: now)
  }

  /// Does what is left for a node whose outcome is known; when nothing is left, it has ended for others.
  mutating func windUp(_ index: Int, at now: Instant) {
    if looksAfter(index, at: now) || undoesAtOnce(index, at: now) { return }
    hasEnded(index, at: now)
  }

  /// Lets go of what belongs to a node's attempt, or to its wait for the next one.
  mutating func leaveAttempt(of index: Int) {
    leavePlace(of: index)
    delayed.remove(index)
    lastFailures[index] = nil
    if polls.removeValue(forKey: index) != nil { timers.removeAll(of: .poll(index)) }
    if interactive == index { interactive = nil }
    timers.removeAll(of: .node(index))
  }

  /// Gives a node's place to others.
  mutating func leavePlace(of index: Int) {
    active.remove(index)
    guard states[index].holdsPlace else { return }
    states[index].holdsPlace = false
    occupied -= 1
  }

  /// Gives a node one of the places of `jobs`.
  mutating func takePlace(for index: Int) {
    states[index].holdsPlace = true
    occupied += 1
  }

  private mutating func noteResult(of index: Int, _ duration: Duration) {
    guard plan.nodes[index].isRead else { return }
    var result = results[index] ?? NodeResult()
    result.duration = duration
    result.startedAt = calendar(at: states[index].startedAt)
    results[index] = result
  }

  /// What the calendar shows at an instant of the run.
  func calendar(at instant: Instant) -> Timestamp {
    let elapsed = instant.duration(since: startedAt)
    return Timestamp(milliseconds: context.resumedAt.milliseconds + Int(elapsed / .milliseconds(1)))
  }

  mutating func failureIsAllowed(_ index: Int) -> Bool {
    let isAllowed = (try? value(of: plan.nodes[index].allowsFailure, "allow_failure", index)) ?? false
    return isAllowed || groupAllowsFailure(of: index)
  }

  private mutating func noteFailure(of index: Int, isAllowed: Bool) {
    // A rollout decides itself what follows.
    if isInRollout(index) { return }
    let runbook = plan.nodes[index].runbook
    runbooks[runbook].hasFailures = true
    if isAllowed {
      allowedFailures.append(index)
      return
    }
    states[index].blame = Blame([index])
    if runbooks[runbook].firstFailure == nil { runbooks[runbook].firstFailure = index }
    if runbooks[runbook].stop == nil, endsRunByFailing(index) || !plan.runbooks[runbook].settings.goesOnAfterFailure {
      stop(runbook, for: .failure(of: index))
    }
  }

  /// Lets nothing of a runbook start any more but answers.
  mutating func stop(_ runbook: Int, for reason: Stop) {
    switch (runbooks[runbook].stop, reason) {
    // A person must look first, whatever else happens.
    case (.halt(.node)?, _): return
    // Who pauses a run does not keep others from ending it.
    case (.halt(.pause)?, .halt), (.halt(.pause)?, .cancelled): break
    case (.halt(.pause)?, _): return
    default: break
    }
    runbooks[runbook].stop = reason
    hasNewStop = true
  }

  /// Whether a failure of the node ends the run, whatever the runbook does after failures.
  mutating func endsRunByFailing(_ index: Int) -> Bool {
    isCritical(index) || plan.nodes[index].instance.map { isCritical($0.group) } ?? false
  }

  mutating func isCritical(_ index: Int) -> Bool {
    plan.nodes[index].critical.map { (try? value(of: $0, "critical", index)) ?? true } ?? false
  }

  // MARK: - Others

  /// Tells the nodes that depend on a node that it has ended.
  private mutating func hasEnded(_ index: Int, at now: Instant) {
    tellBreaker(of: index, states[index].status.isGood ? .succeeded : .abandoned)
    if isInRollout(index) { return rolloutNodeEnded(index, at: now) }
    // Where nothing is wanted but that things are back, the run as a whole waits for its rollouts.
    let runbook = purpose.isUndoing ? 0 : plan.nodes[index].runbook
    if plan.nodes[index].isEndNode, !purpose.isUndoing {
      runbooks[runbook].openEndNodes -= 1
    } else {
      runbooks[runbook].openForward -= 1
    }
    if runbooks[runbook].isAtEnd { touch(runbook) }
    leaveBatch(index)
    leaveLocks(index)
    leavePools(index)
    // Nothing else follows from it then.
    if purpose.isUndoing { return }
    passOverRunbook(of: index)
    tellDependents(of: index)
  }

  mutating func tellDependents(of index: Int) {
    noteFailureBehind(index)
    for edge in dependents[index] { conclude(edge, on: index) }
    settleIfPossible(index)
  }

  private mutating func noteFailureBehind(_ index: Int) {
    let overtime = runbook(of: index).overtime
    let isCutShort = overtime != nil && states[index].reason == overtime
    let failed = isCutShort || states[index].status == .failed && !isAllowed(index)
    states[index].hasFailureBehind =
      failed || plan.nodes[index].entries.contains { states[$0.target].hasFailureBehind }
  }

  /// A waiting or conditional edge is decided as soon as its node has ended; a plain one when it has settled.
  private mutating func conclude(_ edge: Dependents.Edge, on index: Int) {
    let dependent = Int(edge.node)
    if edge.entry < 0 {
      states[dependent].openWaits -= 1
    } else {
      let entry = plan.nodes[dependent].entries[Int(edge.entry)]
      guard entry.requirement != nil else { return }
      states[dependent].openConditions -= 1
      noteVerdict(entry, on: dependent)
    }
    offer(dependent)
  }

  mutating func noteVerdict(_ entry: PlanEntry, on dependent: Int) {
    guard verdict(on: entry) == .holds else { return }
    states[dependent].holding += 1
    if states[entry.target].status == .failed { states[dependent].answersByEntry = true }
  }

  private mutating func offer(_ index: Int) {
    // End nodes are decided in their turn; one whose instances were made in its turn ends when these have.
    if !plan.nodes[index].isEndNode || openGroup(index)?.late != nil, isDecidable(index) { undecide(index) }
  }

  /// An entry on a skipped or blocked node is read through to what that depends on, so it is open until all of that has ended.
  private mutating func settleIfPossible(_ first: Int) {
    var queue = [first]
    while let index = queue.popLast() {
      if states[index].isSettled || !states[index].status.hasEnded { continue }
      if let open = openTarget(of: index) {
        settleWaiters[open, default: []].append(index)
        continue
      }
      settle(index)
      queue += settleWaiters.removeValue(forKey: index) ?? []
    }
  }

  /// A node that an ended node is read through to and that has not settled.
  private func openTarget(of index: Int) -> Int? {
    guard isTransparent(index) else { return nil }
    return plan.nodes[index].entries.map(\.target).first { !states[$0].isSettled }
  }

  private mutating func settle(_ index: Int) {
    states[index].isSettled = true
    states[index].blame = finalBlame(of: index)
    for edge in dependents[index] where edge.entry >= 0 {
      let dependent = Int(edge.node)
      guard plan.nodes[dependent].entries[Int(edge.entry)].requirement == nil else { continue }
      states[dependent].openGates -= 1
      offer(dependent)
    }
  }

  private func finalBlame(of index: Int) -> Blame {
    switch states[index].status {
    case .skipped: return isTransparent(index) ? merged(index) : .none
    case .blocked:
      if case .blockedBy? = states[index].reason { return merged(index) }
      return .final
    case .cancelled, .unknown: return .final
    default: return states[index].blame
    }
  }

  private func merged(_ index: Int) -> Blame {
    var blame = Blame.none
    for entry in plan.nodes[index].entries { blame.merge(states[entry.target].blame) }
    return blame
  }
}
