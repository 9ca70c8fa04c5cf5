/// A function with its parameters, built in or of a plugin (design 3.4).
public struct FunctionSchema: Sendable {
  /// Its name.
  public let name: String
  /// What it does, in one line.
  public let summary: String
  /// Its parameters, in the order in which they are shown.
  public let parameters: [ParameterSchema]
  /// What it gives, by name, each in one line; nothing is said by plugins.
  public let outputs: [(name: String, summary: String)]

  /// A function.
  public init(
    _ name: String, _ summary: String, _ parameters: [ParameterSchema] = [],
    outputs: [(name: String, summary: String)] = []
  ) {
    self.name = name
    self.summary = summary
    self.parameters = parameters
    self.outputs = outputs
  }

  /// The parameter that goes by a name.
  public func parameter(named name: String) -> ParameterSchema? { parameters.first { $0.goes(by: name) } }
}
