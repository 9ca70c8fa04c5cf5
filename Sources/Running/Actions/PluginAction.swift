/// A call of a plugin's function, everything about it known.
public struct PluginAction: Sendable {
  /// The plugin's name.
  public var plugin: String
  /// Its version, as it said while planning.
  public var version: String
  /// The function.
  public var function: String
  /// The plugin's process, with what it is asked on its standard input.
  public var process: ProcessAction

  /// The call in one line; what the parameters are stands in the plan.
  public var summary: String { "\(plugin).\(function)" }
}
