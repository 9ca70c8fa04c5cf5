internal import Planning
internal import Values

/// A question that nobody has settled yet.
struct OpenQuestion: Sendable {
  /// What follows from the answer.
  enum Moment: Sendable {
    /// The node ends: it is nothing but the question.
    case action
    /// The node starts.
    case before
    /// The node, which nothing can undo, starts.
    case irreversible
    /// The node ends as it had ended when it was asked.
    case after(ActionResult?, Reason?, end: Instant)
  }

  let question: Question
  let moment: Moment
  /// Those who have approved.
  var grants: [Decision] = []
  var isEscalated = false
  var isAskedHere = false

  /// Why an answer does not count; nothing if it does.
  func objection(to decision: Decision, requester: Person) -> ApprovalObjection? {
    let rule = question.approval
    guard decision.isApproval else { return rule.objection(toRejectionBy: decision.person, isEscalated: isEscalated) }
    let objection = rule.objection(
      toApprovalBy: decision.person, requester: requester, earlier: grants.map(\.person), isEscalated: isEscalated)
    if let objection { return objection }
    // What the first one filled in is what the others approve.
    if let first = grants.first {
      return decision.fields.isEmpty || decision.fields == first.fields ? nil : .fieldsDiffer
    }
    return rule.checked(decision.fields) == nil ? .fieldsWrong : nil
  }

  /// What was filled in.
  var fields: ValueMap { grants.first.flatMap { question.approval.checked($0.fields) } ?? ValueMap() }

  /// Whether enough people have approved.
  var isGranted: Bool { grants.count >= question.approval.minimum }
}
