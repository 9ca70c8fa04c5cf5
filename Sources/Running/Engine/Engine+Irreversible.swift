internal import Planning
internal import Values

/// Asking a person right before a node starts that nothing can undo (design 3.3, `irreversible`).
extension Engine {
  /// Whether the node must not start now, because a person has to agree first.
  mutating func asksPermission(_ index: Int) throws(NodeFailure) -> Bool {
    guard let field = plan.nodes[index].precautions?.isIrreversible, !states[index].hasStarted,
      !states[index].isPermitted, try value(of: field, "irreversible", index)
    else { return false }
    let question = Question(text: "run what cannot be undone: \(try summary(of: index))")
    tell(.approvalRequested(node: index, question: question))
    states[index].status = .waiting
    active.insert(index)
    permissions.insert(index)
    if plan.settings.isSequential { takePlace(for: index) }
    if isAttended { effects.append(.start(node: index, step: .run, attempt: 0, .ask(question))) }
    return true
  }

  /// What will run, in one line.
  private mutating func summary(of index: Int) throws(NodeFailure) -> String {
    if case .runbook = plan.nodes[index].action { return plan.nodes[index].summary }
    return Self.recorded(try order(for: plan.nodes[index], index, attempt: 1, step: .run)).summary
  }

  /// Takes in an answer; false if it is about something else.
  mutating func answeredPermission(_ index: Int, _ answer: Answer, at now: Instant) -> Bool {
    guard permissions.contains(index) else { return false }
    switch answer {
    case .approved(let person):
      tell(.approvalGranted(node: index, by: person))
      states[index].isPermitted = true
      release(index, at: now)
    case .rejected(let person):
      tell(.approvalRejected(node: index, by: person))
      permissions.remove(index)
      complete(index, .failed, .rejected(by: person), nil, at: now)
    case .unclear: tell(.answerUnclear(node: index))
    case .unavailable: isAttended = false
    }
    return true
  }

  /// Lets a node go on that waited for an answer.
  private mutating func release(_ index: Int, at now: Instant) {
    permissions.remove(index)
    // Where one node runs at a time, this one keeps its turn.
    let keepsTurn = states[index].holdsPlace
    leavePlace(of: index)
    states[index].status = .ready
    if keepsTurn { start(index, at: now) } else { makeReady(index) }
  }

  /// Asks no longer; false if the node did not wait for an answer.
  mutating func withdrawPermission(_ index: Int) -> Bool {
    guard permissions.remove(index) != nil else { return false }
    effects.append(.withdraw(node: index))
    return true
  }

  /// Asks no longer about nodes that will not start any more; they hear of it.
  mutating func withdrawPermissions() {
    for index in permissions.sorted() where isAborted || isStopped(index) != nil {
      _ = withdrawPermission(index)
      leavePlace(of: index)
      unpark(index)
    }
  }
}
