public import Templates
public import Values

/// What keeps a node from doing harm that nobody can take back (design 3.3).
public struct PrecautionDeclarations: Sendable {
  /// Whether a person is asked right before it starts.
  public var isIrreversible: Field<Bool>?
  /// Whether rollbacks before it are closed once it has succeeded.
  public var isPivot: Field<Bool>?

  init() {}

  /// Whether there is none.
  var isEmpty: Bool { isIrreversible == nil && isPivot == nil }
}
