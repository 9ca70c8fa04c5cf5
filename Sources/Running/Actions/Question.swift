public import Planning

/// A question to people.
public struct Question: Sendable {
  /// What is asked.
  public var text: String
  /// Who may answer.
  public var approval: PlanApproval
  /// What can be decided where it is about a failure; else it is answered by yes or no.
  public var decisions: [FailureDecision] = []

  /// Who may answer, in words.
  public var audience: String { approval.text() }

  /// A question, which anybody may answer unless it says otherwise.
  public init(text: String, approval: PlanApproval = PlanApproval()) {
    self.text = text
    self.approval = approval
  }
}
