public import Text
public import Values

/// A value for a variable as a source gives it.
public struct VariableAssignment: Sendable {
  /// What the source gives.
  public enum Content: Sendable {
    /// Text, which becomes a value of the variable's type.
    case text(String)
    /// A value, in a source that knows types.
    case value(Value)
  }

  /// The variable's name.
  public let name: String
  /// What it is to be.
  public let content: Content
  /// Who says so.
  public let source: VariableSource
  /// Where the value stands, for messages.
  public let place: Place
  /// Where the name stands.
  public let namePlace: Place

  /// An assignment from `source`; the name stands where the value stands, unless another place is given.
  public init(name: String, content: Content, source: VariableSource, place: Place, namePlace: Place? = nil) {
    self.namePlace = namePlace ?? place
    self.name = name
    self.content = content
    self.source = source
    self.place = place
  }

  /// An assignment from the command line: `--var NAME=VALUE`.
  public init(name: String, text: String) {
    self.init(name: name, content: .text(text), source: .commandLine, place: .origin("--var \(name)"))
  }
}

/// A variable's value with the source that gave it.
public struct ResolvedVariable: Sendable {
  /// The variable's name.
  public let name: String
  /// The value, of the variable's type.
  public let value: Value
  /// `default`, or the name of the assignment's source.
  public let source: String
  /// Whether the value must never be shown.
  public let isSecret: Bool

  /// A value from `source`.
  public init(name: String, value: Value, source: String, isSecret: Bool = false) {
    self.name = name
    self.value = value
    self.source = source
    self.isSecret = isSecret
  }
}
