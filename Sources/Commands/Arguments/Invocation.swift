/// A command line, parsed: a plain value.
///
/// Work begins later.
struct Invocation: Sendable {
  let verb: Verb
  /// The arguments that are no options.
  var arguments: [String] = []
  /// The values of each option that was given; an empty text for one without a value.
  var values: [Flag: [String]] = [:]

  /// Whether an option was given.
  func has(_ flag: Flag) -> Bool { values[flag] != nil }

  /// The value of an option that was given.
  func value(of flag: Flag) -> String? { values[flag]?.last }
}

/// What is wrong with a command line.
enum UsageProblem: Error, Sendable, Equatable {
  case unknownVerb(String, suggestion: String?)
  case incompleteVerb(String, choices: [String])
  case unknownFlag(String, verb: Verb, suggestion: String?)
  case missingValue(Flag)
  case unexpectedValue(Flag)
  case repeated(Flag)
  case tooManyArguments(String, verb: Verb)
  case invalidValue(Flag, String, expected: String)
  case invalidVariable(Flag, String)
  case neededFlag(Flag, by: Flag)
  case conflict(Flag, Flag)
  case invalidUTF8(argument: Int)
  case noRunbook
  case missingArguments(Verb)
  case invalidArgument(String, String, expected: String)
  case missingExpression, missingLock, missingChannel, reuseWithoutSelection
  case severalRunbooks([String])
  case noScenario(String, names: [String])

  /// The mistake in one sentence.
  var message: String {
    switch self {
    case .unknownVerb(let text, _): "there is no command `\(text)`"
    case .incompleteVerb(let text, let choices): "`\(text)` needs one of: \(choices.joined(separator: ", "))"
    case .unknownFlag(let text, let verb, _): "`pyflow \(verb.rawValue)` has no option `\(text)`"
    case .missingValue(let flag): "`\(flag.text)` needs a value: \(flag.text) \(flag.valueName ?? "")"
    case .unexpectedValue(let flag): "`\(flag.text)` takes no value"
    case .repeated(let flag): "`\(flag.text)` is given twice"
    case .tooManyArguments(let text, let verb): "`pyflow \(verb.rawValue)` does not expect `\(text)`"
    case .invalidValue(let flag, let text, let expected): "`\(flag.text)` must be \(expected), not `\(text)`"
    case .invalidVariable(let flag, let text): "`\(flag.text) \(text)` has no `=`: write \(flag.text) NAME=VALUE"
    case .conflict(let flag, let other): "`\(flag.text)` and `\(other.text)` exclude each other"
    case .neededFlag(let flag, let other): "`\(other.text)` needs `\(flag.text)`"
    case .invalidUTF8(let number): "argument \(number) is not UTF-8"
    case .missingArguments(let verb): "write pyflow \(verb.rawValue) \(verb.arguments)"
    case .invalidArgument(let name, let text, let expected): "\(name) must be one of \(expected), not `\(text)`"
    case .missingExpression: "`pyflow eval` needs an expression"
    case .missingLock: "`pyflow lock break` needs the name of a lock"
    case .missingChannel: "`pyflow notify test` needs the name of a channel"
    case .reuseWithoutSelection:
      "`--reuse` is for nodes that are left out, by --only, --skip, --from, --until or --tags"
    case .noScenario(let text, let names):
      "no scenario has `\(text)` in its name; there are: \(names.joined(separator: ", "))"
    case .noRunbook: "there is no runbook in this folder: name one"
    case .severalRunbooks(let names): "there are several runbooks here, name one: \(names.joined(separator: ", "))"
    }
  }

  /// What was probably meant.
  var suggestion: String? {
    switch self {
    case .unknownVerb(_, let suggestion), .unknownFlag(_, _, let suggestion): suggestion
    default: nil
    }
  }
}
