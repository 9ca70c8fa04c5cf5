public import Templates
public import Values

/// A question to a person.
public struct ManualDeclaration: Sendable {
  /// What is asked.
  public var question: Field<String>
  /// Who may answer.
  public var approval = ApprovalDeclaration()

  /// What is asked where the runbook does not say.
  public static let defaultQuestion = "Continue?"
}
