public import Templates
public import Values

/// A call of a plugin's function.
public struct PlanPluginCall: Sendable {
  /// The plugin's name.
  public let plugin: String
  /// Its version, as it says itself.
  public let version: String
  /// Its executable, from the root.
  public let path: String
  /// The function, with the parameters that the plugin has described.
  public let schema: FunctionSchema
  /// The parameters, those that are known converted to their types.
  public var parameters: [(name: String, value: ValueTemplate)]
  /// Settings of the plugin.
  public var configuration: [(name: String, value: ValueTemplate)]

  /// The function's name.
  public var function: String { schema.name }

  var summary: String {
    let shown = parameters.compactMap { parameter in parameter.value.shown.map { "\(parameter.name)=\($0)" } }
    return (["\(plugin).\(function)"] + shown).joined(separator: " ")
  }
}
