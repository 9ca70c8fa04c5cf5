internal import Planning
internal import Values

/// Events as they may be recorded and shown: without secrets.
extension RunEvent {
  /// The event with every secret of `mask` replaced.
  ///
  /// What a process printed was masked when it came, as its log was written.
  func masked(by mask: SecretMask) -> RunEvent {
    switch self {
    case .expanded(let node, let instances): .expanded(node: node, instances.map { $0.maskingItem(by: mask) })
    case .started(let node, let attempt, let action):
      .started(node: node, attempt: attempt, action: action.masked(by: mask))
    case .retrying(let retry): .retrying(retry.masked(by: mask))
    case .sampled(let sample): .sampled(sample.masked(by: mask))
    case .finished(let finish): .finished(finish.masked(by: mask))
    case .rollbackStarted(let node, let attempt, let action):
      .rollbackStarted(node: node, attempt: attempt, action: action.masked(by: mask))
    case .rollbackFinished(let finish): .rollbackFinished(finish.masked(by: mask))
    case .passedOver(let node, let status, let reason):
      .passedOver(node: node, status: status, reason: reason.masked(by: mask))
    case .approvalRequested(let request): .approvalRequested(request.masked(by: mask))
    case .approvalGranted(let grant): .approvalGranted(grant.masked(by: mask))
    case .approvalRejected(let node, let decision): .approvalRejected(node: node, decision.masked(by: mask))
    case .failureAsked(let question): .failureAsked(question.masked(by: mask))
    case .captured(let capture): .captured(capture.masked(by: mask))
    case .rollbackRequested(let request): .rollbackRequested(request.masked(by: mask))
    case .runFinished(let finish): .runFinished(finish.masked(by: mask))
    case .lockAwaited(let node, let resource, let holder):
      .lockAwaited(node: node, resource.masked(by: mask), holder: holder)
    case .lockAcquired(let node, let claim): .lockAcquired(node: node, claim.masked(by: mask))
    case .lockReleased(let node, let claim): .lockReleased(node: node, claim.masked(by: mask))
    case .lockReserved(let claim, let cause): .lockReserved(claim.masked(by: mask), cause)
    case .lockBroken(let node, let broken):
      .lockBroken(node: node, BrokenReservation(lock: mask.masked(broken.lock), holder: broken.holder))
    case .breaker(let node, let name, let change): .breaker(node: node, name: mask.masked(name), change)
    case .ready, .kept, .renewed, .approvalRefused, .approvalEscalated, .approvalWithdrawn, .fieldAsked, .failureAnswered,
      .answerUnclear, .interrupted, .overtime, .rollbackGranted, .rollbackRejected, .rollbacksClosed:
      self
    }
  }
}

extension MachineResource {
  /// A pool's name is known before the run, so there is no secret in it.
  fileprivate func masked(by mask: SecretMask) -> MachineResource {
    if case .lock(let name) = self { .lock(mask.masked(name)) } else { self }
  }
}

extension LockClaim {
  fileprivate func masked(by mask: SecretMask) -> LockClaim {
    LockClaim(locks: locks.map { mask.masked($0) }, places: places)
  }
}

extension RunFinish {
  fileprivate func masked(by mask: SecretMask) -> RunFinish {
    var result = self
    result.commandsLeft = commandsLeft.map { mask.masked($0) }
    if case .map(let outputs) = mask.masked(.map(outputs)) { result.outputs = outputs }
    return result
  }
}

extension FailureQuestion {
  fileprivate func masked(by mask: SecretMask) -> FailureQuestion {
    var result = self
    result.reason = reason.masked(by: mask)
    return result
  }
}

extension NodeSample {
  fileprivate func masked(by mask: SecretMask) -> NodeSample {
    var result = self
    result.reason = reason?.masked(by: mask)
    return result
  }
}

extension Question {
  fileprivate func masked(by mask: SecretMask) -> Question {
    var result = self
    result.text = mask.masked(text)
    return result
  }
}

extension ApprovalRequest {
  fileprivate func masked(by mask: SecretMask) -> ApprovalRequest {
    var result = self
    result.question = question.masked(by: mask)
    return result
  }
}

extension ApprovalGrant {
  fileprivate func masked(by mask: SecretMask) -> ApprovalGrant {
    var result = self
    result.decision = decision.masked(by: mask)
    return result
  }
}

extension Decision {
  fileprivate func masked(by mask: SecretMask) -> Decision {
    var result = self
    result.comment = comment.map { mask.masked($0) }
    if case .map(let fields) = mask.masked(.map(fields)) { result.fields = fields }
    return result
  }
}

extension NodeCapture {
  fileprivate func masked(by mask: SecretMask) -> NodeCapture {
    var result = self
    result.action = action?.masked(by: mask)
    result.content = content.map { mask.masked($0) }
    result.reason = reason?.masked(by: mask)
    result.difference = difference?.masked(by: mask)
    return result
  }
}

extension ContentDifference {
  fileprivate func masked(by mask: SecretMask) -> ContentDifference {
    switch self {
    case .none: self
    case .lines(let text): .lines(mask.masked(text))
    case .values(let difference):
      .values(
        difference.mapped { change in
          ValueDifference.Change(
            mask.masked(change.pointer), before: change.before.map { mask.masked($0) },
            after: change.after.map { mask.masked($0) })
        })
    }
  }
}

extension RollbackRequest {
  fileprivate func masked(by mask: SecretMask) -> RollbackRequest {
    var result = self
    result.commands = commands.map { mask.masked($0) }
    return result
  }
}

extension NodeRetry {
  fileprivate func masked(by mask: SecretMask) -> NodeRetry {
    var result = self
    result.reason = reason.masked(by: mask)
    return result
  }
}

extension NodeFinish {
  fileprivate func masked(by mask: SecretMask) -> NodeFinish {
    var result = self
    result.reason = reason?.masked(by: mask)
    result.kept = kept?.masked(by: mask)
    return result
  }
}

extension KeptResult {
  /// What is left out by this is named, so that nobody takes it for what it was.
  fileprivate func masked(by mask: SecretMask) -> KeptResult {
    var result = self
    result.stdout = stdout.map { mask.masked($0) }
    result.stderr = stderr.map { mask.masked($0) }
    if case .map(let shown)? = outputs.map({ mask.masked(.map($0)) }) { result.outputs = shown }
    if result.stdout != stdout { result.masked.append(.stdout) }
    if result.stderr != stderr { result.masked.append(.stderr) }
    if result.outputs != outputs { result.masked.append(.outputs) }
    return result
  }
}

extension Announcement {
  fileprivate func masked(by mask: SecretMask) -> Announcement {
    var result = self
    result.title = title.map { mask.masked($0) }
    result.message = mask.masked(message)
    return result
  }
}

extension Action {
  /// The action as it may be shown; nobody carries it out in this form.
  fileprivate func masked(by mask: SecretMask) -> Action {
    switch self {
    case .process(let process): .process(process.masked(by: mask))
    case .request(let request): .request(request.masked(by: mask))
    case .announce(let announcement): .announce(announcement.masked(by: mask))
    case .ask(let question): .ask(question.masked(by: mask))
    case .call(let summary): .call(mask.masked(summary))
    }
  }
}

extension ProcessAction {
  fileprivate func masked(by mask: SecretMask) -> ProcessAction {
    var result = self
    switch program {
    case .words(let words): result.program = .words(words.map { mask.masked($0) })
    case .shell(let arguments, let text): result.program = .shell(arguments: arguments, text: mask.masked(text))
    case .simple(let words, let arguments, let text):
      result.program = .simple(words: words.map { mask.masked($0) }, arguments: arguments, text: mask.masked(text))
    }
    result.environment = environment.map { ($0.name, mask.masked($0.value)) }
    result.standardInput = standardInput.map { mask.masked($0) }
    return result
  }
}

extension RequestAction {
  fileprivate func masked(by mask: SecretMask) -> RequestAction {
    var result = self
    result.url = mask.masked(url)
    result.headers = headers.map { ($0.name, mask.masked($0.value)) }
    result.body = body.map { mask.masked($0) }
    result.environment = environment.map { ($0.name, mask.masked($0.value)) }
    return result
  }
}

extension Reason {
  /// The reason with every secret in what it quotes replaced.
  fileprivate func masked(by mask: SecretMask) -> Reason {
    switch self {
    case .outcomeUnknown(let problem): .outcomeUnknown(problem.map { mask.masked($0) })
    case .couldNotStart(let text): .couldNotStart(mask.masked(text))
    case .requestFailed(let text): .requestFailed(mask.masked(text))
    case .expression(let message, let location): .expression(message: mask.masked(message), location: location)
    case .wrongField(let key, let expected, let found):
      .wrongField(key, expected: expected, found: mask.masked(found))
    case .outputUnreadable(let text): .outputUnreadable(mask.masked(text))
    case .thrown(let text): .thrown(mask.masked(text))
    case .samplesFailed(let count, let allowed, let last):
      .samplesFailed(count, allowed: allowed, last: mask.masked(last))
    case .samplesUnknown(let count, let last): .samplesUnknown(count, last: mask.masked(last))
    case .noVerdict(let limit, let last): .noVerdict(within: limit, last: last.map { mask.masked($0) })
    case .lockHeld(let resource, let holder, let limit): .lockHeld(resource?.masked(by: mask), by: holder, limit: limit)
    case .lockFailed(let text): .lockFailed(mask.masked(text))
    case .skippedByPerson(let person, let last): .skippedByPerson(person, after: mask.masked(last))
    case .breakerOpen(let name, let failures, let wait, let last):
      .breakerOpen(mask.masked(name), failures: failures, wait: wait, last: last.map { mask.masked($0) })
    case .alreadySo, .skipSet, .conditionFalse, .conditionsMissed, .handlersSkipped, .selection, .blockedBy, .stopped,
      .runCancelled, .runTimedOut, .halted, .exitCode, .failIf, .notYet, .emptyAnswer,
      .killed, .timedOut, .cpuSpent, .httpStatus, .answerTooLarge, .outputNotKept, .rejected, .approvalTimedOut,
      .needsTerminal,
      .interrupted, .noInstances, .notAnItem, .instancesSkipped, .instancesFailed, .instancesCancelled,
      .instancesExhausted,
      .runbookFailed, .runbookTimedOut, .runbookNotRun, .notUndone, .resultLost, .confirmed:
      self
    }
  }
}
