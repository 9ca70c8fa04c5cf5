/// What a declaration declares, for messages: a variable of the runbook, or a field that an approval asks for.
public enum VariableSubject: String, Sendable {
  case variable, field

  /// The subject with its name: "variable `ENV`".
  func title(_ name: String) -> String { "\(rawValue) `\(name)`" }

  /// The option of the command line that gives it a value.
  var option: String {
    switch self {
    case .variable: "--var"
    case .field: "--field"
    }
  }

  /// What is said where a name is given and there are none.
  var absence: String {
    switch self {
    case .variable: "the runbook declares no variables"
    case .field: "this approval asks for no fields"
    }
  }
}
