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
    case .lockStolen(let node, let lock):
      .lockStolen(node: node, BrokenReservation(lock: mask.masked(lock.lock), holder: lock.holder))
    case .windowOverridden(let node, let override):
      .windowOverridden(node: node, changing(override) { $0.reason = mask.masked(override.reason) })
    case .breaker(let node, let name, let change): .breaker(node: node, name: mask.masked(name), change)
    case .ready, .kept, .renewed, .approvalRefused, .approvalEscalated, .approvalWithdrawn, .fieldAsked,
      .failureAnswered, .rolloutMoved, .rolloutRequested,
      .answerUnclear, .pauseRequested, .interrupted, .parentDied, .noticeOver, .overtime, .rollbackGranted,
      .rollbackRejected, .rollbacksClosed:
      self
    }
  }
}

/// What is like `whole`, but for what is changed in it.
private func changing<Whole>(_ whole: Whole, _ change: (inout Whole) -> Void) -> Whole {
  var result = whole
  change(&result)
  return result
}

extension MachineResource {
  /// A pool's name is known before the run, so there is no secret in it.
  fileprivate func masked(by mask: SecretMask) -> Self {
    if case .lock(let name) = self { .lock(mask.masked(name)) } else { self }
  }
}

extension LockClaim {
  fileprivate func masked(by mask: SecretMask) -> Self { changing(self) { $0.locks = locks.map(mask.masked) } }
}

extension RunFinish {
  func masked(by mask: SecretMask) -> Self {
    changing(self) {
      $0.commandsLeft = commandsLeft.map(mask.masked)
      $0.outputs = mask.masked(outputs)
      let entries = zip(outputs.entries, $0.outputs.entries)
      $0.maskedOutputs += entries.filter { $0.value != $1.value }.compactMap { $1.key.string }
    }
  }
}

extension FailureQuestion {
  fileprivate func masked(by mask: SecretMask) -> Self { changing(self) { $0.reason = reason.masked(by: mask) } }
}

extension NodeSample {
  fileprivate func masked(by mask: SecretMask) -> Self { changing(self) { $0.reason = reason?.masked(by: mask) } }
}

extension Question {
  fileprivate func masked(by mask: SecretMask) -> Self { changing(self) { $0.text = mask.masked(text) } }
}

extension ApprovalRequest {
  fileprivate func masked(by mask: SecretMask) -> Self {
    changing(self) {
      $0.question = question.masked(by: mask)
      $0.kept = kept?.masked(by: mask)
    }
  }
}

extension ApprovalGrant {
  fileprivate func masked(by mask: SecretMask) -> Self { changing(self) { $0.decision = decision.masked(by: mask) } }
}

extension Decision {
  fileprivate func masked(by mask: SecretMask) -> Self {
    changing(self) {
      $0.comment = comment.map(mask.masked)
      $0.fields = mask.masked(fields)
    }
  }
}

extension NodeCapture {
  fileprivate func masked(by mask: SecretMask) -> Self {
    changing(self) {
      $0.action = action?.masked(by: mask)
      $0.content = content.map(mask.masked)
      $0.reason = reason?.masked(by: mask)
      $0.difference = difference?.masked(by: mask)
    }
  }
}

extension ContentDifference {
  fileprivate func masked(by mask: SecretMask) -> Self {
    switch self {
    case .none: self
    case .lines(let text): .lines(mask.masked(text))
    case .values(let difference):
      .values(
        difference.mapped { change in
          ValueDifference.Change(
            mask.masked(change.pointer), before: change.before.map(mask.masked),
            after: change.after.map(mask.masked))
        })
    }
  }
}

extension RollbackRequest {
  fileprivate func masked(by mask: SecretMask) -> Self { changing(self) { $0.commands = commands.map(mask.masked) } }
}

extension NodeRetry {
  fileprivate func masked(by mask: SecretMask) -> Self { changing(self) { $0.reason = reason.masked(by: mask) } }
}

extension NodeFinish {
  fileprivate func masked(by mask: SecretMask) -> Self {
    changing(self) {
      $0.reason = reason?.masked(by: mask)
      $0.kept = kept?.masked(by: mask)
    }
  }
}

extension KeptResult {
  /// What is left out by this is named, so that nobody takes it for what it was.
  fileprivate func masked(by mask: SecretMask) -> Self {
    changing(self) {
      $0.stdout = stdout.map(mask.masked)
      $0.stderr = stderr.map(mask.masked)
      $0.outputs = outputs.map(mask.masked)
      $0.headers = headers.map(mask.masked)
      if $0.headers != headers { $0.masked.append(.headers) }
      if $0.stdout != stdout { $0.masked.append(.stdout) }
      if $0.stderr != stderr { $0.masked.append(.stderr) }
      if $0.outputs != outputs { $0.masked.append(.outputs) }
    }
  }
}

extension Announcement {
  fileprivate func masked(by mask: SecretMask) -> Self {
    changing(self) {
      $0.title = title.map(mask.masked)
      $0.message = mask.masked(message)
    }
  }
}

extension Action {
  /// The action as it may be shown; nobody carries it out in this form.
  fileprivate func masked(by mask: SecretMask) -> Self {
    switch self {
    case .process(let process): .process(process.masked(by: mask))
    case .request(let request): .request(request.masked(by: mask))
    case .announce(let announcement): .announce(announcement.masked(by: mask))
    case .builtin(let action): .builtin(action.masked(by: mask))
    case .plugin(let call): .plugin(changing(call) { $0.process = call.process.masked(by: mask) })
    case .ask(let question): .ask(question.masked(by: mask))
    case .call(let summary): .call(mask.masked(summary))
    }
  }
}

extension BuiltinAction {
  /// What is written is left out: it is recorded nowhere.
  fileprivate func masked(by mask: SecretMask) -> Self {
    switch self {
    case .writeFile(let writing): .writeFile(changing(writing) { $0.path = mask.masked(writing.path) })
    case .checksum(let checksum): .checksum(changing(checksum) { $0.path = mask.masked(checksum.path) })
    case .waitFor(let waiting): .waitFor(changing(waiting) { $0.target = waiting.target.masked(by: mask) })
    case .set(let change): .set(StoreChange(mask.masked(change.key), to: change.value.map { mask.masked($0) }))
    }
  }
}

extension Waiting.Target {
  fileprivate func masked(by mask: SecretMask) -> Self {
    switch self {
    case .port(let port, let host): .port(port, host: mask.masked(host))
    case .file(let path): .file(mask.masked(path))
    case .absent(let path): .absent(mask.masked(path))
    case .socket(let path): .socket(mask.masked(path))
    }
  }
}

extension ProcessAction {
  fileprivate func masked(by mask: SecretMask) -> Self {
    changing(self) {
      switch program {
      case .words(let words): $0.program = .words(words.map(mask.masked))
      case .shell(let arguments, let text): $0.program = .shell(arguments: arguments, text: mask.masked(text))
      case .simple(let words, let arguments, let text):
        $0.program = .simple(words: words.map(mask.masked), arguments: arguments, text: mask.masked(text))
      }
      $0.environment = environment.map { ($0.name, mask.masked($0.value)) }
      $0.standardInput = standardInput.map(mask.masked)
    }
  }
}

extension RequestAction {
  fileprivate func masked(by mask: SecretMask) -> Self {
    changing(self) {
      $0.url = mask.masked(url)
      $0.headers = headers.map { ($0.name, mask.masked($0.value)) }
      $0.body = body.map(mask.masked)
      ($0.signature, $0.proxyCredentials) = (nil, nil)
      $0.target = target.map(mask.masked)
      $0.environment = environment.map { ($0.name, mask.masked($0.value)) }
    }
  }
}

extension Reason {
  /// The reason with every secret in what it quotes replaced.
  fileprivate func masked(by mask: SecretMask) -> Self {
    switch self {
    case .outcomeUnknown(let problem): .outcomeUnknown(problem.map { mask.masked($0) })
    case .couldNotStart(let text): .couldNotStart(mask.masked(text))
    case .httpStatus(let status, let expected, let location):
      .httpStatus(status, expected: expected, location: location.map(mask.masked))
    case .requestFailed(let failure):
      .requestFailed(RequestFailure(failure.kind, mask.masked(failure.detail)))
    case .expression(let message, let location): .expression(message: mask.masked(message), location: location)
    case .wrongField(let key, let expected, let found):
      .wrongField(key, expected: expected, found: mask.masked(found))
    case .outputUnreadable(let text): .outputUnreadable(mask.masked(text))
    case .thrown(let text): .thrown(mask.masked(text))
    case .functionFailed(let failure): .functionFailed(failure.saying(mask.masked(failure.message)))
    case .nothingToChange(let text): .nothingToChange(mask.masked(text))
    case .samplesFailed(let count, let allowed, let last):
      .samplesFailed(count, allowed: allowed, last: mask.masked(last))
    case .notYet(let text): .notYet(mask.masked(text))
    case .metric(let name, let text): .metric(name, mask.masked(text))
    case .samplesUnknown(let count, let last): .samplesUnknown(count, last: mask.masked(last))
    case .noVerdict(let limit, let last): .noVerdict(within: limit, last: last.map(mask.masked))
    case .lockHeld(let resource, let holder, let limit): .lockHeld(resource?.masked(by: mask), by: holder, limit: limit)
    case .lockFailed(let text): .lockFailed(mask.masked(text))
    case .sharedLockHeld(let text): .sharedLockHeld(mask.masked(text))
    case .misplaced(let text, let colors): .misplaced(mask.masked(text), colors: colors)
    case .previousRunDirty(let resource, let holder): .previousRunDirty(resource?.masked(by: mask), holder)
    case .skippedByPerson(let person, let last): .skippedByPerson(person, after: mask.masked(last))
    case .breakerOpen(let name, let failures, let wait, let last):
      .breakerOpen(mask.masked(name), failures: failures, wait: wait, last: last.map(mask.masked))
    case .alreadySo, .skipSet, .conditionFalse, .conditionsMissed, .handlersSkipped, .selection, .blockedBy, .stopped,
      .runCancelled, .runTimedOut, .recoveryTimedOut, .halted, .exitCode, .failIf, .emptyAnswer,
      .expectationFalse,
      .killed, .timedOut, .cpuSpent, .answerTooLarge, .outputNotKept, .rejected, .approvalTimedOut,
      .needsTerminal,
      .interrupted, .noInstances, .notAnItem, .instancesSkipped, .instancesFailed, .instancesCancelled,
      .instancesExhausted,
      .runbookFailed, .runbookTimedOut, .runbookNotRun, .notUndone, .resultLost, .confirmed, .paused, .notWanted,
      .rollout, .rolloutWentOn, .rolloutStopped, .outsideWindow:
      self
    }
  }
}
