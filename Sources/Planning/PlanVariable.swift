public import Values

/// A variable of a plan.
public struct PlanVariable: Sendable {
  /// Its name.
  public let name: String
  /// Its value, of its type.
  public let value: Value
  /// Where the value comes from: `default`, or the source that gave it.
  public let source: String
  /// Whether the value must never be shown.
  public let isSecret: Bool

  /// The value as it may be shown and recorded.
  public var shownValue: Value { isSecret ? .string(SecretMask.replacement) : value }

  /// That value as text.
  public var displayedValue: String { JSONWriter.string(shownValue, layout: .spaced) }
}
