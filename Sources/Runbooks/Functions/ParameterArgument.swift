public import Templates
public import Text

/// What a node gives for a parameter of a function.
public struct ParameterArgument: Sendable {
  /// The parameter's name, as it is written.
  public let name: String
  /// Where that stands.
  public let nameSpan: ByteSpan
  /// The value.
  public let value: ValueTemplate
  /// Where that stands.
  public let valueSpan: ByteSpan
}
