public import Values

/// A variable of a plan.
public struct PlanVariable: Sendable {
  /// Its name.
  public let name: String
  /// Its value, of its type.
  public let value: Value
  /// Where the value comes from: `default`, or the source that gave it.
  public let source: String

  /// The value as it is shown.
  public var displayedValue: String { JSONWriter.string(value, layout: .spaced) }
}
