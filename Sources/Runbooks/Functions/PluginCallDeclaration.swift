public import Templates
public import Text

/// A function of a plugin to call.
public struct PluginCallDeclaration: Sendable {
  /// The plugin's name.
  public let plugin: String
  /// Where that stands.
  public let pluginSpan: ByteSpan
  /// The function's name.
  public let function: String
  /// Where that stands.
  public let functionSpan: ByteSpan
  /// What is given for its parameters.
  public let parameters: [ParameterArgument]
  /// Settings of the plugin, a node's own over the runbook's.
  public let configuration: [(name: String, value: ValueTemplate)]
}
