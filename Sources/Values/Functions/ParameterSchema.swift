/// A parameter of a function: what `validate` checks, `pyflow plugins` prints and `docs/functions.md` shows (design 3.4).
public struct ParameterSchema: Sendable {
  /// What a parameter's value is converted to.
  public enum Kind: String, Sendable, CaseIterable {
    case string, int, float, bool, list, dict, duration, any
    /// Anything, printed as templates print it; of built-in functions only.
    case text
    /// One or several expressions; of built-in functions only.
    case conditions
    /// The rights of a file; of built-in functions only.
    case mode
    /// The name of a file or a socket; of built-in functions only.
    case path
    /// The name or the address of a machine; of built-in functions only.
    case host
    /// A TCP port; of built-in functions only.
    case port
    /// A SHA-256; of built-in functions only.
    case sha256

    /// The kinds that plugins may use.
    public static let ofPlugins: [Kind] = [.string, .int, .float, .bool, .list, .dict, .duration, .any]
  }

  /// Its name.
  public let name: String
  /// Its type.
  public let kind: Kind
  /// Whether it must be given.
  public var isRequired = false
  /// Another name of it.
  public var alias: String?
  /// The value where it is not given, if there is one.
  public var defaultValue: Value?
  /// The only values it can have; any if empty.
  public var choices: [Value] = []
  /// The least value of a number.
  public var minimum: Double?
  /// The largest value of a number.
  public var maximum: Double?
  /// What it means, in one line.
  public let summary: String

  /// An optional parameter without limits.
  public init(_ name: String, _ kind: Kind, _ summary: String, isRequired: Bool = false) {
    self.name = name
    self.kind = kind
    self.summary = summary
    self.isRequired = isRequired
  }

  /// Whether it goes by this name.
  public func goes(by name: String) -> Bool { self.name == name || alias == name }

  /// A parameter that is this one, but for what `change` does.
  public func with(_ change: (inout ParameterSchema) -> Void) -> ParameterSchema {
    var result = self
    change(&result)
    return result
  }
}
