public import Templates
public import Text

/// A built-in function to call.
public struct FunctionDeclaration: Sendable {
  /// The function.
  public let function: BuiltinFunction
  /// What is given for its parameters.
  public var parameters: [ParameterArgument] = []
  /// What `assert` demands.
  public var conditions: [Condition] = []
  /// Where the function's name stands.
  public var span = ByteSpan(0..<0)
}
