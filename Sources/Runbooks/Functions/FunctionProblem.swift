public import Text
public import Values

/// The mistakes in what a node gives for the parameters of a function.
public enum FunctionProblem: Problem, Equatable {
  /// `all`: the parameters there are.
  case unknownParameter(String, function: String, suggestion: String?, all: [String])
  case missingParameter(String, function: String)
  case sameParameterTwice(String, String)
  case wrongValue(String, ParameterSchema.Mismatch)
  /// `wait_for` needs one of what it can wait for.
  case nothingToWaitFor
  case severalToWaitFor(String, String)
  case hostWithoutPort
  case invalidStoreKey(String)
  case valueToDelete

  /// The stable id of the diagnostic.
  public var id: String {
    switch self {
    case .unknownParameter, .missingParameter: "runbook.parameter"
    case .nothingToWaitFor: "runbook.parameter"
    case .sameParameterTwice, .severalToWaitFor, .hostWithoutPort, .valueToDelete: "runbook.conflict"
    case .wrongValue, .invalidStoreKey: "runbook.value"
    }
  }

  /// What is wrong.
  public var message: String {
    switch self {
    case .unknownParameter(let name, let function, _, _): "function `\(function)` has no parameter `\(name)`"
    case .missingParameter(let name, let function): "function `\(function)` needs the parameter `\(name)`"
    case .sameParameterTwice(let name, let other): "`\(name)` and `\(other)` are the same key"
    case .nothingToWaitFor: "function `wait_for` needs something to wait for"
    case .severalToWaitFor(let name, let other): "`\(name)` and `\(other)` exclude each other"
    case .hostWithoutPort: "`host` has no effect without `port`"
    case .invalidStoreKey(let key): KeyValueStore.Problem.invalidKey(key).message
    case .valueToDelete: "`value` has no effect with `delete`"
    case .wrongValue(let name, let mismatch): "`\(name)` must be \(mismatch.expected), not `\(mismatch.found)`"
    }
  }

  /// What to do about it.
  public var hint: String? {
    switch self {
    case .unknownParameter(_, _, let suggestion?, _): "did you mean `\(suggestion)`?"
    case .unknownParameter(_, _, nil, let all):
      all.isEmpty ? "it has none" : "it has " + all.map { "`\($0)`" }.joined(separator: ", ")
    case .missingParameter(let name, _): "add it: params = { \(name) = … }"
    case .sameParameterTwice: "keep one of them"
    case .nothingToWaitFor: "add one of " + WaitTarget.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    case .severalToWaitFor: "keep one of them; a node waits for one thing"
    case .hostWithoutPort: "remove it, or add `port`"
    case .valueToDelete: "keep one of them"
    case .wrongValue, .invalidStoreKey: nil
    }
  }
}
