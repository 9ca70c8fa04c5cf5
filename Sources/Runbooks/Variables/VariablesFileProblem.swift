internal import Text

/// The mistakes that a file with values of variables can hold.
enum VariablesFileProblem: Problem, Equatable {
  case invalidUTF8
  case invalidJSON(String)
  case noObject
  case noAssignment
  case invalidName(String)
  case unclosedQuote
  case textAfterQuote
  case invalidEscape(String)

  var id: String {
    switch self {
    case .invalidUTF8: "variables.encoding"
    case .invalidJSON, .noObject: "variables.json"
    case .noAssignment, .invalidName, .unclosedQuote, .textAfterQuote, .invalidEscape: "variables.dotenv"
    }
  }

  var message: String {
    switch self {
    case .invalidUTF8: "the file is not UTF-8 here"
    case .invalidJSON(let message): message
    case .noObject: "the file holds no JSON object"
    case .noAssignment: "this line has no `=`"
    case .invalidName(let name): "`\(name)` is no name of a variable"
    case .unclosedQuote: "the quotation mark is never closed"
    case .textAfterQuote: "something follows the closing quotation mark"
    case .invalidEscape(let text): "`\\\(text)` is not an escape"
    }
  }

  var hint: String? {
    switch self {
    case .invalidUTF8: "values are UTF-8 text without NUL"
    case .invalidJSON: nil
    case .noObject: "write {\"NAME\": \"value\"}"
    case .noAssignment: "write NAME=VALUE; a comment begins with `#`"
    case .invalidName: "names have letters, digits and `_`, and begin with no digit"
    case .unclosedQuote: "close it, or write \\\" for a quotation mark in a value"
    case .textAfterQuote: "a comment begins with ` #`"
    case .invalidEscape: "escapes are \\n \\r \\t \\\" \\\\ \\$; a value in '…' has none"
    }
  }
}
