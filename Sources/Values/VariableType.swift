/// The types of variables (design 3.2).
public enum VariableType: String, Sendable, CaseIterable {
  case string, int, float, bool, list, dict

  /// Whether its values are numbers or booleans.
  public var isNumeric: Bool { self == .int || self == .float || self == .bool }

  /// The type that a default value implies.
  public static func of(_ value: Value) -> VariableType {
    switch value {
    case .int: .int
    case .double: .float
    case .bool: .bool
    case .list: .list
    case .map: .dict
    case .string, .null, .object: .string
    }
  }

  /// The type with its article, for messages.
  public var name: String {
    switch self {
    case .string: "a string"
    case .int: "an integer"
    case .float: "a number"
    case .bool: "a boolean (true or false)"
    case .list: "a list (JSON)"
    case .dict: "a map (JSON)"
    }
  }

  /// A typed value as this type; nothing if it cannot be one.
  public func convert(_ value: Value) -> Value? {
    switch (self, value) {
    case (.string, .string), (.int, .int), (.float, .double), (.bool, .bool), (.list, .list),
      (.dict, .map):
      value
    case (.float, .int(let number)): .double(Double(number))
    case (.int, .double(let number)): Int(exactly: number).map { .int($0) }
    case (.string, .int), (.string, .double), (.string, .bool): String.convert(value).map { .string($0) }
    case (_, .string(let text)): convert(text: text)
    default: nil
    }
  }

  /// Text, as a command line gives it, as this type; nothing if it is none.
  ///
  /// Lists and maps are JSON.
  public func convert(text: String) -> Value? {
    switch self {
    case .string: return .string(text)
    case .int: return Int(text.trimmed).map { .int($0) }
    case .float:
      guard let number = Double(text.trimmed), number.isFinite else { return nil }
      return .double(number)
    case .bool: return BooleanWord.parse(text.trimmed).map { .bool($0) }
    case .list, .dict:
      guard let value = try? JSONReader.read(text) else { return nil }
      return self == .list ? value.list.map { .list($0) } : value.map.map { .map($0) }
    }
  }
}
