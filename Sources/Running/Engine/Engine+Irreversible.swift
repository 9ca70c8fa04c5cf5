internal import Planning
internal import Values

/// Asking a person right before a node starts that nothing can undo (design 3.3, `irreversible`).
extension Engine {
  /// Whether the node must not start now, because a person has to agree first.
  mutating func asksPermission(_ index: Int, at now: Instant) throws(NodeFailure) -> Bool {
    guard let field = plan.nodes[index].precautions?.isIrreversible, !states[index].hasStarted,
      !states[index].isPermitted, try value(of: field, "irreversible", index)
    else { return false }
    var question = Question(text: "run what cannot be undone: \(try summary(of: index))")
    question.approval = .ofPerson
    ask(question, of: index, .irreversible, at: now)
    return true
  }

  /// What will run, in one line.
  private mutating func summary(of index: Int) throws(NodeFailure) -> String {
    if case .runbook = plan.nodes[index].action { return plan.nodes[index].summary }
    return Self.recorded(try order(for: plan.nodes[index], index, attempt: 1, step: .run)).summary
  }
}
