public import Planning
internal import Running

/// A node that waits for people, as the records of its run tell.
public struct WaitingNode: Sendable {
  /// The run's id.
  public let run: String
  /// Who started the run.
  public let requester: Person?
  /// Whether the run has ended, waiting.
  public let hasEnded: Bool
  /// The node's id.
  public let node: String
  /// What is asked, and what was answered.
  public let question: QuestionHistory

  /// Why a person's answer would not count; nothing if it would.
  public func objection(toApproval isApproval: Bool, by person: Person) -> ApprovalObjection? {
    guard let rule = question.rule else { return .isNotNamed(["those whom the run's plan names"]) }
    guard isApproval, let requester else {
      return rule.objection(toRejectionBy: person, isEscalated: question.isEscalated)
    }
    return rule.objection(
      toApprovalBy: person, requester: requester, earlier: question.approvals.map(\.person),
      isEscalated: question.isEscalated)
  }
}
