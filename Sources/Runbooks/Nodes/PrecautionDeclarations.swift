public import Templates
public import Values

/// What keeps a node from doing harm that nobody can take back (design 3.3).
public struct PrecautionDeclarations: Sendable {
  /// Whether a person is asked right before it starts.
  public var isIrreversible: Field<Bool>?
  /// Whether rollbacks before it are closed once it has succeeded.
  public var isPivot: Field<Bool>?

  /// What looks at what it changes, before it and after it.
  public var snapshot: StepDeclaration?
  /// What tells, after a crash, whether it happened.
  public var confirm: StepDeclaration?

  init() {}

  /// Whether there is none.
  var isEmpty: Bool { isIrreversible == nil && isPivot == nil && snapshot == nil && confirm == nil }
}
