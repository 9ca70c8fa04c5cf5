internal import Planning
internal import Templates
internal import Values

/// Nodes that are repeated until there is a verdict (design 5.5): when a sample is taken, and what follows from it.
extension Engine {
  /// Begins to poll in an attempt that has just started.
  mutating func beginPolling(_ index: Int, _ poll: PlanPoll, _ action: Action, limit: Duration?, at now: Instant) {
    polls[index] = Polling(action: action, limit: limit)
    timers.insert(
      TimerQueue.Timer(deadline: now.advanced(by: poll.timeout), subject: .poll(index), kind: .timeout))
    takeSample(index, at: now)
  }

  /// Starts the next sample of a node that has a place.
  mutating func takeSample(_ index: Int, at now: Instant) {
    guard let polling = polls[index] else { return }
    occupy(index)
    // Its time was up while it waited for its turn.
    if polling.isOver { return endPolling(index, polling.tally.verdictAtEnd(of: plan.nodes[index].poll), at: now) }
    polls[index]?.sampleStartedAt = now
    if let limit = polling.limit { addTimer(.timeout, for: index, after: limit, at: now) }
    effects.append(.start(node: index, step: .sample, attempt: states[index].attempt, polling.action))
  }

  /// Takes in the end of a sample: it makes a verdict, or another one follows.
  mutating func endSample(_ index: Int, _ result: ActionResult, at now: Instant) {
    guard let poll = plan.nodes[index].poll, var polling = polls[index] else { return }
    if let reason = cancellation(of: index, afterProblem: true) ?? (isInRollout(index) ? nil : haltReason) {
      return complete(index, .cancelled, reason, result, at: now)
    }
    keep(result, of: index)
    let sample = judge(result, of: index, poll)
    (polling.result, polling.reason) = (result, sample.reason)
    let verdict = polling.tally.add(sample.verdict, isCertain: sample.isCertain, of: poll, at: now)
    polls[index] = polling
    tell(
      .sampled(
        NodeSample(
          node: index, attempt: states[index].attempt, number: polling.tally.count, verdict: sample.verdict,
          reason: sample.reason, result: result, duration: now.duration(since: polling.sampleStartedAt))))
    if isInRollout(index) { carryOut(of: plan.nodes[index].runbook, at: now) }
    if let verdict = verdict ?? (polling.isOver ? polling.tally.verdictAtEnd(of: poll) : nil) {
      endPolling(index, verdict, at: now)
    } else {
      let wait = poll.wait(after: polling.tally.count)
      putOff(index, by: max(poll.hasJitter ? random.varied(wait) : wait, demandedDelay(result, at: now)), at: now)
    }
  }

  /// The time for a verdict is up: the sample at hand is the last one.
  mutating func endPollTime(of index: Int, at now: Instant) {
    polls[index]?.isOver = true
    // What is watched for a time is not cut short, and where traffic was last tells what follows: the sample at hand counts.
    let poll = plan.nodes[index].poll
    if poll?.goal == .watched || poll?.expected != nil, states[index].status == .running { return }
    if delayed.contains(index), let polling = polls[index] {
      endPolling(index, polling.tally.verdictAtEnd(of: plan.nodes[index].poll), at: now)
    } else if states[index].status == .running, !states[index].isTimedOut {
      endInTime(index, at: now)
    }
  }

  // MARK: - The verdict

  private mutating func endPolling(_ index: Int, _ verdict: SampleVerdict, at now: Instant) {
    guard let poll = plan.nodes[index].poll, let polling = polls[index] else { return }
    let reason = reason(for: verdict, of: poll, polling)
    timers.removeAll(of: .poll(index))
    let hadTooFew = verdict == .unknown && polling.isOver && polling.tally.hadTooFew(of: poll)
    verdicts[index] = (verdict, hadTooFew)
    switch (verdict, poll.onUnknown) {
    case (.pass, _): pass(index, polling, at: now)
    case (.unknown, .approve): askAboutUnknown(index, reason, at: now)
    case (.unknown, .halt): halt(at: index, reason, polling.result, at: now)
    case (.fail, _), (.unknown, .fail):
      polls[index] = nil
      endAttempt(index, .failed, reason, polling.result, at: now)
    }
  }

  private mutating func pass(_ index: Int, _ polling: Polling, at now: Instant) {
    polls[index] = nil
    if let problem = evaluateOutputs(of: index) {
      endAttempt(index, .failed, problem, polling.result, at: now)
    } else {
      complete(index, .succeeded, nil, polling.result, at: now)
    }
  }

  private func reason(for verdict: SampleVerdict, of poll: PlanPoll, _ polling: Polling) -> Reason {
    let tally = polling.tally
    let last = polling.reason?.message
    if verdict == .fail, tally.failures > poll.failLimit {
      return .samplesFailed(tally.failures, allowed: poll.failLimit, last: last ?? "")
    }
    if verdict == .unknown, tally.unknowns > poll.unknownLimit {
      return .samplesUnknown(tally.unknowns, last: last ?? "")
    }
    let passes =
      poll.goal == .watched
      ? "only \(tally.allPasses) of \(poll.minimumPasses) passed"
      : "only \(tally.passes) of \(poll.minimumPasses) passed in a row"
    return .noVerdict(within: DurationText.format(poll.timeout), last: tally.count == 0 ? nil : last ?? passes)
  }

  // MARK: - Nobody can tell

  private mutating func askAboutUnknown(_ index: Int, _ reason: Reason, at now: Instant) {
    delayed.remove(index)
    leavePlace(of: index)
    timers.removeAll(of: .node(index))
    ask(
      Question(text: "\(plan.nodes[index].id) cannot tell (\(reason.message)). Go on as if it had passed?"), of: index,
      .action, at: now)
  }

  /// A person has said that it may be taken as passed.
  mutating func approveUnknown(_ index: Int, at now: Instant) -> Bool {
    guard let polling = polls[index] else { return false }
    pass(index, polling, at: now)
    return true
  }

  /// Ends the run as it stands: nothing further starts, and nothing is undone, until a person has looked.
  mutating func halt(
    at index: Int, as status: NodeStatus = .failed, _ reason: Reason, _ result: ActionResult?, at now: Instant
  ) {
    for runbook in runbooks.indices { stop(runbook, for: .halt(.node(index))) }
    complete(index, status, reason, result, at: now)
    // A further attempt, or a further sample, would be a start.
    endDelayed(at: now)
  }

  /// Ends what waits for a further attempt or sample, because the run is to end as it stands; a rollout goes on until it is safe.
  mutating func endDelayed(at now: Instant) {
    for index in delayed.sorted() where !isInRollout(index) { complete(index, .cancelled, haltReason, nil, at: now) }
  }

  /// Whether the run ends as it stands.
  var isHalted: Bool { haltReason != nil }

  /// Why nothing goes on, if the run is halted.
  var haltReason: Reason? {
    guard case .halt(let cause)? = runbooks[0].stop else { return nil }
    return reason(of: cause)
  }

  /// Why nothing starts after a halt.
  func reason(of cause: HaltCause) -> Reason {
    switch cause {
    case .node(let node): .halted(at: plan.nodes[node].id)
    case .pause(let person): .paused(by: person)
    }
  }

  /// The node that has halted the run.
  var haltedNode: Int? {
    if case .halt(.node(let node))? = runbooks[0].stop { node } else { nil }
  }
}
