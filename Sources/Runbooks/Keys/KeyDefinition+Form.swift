internal import TOML

extension KeyDefinition.Form {
  /// Whether a value of this TOML kind can have the form; templates are strings wherever scalars are expected.
  func accepts(_ kind: TOMLKind) -> Bool {
    switch self {
    case .string: kind == .string
    case .boolean, .booleanOrString: kind == .boolean || kind == .string
    case .integer: kind == .integer || kind == .string
    case .duration, .number: kind == .integer || kind == .float || kind == .string
    case .stringOrList: kind == .string || kind == .array
    case .list, .listOfStrings: kind == .array
    case .listOrTemplate: kind == .array || kind == .string
    case .durations: kind == .integer || kind == .float || kind == .string || kind == .array
    case .stringOrDate:
      kind == .string || kind == .offsetDateTime || kind == .localDateTime || kind == .localDate
    case .table, .headers: kind == .table
    case .any: true
    case .stringOrTable, .basicCredentials: kind == .string || kind == .table
    case .commandOrTable: kind == .string || kind == .array || kind == .table
    case .integerOrTable: kind == .integer || kind == .table || kind == .string
    case .listOrBoolean: kind == .array || kind == .boolean || kind == .string
    case .integerOrString: kind == .integer || kind == .string
    case .statuses, .exitCodes, .retryCodes: kind == .integer || kind == .string || kind == .array
    case .booleanOrInteger: kind == .boolean || kind == .integer || kind == .string
    case .listOrTable: kind == .array || kind == .table || kind == .string
    case .integerOrPercentage, .size: kind == .integer || kind == .string
    case .lock: kind == .string || kind == .array || kind == .boolean || kind == .table
    }
  }

  /// The form in words, with its article.
  public var name: String {
    switch self {
    case .string: "a string"
    case .boolean: "a boolean"
    case .booleanOrString: "a boolean or an expression"
    case .integer: "an integer"
    case .duration: "a duration such as 30 or \"1m30s\""
    case .number: "a number"
    case .stringOrList: "a string or a list of strings"
    case .list, .listOrTemplate: "a list"
    case .durations: "a duration such as 30 or \"1m30s\", or a list of them"
    case .listOfStrings: "a list of strings"
    case .stringOrDate: "a string or a date-time"
    case .table, .headers: "a table"
    case .any: "a value"
    case .stringOrTable: "a string or a table"
    case .commandOrTable: "a command or a table"
    case .integerOrTable: "an integer or a table"
    case .listOrBoolean: "a boolean or a list"
    case .integerOrString: "a number or a word"
    case .statuses: "a status such as 200 or \"2xx\", or a list of them"
    case .booleanOrInteger: "a boolean or a number"
    case .basicCredentials: "a table `{ user, password }`, or a string \"user:password\""
    case .retryCodes: "an exit code, a status such as 503 or \"5xx\", or a list of them"
    case .exitCodes: "an exit code or a list of them"
    case .listOrTable: "a list or a map"
    case .integerOrPercentage: "a number or a percentage"
    case .size: "a size such as \"512M\""
    case .lock: "a name, a list of names, or of a strategy `false` or a table"
    }
  }
}
