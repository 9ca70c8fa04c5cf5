public import Templates

/// What tells, before a node runs, that nothing is to be done (design 3.3).
public enum UnlessDeclaration: Sendable {
  /// Exit 0 means that it is so already.
  case command(ActionDeclaration)
  /// True means that it is so already.
  case expression(Condition)
}
