public import Values

/// A name and value of an `env` table.
public struct EnvironmentEntry: Sendable {
  /// The variable's name.
  public let name: String
  /// Its value.
  public let value: Field<String>

  /// An entry.
  public init(name: String, value: Field<String>) {
    self.name = name
    self.value = value
  }
}
