public import Templates

/// The world of scenarios: values that probes ask for and that nodes change (design 9).
public struct ScenarioWorld: Sendable {
  /// What it is like at first.
  public var values: [WorldChange] = []
  /// What becomes different once a node has succeeded, by patterns of ids.
  public var effects: [(pattern: Located<String>, changes: [WorldChange])] = []
  /// What nodes print, by patterns of ids.
  public var sayings: [(pattern: Located<String>, text: ValueTemplate)] = []

  /// An empty world.
  public init() {}

  /// This world where the other one says nothing else.
  public func changed(by other: ScenarioWorld) -> ScenarioWorld {
    var result = self
    result.values += other.values
    result.effects += other.effects
    result.sayings = other.sayings + sayings
    return result
  }
}
