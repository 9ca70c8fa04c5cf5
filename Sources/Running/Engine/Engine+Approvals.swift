internal import Planning
internal import Values

/// Asking people, and taking in their answers (design 3.4).
///
/// Every answer is held to the rule here, wherever it was given: a record in the file alone lets nothing go on.
extension Engine {
  /// Puts a question to whoever may answer it.
  mutating func ask(
    _ question: Question, of index: Int, _ moment: OpenQuestion.Moment, limit: Duration? = nil, at now: Instant
  ) {
    move(index, to: .waiting)
    active.insert(index)
    if plan.settings.isSequential { takePlace(for: index) }
    questions[index] = OpenQuestion(question: question, moment: moment)
    questions[index]?.isEscalated = earlierEscalations.remove(index) != nil
    let isAnswered = options.approvesAll && question.approval.isAnsweredByYes
    let isAskedHere = !isAnswered && isWantedHere(index)
    questions[index]?.isAskedHere = isAskedHere
    let audience: ApprovalRequest.Audience = isAnswered ? .nobody : isAskedHere ? .terminal : .others
    var request = ApprovalRequest(node: index, question: question, moment: moment.word, audience: audience)
    if case .after(let result, _, _) = moment {
      request.result = result
      request.attempt = states[index].attempt
      request.kept = keptResult(of: index)
    }
    tell(.approvalRequested(request))
    if takeEarlierDecisions(on: index, at: now) { return }
    if isAnswered { return take(decision(on: index, .option, isApproval: true), on: index, at: now) }
    if let limit { addTimer(.timeout, for: index, after: limit, at: now) }
    if let escalation = question.approval.escalation, questions[index]?.isEscalated == false {
      addTimer(.escalation, for: index, after: escalation.after, at: now)
    }
    if isAskedHere { askHere(index) }
  }

  /// Asks whether a node is to start; false if nobody wants to be asked, or was already.
  mutating func asksBefore(_ index: Int, at now: Instant) -> Bool {
    guard let prompt = plan.nodes[index].prompts?.before, !states[index].isConfirmed else { return false }
    do throws(NodeFailure) {
      let text = try value(of: prompt, "prompt_before", index)
      ask(Question(text: text), of: index, .before, at: now)
    } catch {
      fail(index, with: error, at: now)
    }
    return true
  }

  /// Asks whether what a node has done is as it should be; false if nobody wants to be asked, or was already.
  mutating func asksAfter(_ index: Int, _ reason: Reason?, _ result: ActionResult?, at now: Instant) -> Bool {
    guard let prompt = plan.nodes[index].prompts?.after, !states[index].isAccepted else { return false }
    states[index].isAccepted = true
    leavePlace(of: index)
    timers.removeAll(of: .node(index))
    if interactive == index { interactive = nil }
    do throws(NodeFailure) {
      let text = try value(of: prompt, "prompt_after", index)
      ask(Question(text: text), of: index, .after(result, reason, end: now), at: now)
    } catch {
      complete(index, .failed, error.reason, result, at: now)
    }
    return true
  }

  // MARK: - At the terminal

  /// Whether whoever is at the terminal may approve now.
  private func isWantedHere(_ index: Int) -> Bool {
    guard isAttended, let question = questions[index] else { return false }
    return question.question.approval.objection(
      toApprovalBy: context.user, requester: context.requester, earlier: question.grants.map(\.person),
      isEscalated: question.isEscalated) == nil
  }

  private mutating func askHere(_ index: Int) {
    guard var question = questions[index]?.question else { return }
    // What somebody has filled in is not asked for again.
    if questions[index]?.grants.isEmpty == false { question.approval = PlanApproval() }
    effects.append(.start(node: index, step: .run, attempt: states[index].attempt, .ask(question)))
  }

  /// Takes in what was typed at the terminal.
  mutating func answered(_ index: Int, _ answer: Answer, at now: Instant) {
    if answeredFailure(index, answer, at: now) { return }
    guard let question = questions[index], question.isAskedHere else { return }
    switch answer {
    case .approved(let fields):
      take(decision(on: index, .terminal, isApproval: true, fields: fields), on: index, at: now)
    case .rejected: take(decision(on: index, .terminal, isApproval: false), on: index, at: now)
    case .unclear: tell(.answerUnclear(node: index))
    case .field(let field, let refusal):
      let fields = question.question.approval.fields
      if fields.indices.contains(field) { tell(.fieldAsked(node: index, fields[field], refusal: refusal)) }
    case .unavailable:
      isAttended = false
      questions[index]?.isAskedHere = false
    case .failure: break
    }
  }

  private func decision(
    on index: Int, _ origin: Decision.Origin, isApproval: Bool, fields: ValueMap = ValueMap()
  ) -> Decision {
    Decision(
      node: plan.nodes[index].id, moment: questions[index]?.moment.word, isApproval: isApproval,
      person: context.user, origin: origin, fields: fields)
  }

  // MARK: - Answers

  /// Takes in an answer that somebody has recorded.
  mutating func take(_ decision: Decision, at now: Instant) {
    guard let index = plan.index(of: decision.node) else { return }
    guard let question = questions[index], question.moment.word == decision.moment, !hasGivenUp else {
      return tell(.approvalRefused(node: index, decision, .isLate))
    }
    take(decision, on: index, at: now)
  }

  mutating func take(_ decision: Decision, on index: Int, isOnRecord: Bool = false, at now: Instant) {
    guard let question = questions[index] else { return }
    if let objection = question.objection(to: decision, requester: context.requester) {
      return tell(.approvalRefused(node: index, decision, objection))
    }
    guard decision.isApproval else {
      tell(.approvalRejected(node: index, decision))
      close(index)
      return end(index, after: question, .failed, .rejected(by: decision.by), at: now)
    }
    // Somebody is there: the others are waited for anew.
    waitEnd = nil
    questions[index]?.grants.append(decision)
    let count = question.grants.count + 1
    var approval = ApprovalGrant(
      node: index, decision: decision, count: count, needed: question.question.approval.minimum)
    approval.isOnRecord = isOnRecord || decision.origin == .command
    tell(.approvalGranted(approval))
    if questions[index]?.isGranted ?? false { grant(index, at: now) } else { turnHere(index) }
  }

  /// Asks at the terminal, or no longer, as who is there may or may not approve now.
  private mutating func turnHere(_ index: Int) {
    let isWanted = isWantedHere(index)
    if questions[index]?.isAskedHere == isWanted { return }
    questions[index]?.isAskedHere = isWanted
    if isWanted { askHere(index) } else { withdraw(index) }
  }

  private mutating func withdraw(_ index: Int) {
    tell(.approvalWithdrawn(node: index))
    effects.append(.withdraw(node: index))
  }

  /// Goes on after enough people have approved.
  private mutating func grant(_ index: Int, at now: Instant) {
    guard let question = close(index) else { return }
    switch question.moment {
    case .action:
      if approveUnknown(index, at: now) { return }
      if !question.fields.isEmpty { results[index, default: NodeResult()].outputs = question.fields }
      complete(index, .succeeded, nil, nil, at: now)
    case .before:
      states[index].isConfirmed = true
      letStart(index, at: now)
    case .irreversible:
      states[index].isPermitted = true
      letStart(index, at: now)
    case .after(let result, let reason, let end):
      complete(index, .succeeded, reason, result, at: now, afterWorkUntil: end)
    }
  }

  private mutating func letStart(_ index: Int, at now: Instant) {
    leavePlace(of: index)
    move(index, to: .ready)
    // Where one node runs at a time, this one keeps its turn.
    if plan.settings.isSequential {
      startOrPark(index, at: now)
    } else {
      makeReady(index)
    }
  }

  /// Ends a node whose question was not answered with yes.
  mutating func end(
    _ index: Int, after question: OpenQuestion, _ status: NodeStatus, _ reason: Reason, at now: Instant
  ) {
    guard case .after(let result, _, let end) = question.moment else {
      return complete(index, status, reason, nil, at: now)
    }
    complete(index, status, reason, result, at: now, afterWorkUntil: end)
  }

  /// Stops asking; what was asked.
  @discardableResult
  mutating func close(_ index: Int) -> OpenQuestion? {
    guard let question = questions.removeValue(forKey: index) else { return nil }
    if question.isAskedHere { withdraw(index) }
    return question
  }

  // MARK: - Waiting

  /// Ends the run if nothing but answers is missing, nobody can be asked here, and it has waited for as long as it may.
  mutating func heedPeople(at now: Instant) {
    guard isOnlyWaiting else {
      waitEnd = nil
      return
    }
    if isPaused {
      for index in questions.keys.sorted() where questions[index]?.isAskedHere == true { withdraw(index) }
    }
    if active.isEmpty || isPaused || hasWaited(at: now) { giveUpWaiting(at: now) }
  }

  private mutating func hasWaited(at now: Instant) -> Bool {
    if hasGivenUp { return true }
    let end = waitEnd ?? now.advanced(by: options.approvalWait)
    hasGivenUp = end <= now
    waitEnd = hasGivenUp ? nil : end
    return hasGivenUp
  }

  // MARK: - Time

  /// Lets others approve too, because nobody has.
  mutating func escalate(_ index: Int, at now: Instant) {
    guard let escalation = questions[index]?.question.approval.escalation else { return }
    questions[index]?.isEscalated = true
    let before = questions[index]?.isAskedHere ?? false
    let isWanted = isWantedHere(index)
    tell(.approvalEscalated(node: index, to: escalation.approvers, isAskedHere: isWanted && !before))
    turnHere(index)
  }

  /// After the run was stopped, nobody is asked any longer about what will not start.
  mutating func withdrawQuestions(at now: Instant) {
    // What was asked before a pause is answered after it.
    if isPaused { return }
    for index in questions.keys.sorted() {
      if case .after? = questions[index]?.moment { continue }
      guard let reason = isAborted ? .runCancelled : isStopped(index) else { continue }
      close(index)
      leavePlace(of: index)
      timers.removeAll(of: .node(index))
      pass(over: index, .blocked, reason, at: now)
    }
  }
}

extension OpenQuestion.Moment {
  /// The moment as it is recorded.
  var word: ApprovalRequest.Moment? {
    switch self {
    case .action: nil
    case .before: .before
    case .after: .after
    case .irreversible: .irreversible
    }
  }
}
