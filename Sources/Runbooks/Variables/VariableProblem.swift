public import Text
public import Values

/// The mistakes that values of variables can hold.
public enum VariableProblem: Problem, Equatable {
  case missing(String, description: String?)
  case unknown(String, suggestion: String?, known: [String], isError: Bool)
  case wrongType(String, value: String, expected: VariableType)
  case notAChoice(String, value: Value, choices: [Value])
  case outOfRange(String, value: Value, minimum: Double?, maximum: Double?)
  case patternMissed(String, value: String, pattern: String, why: String)
  case containsNUL(String)
  case secretTooShort(String)
  case secretShort(String)
  case secretInArguments(String)
  case secretInRunbook(String)
  case invalidUTF8(String)
  case givenTwice(String)
  case unknownEnvironment(String, suggestion: String?, known: [String])

  /// The stable identifier.
  public var id: String {
    switch self {
    case .missing: "variable.missing"
    case .unknown: "variable.unknown"
    case .wrongType: "variable.type"
    case .notAChoice: "variable.choice"
    case .outOfRange: "variable.range"
    case .patternMissed: "variable.pattern"
    case .containsNUL, .invalidUTF8: "variable.encoding"
    case .secretTooShort: "variable.secret-length"
    case .secretShort: "variable.secret-short"
    case .secretInArguments: "variable.secret-argument"
    case .secretInRunbook: "variable.secret-default"
    case .givenTwice: "variable.repeated"
    case .unknownEnvironment: "variable.unknown-environment"
    }
  }

  /// An unknown name in a file that serves several runbooks is a warning, and so is a secret that others may see.
  public var severity: Severity {
    switch self {
    case .unknown(_, _, _, isError: false), .secretShort, .secretInArguments, .secretInRunbook: .warning
    default: .error
    }
  }

  /// What is wrong, in one sentence.
  public var message: String {
    switch self {
    case .missing(let name, let description):
      "variable `\(name)` has no value" + (description.map { " (\($0))" } ?? "")
    case .unknown(let name, _, _, _): "there is no variable `\(name)`"
    case .wrongType(let name, let value, let expected): "variable `\(name)` is \(expected.name), not `\(value)`"
    case .notAChoice(let name, let value, _): "`\(Self.shown(value))` is not among the choices of variable `\(name)`"
    case .outOfRange(let name, let value, _, _): "`\(Self.shown(value))` is out of range for variable `\(name)`"
    case .patternMissed(let name, let value, _, let why): "`\(value)` is no value for variable `\(name)`: \(why)"
    case .containsNUL(let name): "the value of variable `\(name)` contains a NUL byte"
    case .secretTooShort(let name): "the secret `\(name)` is too short to be kept out of what is shown"
    case .secretShort(let name): "the secret `\(name)` is so short that it may turn up in output by chance"
    case .secretInArguments(let name):
      "the secret `\(name)` stands in pyflow's arguments, which every user here can see"
    case .secretInRunbook(let name):
      "the secret `\(name)` has a default, which everybody who can read this file can see"
    case .invalidUTF8(let name): "the value of variable `\(name)` is not UTF-8"
    case .givenTwice(let name): "variable `\(name)` is given twice"
    case .unknownEnvironment(let name, _, _): "there is no environment `\(name)`"
    }
  }

  /// What to do about it.
  public var hint: String? {
    switch self {
    case .missing(let name, _): "pass it: --var \(name)=…"
    case .unknown(_, let suggestion, let known, _):
      suggestion.map { "did you mean `\($0)`?" }
        ?? (known.isEmpty ? "the runbook declares no variables" : "there are " + known.joined(separator: ", "))
    case .wrongType(_, _, .bool): "write true or false"
    case .wrongType(_, _, .list): "write JSON: [\"a\", \"b\"]"
    case .wrongType(_, _, .dict): "write JSON: {\"a\": 1}"
    case .wrongType: nil
    case .secretTooShort, .secretShort:
      "a secret has at least \(SecretMask.shortestSecret) bytes, better \(SecretMask.shortestGoodSecret) or more"
    case .secretInArguments: "use --vars-file or --vars-env, or let pyflow ask for it"
    case .secretInRunbook: "leave the default out; use --vars-file or --vars-env, or let pyflow ask for it"
    case .notAChoice(_, _, []): nil
    case .notAChoice(_, _, let choices): "choose one of " + choices.map(Self.shown).joined(separator: ", ")
    case .outOfRange(_, _, let minimum, let maximum): Self.range(minimum, maximum)
    case .patternMissed(_, _, let pattern, _): "the whole value must match \(pattern)"
    case .containsNUL, .invalidUTF8: "values are UTF-8 text without NUL"
    case .givenTwice: "pass it once"
    case .unknownEnvironment(_, let suggestion, let known):
      suggestion.map { "did you mean `\($0)`?" }
        ?? (known.isEmpty
          ? "the runbook has no [runbook.environments.NAME]" : "there are " + known.joined(separator: ", "))
    }
  }

  private static func shown(_ value: Value) -> String {
    String.convert(value) ?? ""
  }

  private static func range(_ minimum: Double?, _ maximum: Double?) -> String {
    switch (minimum, maximum) {
    case (let minimum?, let maximum?): "from \(shown(minimum)) to \(shown(maximum)) is allowed"
    case (let minimum?, nil): "at least \(shown(minimum)) is allowed"
    case (_, let maximum): "at most \(maximum.map(shown) ?? "") is allowed"
    }
  }

  private static func shown(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? number.description
  }
}
