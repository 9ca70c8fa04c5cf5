internal import Planning

/// Asking a person whether what was done is to be undone (design 5.4, `rollback = "ask"`).
extension Engine {
  /// Whether what a runbook has done may be undone; a person is asked, if that is what the runbook wants.
  mutating func hasConsent(toUndo runbook: Int) -> Bool {
    guard plan.runbooks[runbook].settings.rollback == .ask else { return true }
    if runbooks[runbook].consent == nil { askConsent(runbook) }
    return runbooks[runbook].consent == .granted
  }

  /// Whether a person has still to say whether a runbook is undone.
  func awaitsConsent(_ runbook: Int) -> Bool {
    if case .asked? = runbooks[runbook].consent { true } else { false }
  }

  private mutating func askConsent(_ runbook: Int) {
    let left = commandsLeft(of: notUndone(of: runbook))
    guard let first = left.first?.node else { return }
    // The time that a person takes is not the run's.
    timers.removeAll(of: .runbook(runbook))
    let request = RollbackRequest(
      nodes: left.map(\.node), commands: left.map(\.command), isAskedHere: isAttended)
    tell(.rollbackRequested(request))
    runbooks[runbook].consent = isAttended ? .asked(of: first) : .open
    guard isAttended else { return }
    let question = Question(text: RollbackRequest.question)
    effects.append(.start(node: first, step: .rollback, attempt: 0, .ask(question)))
  }

  /// Takes in an answer; false if it is about something else.
  mutating func answeredConsent(_ node: Int, _ answer: Answer) -> Bool {
    guard let runbook = runbooks.firstIndex(where: { $0.consent == .asked(of: node) }) else { return false }
    switch answer {
    case .approved:
      tell(.rollbackGranted(by: context.user.text))
      runbooks[runbook].consent = .granted
    case .rejected:
      tell(.rollbackRejected(by: context.user.text))
      runbooks[runbook].consent = .declined
    case .unclear: tell(.answerUnclear(node: node))
    case .unavailable:
      isAttended = false
      runbooks[runbook].consent = .open
    case .field, .failure: break
    }
    touch(runbook)
    return true
  }

  /// Asks no longer, because a signal came: whoever sent it wants an end.
  mutating func withdrawConsentQuestions() {
    for runbook in runbooks.indices {
      guard case .asked(let node)? = runbooks[runbook].consent else { continue }
      effects.append(.withdraw(node: node))
      runbooks[runbook].consent = .declined
      touch(runbook)
    }
  }
}
