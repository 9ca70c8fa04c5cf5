internal import Planning
internal import Values

/// Asking a person at the terminal what to do about a failure (design 5.3); until they answer, it has not stopped the run.
extension Engine {
  /// How long an answer is waited for where the runbook does not say, and while there is something to roll back.
  static let questionTime = (usual: Duration.seconds(30 * 60), withRollback: Duration.seconds(60))

  /// Whether a person is asked about a failure, which then does not count yet.
  mutating func asksPerson(about index: Int, _ reason: Reason, _ result: ActionResult?, at now: Instant) -> Bool {
    guard mayAsk(about: index, reason), !wouldBeAllowed(index) else { return false }
    tellBreaker(of: index, .abandoned)
    states[index].failureQuestions += 1
    openFailures[index] = (reason, result)
    move(index, to: .waiting)
    active.insert(index)
    if plan.settings.isSequential { takePlace(for: index) }
    let limit = questionLimit
    addTimer(.answer, for: index, after: limit, at: now)
    let decisions = FailureDecision.allCases.filter { $0 != .skip || !endsRunByFailing(index) }
    tell(
      .failureAsked(
        FailureQuestion(
          node: index, attempt: states[index].attempt, reason: reason, result: result,
          duration: states[index].hasStarted ? now.duration(since: states[index].startedAt) : .zero,
          decisions: decisions, limit: limit)))
    var question = Question(text: reason.message)
    question.decisions = decisions
    effects.append(.start(node: index, step: .run, attempt: states[index].attempt, .ask(question)))
    return true
  }

  /// Only what ran, or was about to, can be tried again; what fails after its runbook has failed makes no difference.
  private func mayAsk(about index: Int, _ reason: Reason) -> Bool {
    guard isAttended, !isInRollout(index), states[index].failureQuestions < options.maximumFailureQuestions,
      states[index].status != .pending, states[index].interruption == nil, signal == nil, !isHalted,
      runbook(of: index).stop == nil, runbooks[0].stop == nil
    else { return false }
    if case .rejected = reason { return false }
    switch plan.nodes[index].action {
    case .command, .request, .function, .plugin: return true
    // Of a runbook inside the node that has failed was asked about.
    case .question, .group, .runbook, .strategy: return false
    }
  }

  /// Whether a failure would be allowed, by the node itself or by what it is an instance of.
  private mutating func wouldBeAllowed(_ index: Int) -> Bool {
    if (try? value(of: plan.nodes[index].allowsFailure, "allow_failure", index)) ?? false { return true }
    guard let group = plan.nodes[index].instance?.group, case .group(let limits) = plan.nodes[group].action else {
      return false
    }
    let isWithin = (groups[group]?.failed ?? 0) < limits.maxFailures && !isCritical(index)
    return isWithin || wouldBeAllowed(group)
  }

  private var questionLimit: Duration {
    if let limit = plan.settings.interactiveTimeout { return limit }
    let canRollBack = runbooks.indices.contains { number in
      plan.runbooks[number].settings.rollsBack && runbooks[number].registered.contains { states[$0].isRegistered }
    }
    return canRollBack ? Self.questionTime.withRollback : Self.questionTime.usual
  }

  // MARK: - Answers

  /// Takes in what a person says about a failure; false if none of the node is asked about.
  mutating func answeredFailure(_ index: Int, _ answer: Answer, at now: Instant) -> Bool {
    guard openFailures[index] != nil else { return false }
    switch answer {
    case .failure(let decision): decide(decision, by: context.user.text, about: index, at: now)
    case .unclear: tell(.answerUnclear(node: index))
    case .unavailable:
      isAttended = false
      giveUpAsking(about: index, at: now)
    case .approved, .rejected, .field: break
    }
    return true
  }

  private mutating func decide(_ decision: FailureDecision, by person: String, about index: Int, at now: Instant) {
    tell(.failureAnswered(node: index, decision, by: person))
    switch decision {
    case .retry:
      states[index].isUncertain = false
      openFailures[index] = nil
      active.remove(index)
      timers.removeAll(of: .node(index))
      tryAgain(index, at: now)
    case .skip:
      let last = openFailures[index]?.reason.message ?? ""
      let result = leaveQuestion(about: index)?.result
      states[index].isUncertain = false
      unregister(index, ended: .skipped, result)
      pass(over: index, .skipped, .skippedByPerson(person, after: last), at: now)
    case .abort: letFail(index, at: now)
    }
  }

  /// Nobody has answered in time, or can any more: the failure stands.
  mutating func giveUpAsking(about index: Int, at now: Instant) {
    guard openFailures[index] != nil else { return }
    effects.append(.withdraw(node: index))
    tell(.failureAnswered(node: index, .abort, by: nil))
    letFail(index, at: now)
  }

  private mutating func letFail(_ index: Int, at now: Instant) {
    guard let failure = leaveQuestion(about: index) else { return }
    if states[index].isUncertain { return halt(at: index, as: .unknown, failure.reason, nil, at: now) }
    completeForGood(index, .failed, failure.reason, failure.result, at: now)
  }

  private mutating func leaveQuestion(about index: Int) -> (reason: Reason, result: ActionResult?)? {
    leaveAttempt(of: index)
    return openFailures.removeValue(forKey: index)
  }
}
