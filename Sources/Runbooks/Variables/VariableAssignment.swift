public import Values

/// A value for a variable as a source gives it.
public struct VariableAssignment: Sendable {
  /// The variable's name.
  public let name: String
  /// The value's text.
  public let text: String
  /// The source, for messages and for the record: `--var`.
  public let source: String

  /// An assignment from `source`.
  public init(name: String, text: String, source: String) {
    self.name = name
    self.text = text
    self.source = source
  }
}

/// A variable's value with the source that gave it.
public struct ResolvedVariable: Sendable {
  /// The variable's name.
  public let name: String
  /// The value, of the variable's type.
  public let value: Value
  /// `default`, or the source of the assignment.
  public let source: String

  /// A value from `source`.
  public init(name: String, value: Value, source: String) {
    self.name = name
    self.value = value
    self.source = source
  }
}
