/// The kinds of things that a TOML document consists of.
public enum TOMLKind: UInt8, Sendable {
  case table, array
  case string, integer, float, boolean
  case offsetDateTime, localDateTime, localDate, localTime

  /// The kind with its article, for messages.
  public var name: String {
    switch self {
    case .table: "a table"
    case .array: "an array"
    case .string: "a string"
    case .integer: "an integer"
    case .float: "a float"
    case .boolean: "a boolean"
    case .offsetDateTime, .localDateTime: "a date-time"
    case .localDate: "a date"
    case .localTime: "a time"
    }
  }
}
