public import Values

/// What an instance of a node is made for (design 5.6).
public struct PlanInstance: Sendable {
  /// The index of the node that it is an instance of.
  public internal(set) var group: Int
  /// Its number among the instances, from 0.
  public let number: Int
  /// What stands in brackets in its id.
  public let label: String
  /// The values that its templates see besides `index`: `item`, or `matrix`.
  public internal(set) var values: [(name: String, value: Value)]

  /// The value of a name that only instances have.
  public func value(of name: String) -> Value? {
    name == IterationNames.index ? .int(number) : values.first { $0.name == name }?.value
  }
}
