/// A plugin that was found and has described itself.
public struct FoundPlugin: Sendable {
  /// Its executable, from the root.
  public let path: String
  /// What it says of itself.
  public let description: PluginDescription

  /// A plugin.
  public init(path: String, description: PluginDescription) {
    self.path = path
    self.description = description
  }
}
