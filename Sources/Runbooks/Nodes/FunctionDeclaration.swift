public import Templates

/// A function to call.
public struct FunctionDeclaration: Sendable {
  /// The function.
  public let function: BuiltinFunction
  /// Its parameters.
  public var parameters: [(name: String, value: ValueTemplate)] = []
  /// Settings of the plugin, a node's own over the runbook's.
  public var configuration: [(name: String, value: ValueTemplate)] = []
}
