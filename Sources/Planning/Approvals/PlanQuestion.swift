public import Templates
public import Values

/// What a Manual node asks, and whom.
public struct PlanQuestion: Sendable {
  /// What is asked.
  public var text: Field<String>
  /// Who may answer.
  public var approval: PlanApproval
}

/// What a person is asked about a node of another kind (design 3.3, `prompt_before` and `prompt_after`).
public struct PlanPrompts: Sendable {
  /// Before it starts.
  public var before: Field<String>?
  /// After it has succeeded.
  public var after: Field<String>?
}
