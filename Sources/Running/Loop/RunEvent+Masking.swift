internal import Values

/// Events as they may be recorded and shown: without secrets.
extension RunEvent {
  /// The event with every secret of `mask` replaced.
  ///
  /// What a process printed was masked when it came, as its log was written.
  func masked(by mask: SecretMask) -> RunEvent {
    switch self {
    case .started(let node, let attempt, let action):
      .started(node: node, attempt: attempt, action: action.masked(by: mask))
    case .retrying(let retry): .retrying(retry.masked(by: mask))
    case .finished(let finish): .finished(finish.masked(by: mask))
    case .rollbackStarted(let node, let attempt, let action):
      .rollbackStarted(node: node, attempt: attempt, action: action.masked(by: mask))
    case .rollbackFinished(let finish): .rollbackFinished(finish.masked(by: mask))
    case .passedOver(let node, let status, let reason):
      .passedOver(node: node, status: status, reason: reason.masked(by: mask))
    case .approvalRequested(let node, let question):
      .approvalRequested(node: node, question: Question(text: mask.masked(question.text)))
    case .captured(let capture): .captured(capture.masked(by: mask))
    case .rollbackRequested(let request): .rollbackRequested(request.masked(by: mask))
    case .runFinished(let finish): .runFinished(finish.masked(by: mask))
    case .lockAwaited(let node, let lock, let holder):
      .lockAwaited(node: node, lock: mask.masked(lock), holder: holder)
    case .lockAcquired(let node, let names): .lockAcquired(node: node, names: names.map { mask.masked($0) })
    case .lockReleased(let node, let names): .lockReleased(node: node, names: names.map { mask.masked($0) })
    case .ready, .approvalGranted, .approvalRejected, .answerUnclear, .interrupted, .overtime,
      .rollbackGranted, .rollbackRejected, .rollbacksClosed:
      self
    }
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
    case .ask(let question): .ask(Question(text: mask.masked(question.text)))
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
    case .couldNotStart(let text): .couldNotStart(mask.masked(text))
    case .requestFailed(let text): .requestFailed(mask.masked(text))
    case .expression(let message, let location): .expression(message: mask.masked(message), location: location)
    case .wrongField(let key, let expected, let found):
      .wrongField(key, expected: expected, found: mask.masked(found))
    case .outputUnreadable(let text): .outputUnreadable(mask.masked(text))
    case .thrown(let text): .thrown(mask.masked(text))
    case .lockHeld(let lock, let holder, let limit): .lockHeld(mask.masked(lock), by: holder, limit: limit)
    case .lockFailed(let text): .lockFailed(mask.masked(text))
    case .alreadySo, .skipSet, .conditionFalse, .conditionsMissed, .handlersSkipped, .selection, .blockedBy, .stopped,
      .runCancelled, .runTimedOut, .exitCode,
      .killed, .timedOut, .cpuSpent, .httpStatus, .answerTooLarge, .outputNotKept, .rejected, .approvalTimedOut,
      .needsTerminal,
      .interrupted, .noInstances, .instancesSkipped, .instancesFailed, .instancesCancelled, .instancesExhausted,
      .runbookFailed, .runbookTimedOut, .runbookNotRun, .notUndone:
      self
    }
  }
}
