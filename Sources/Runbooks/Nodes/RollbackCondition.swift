public import Values

/// When a node that has started is undone.
public enum RollbackCondition: String, Sendable, CaseIterable {
  /// Whenever it has started.
  case start
  /// Only if it has succeeded.
  case success
}

extension RollbackCondition: ValueConvertible {}
