public import Text
public import Values

/// The mistakes that values of variables can hold.
public enum VariableProblem: Equatable, Sendable {
  case missing(String, description: String?, isSecret: Bool)
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

  /// What the problem is, in one word that is stable.
  private var word: String {
    switch self {
    case .missing: "missing"
    case .unknown: "unknown"
    case .wrongType: "type"
    case .notAChoice: "choice"
    case .outOfRange: "range"
    case .patternMissed: "pattern"
    case .containsNUL, .invalidUTF8: "encoding"
    case .secretTooShort: "secret-length"
    case .secretShort: "secret-short"
    case .secretInArguments: "secret-argument"
    case .secretInRunbook: "secret-default"
    case .givenTwice: "repeated"
    case .unknownEnvironment: "unknown-environment"
    }
  }

  /// An unknown name in a file that serves several runbooks is a warning, and so is a secret that others may see.
  private var weight: Severity {
    switch self {
    case .unknown(_, _, _, isError: false), .secretShort, .secretInArguments, .secretInRunbook: .warning
    default: .error
    }
  }

  /// What is wrong, in one sentence.
  private func message(of subject: VariableSubject) -> String {
    switch self {
    case .missing(let name, let description, _):
      "\(subject.title(name)) has no value" + (description.map { " (\($0))" } ?? "")
    case .unknown(let name, _, _, _): "there is no \(subject.title(name))"
    case .wrongType(let name, let value, let expected): "\(subject.title(name)) is \(expected.name), not `\(value)`"
    case .notAChoice(let name, let value, _):
      "`\(Self.shown(value))` is not among the choices of \(subject.title(name))"
    case .outOfRange(let name, let value, _, _): "`\(Self.shown(value))` is out of range for \(subject.title(name))"
    case .patternMissed(let name, let value, _, let why): "`\(value)` is no value for \(subject.title(name)): \(why)"
    case .containsNUL(let name): "the value of \(subject.title(name)) contains a NUL byte"
    case .secretTooShort(let name): "the secret `\(name)` is too short to be kept out of what is shown"
    case .secretShort(let name): "the secret `\(name)` is so short that it may turn up in output by chance"
    case .secretInArguments(let name):
      "the secret `\(name)` stands in pyflow's arguments, which every user here can see"
    case .secretInRunbook(let name):
      "the secret `\(name)` has a default, which everybody who can read this file can see"
    case .invalidUTF8(let name): "the value of \(subject.title(name)) is not UTF-8"
    case .givenTwice(let name): "\(subject.title(name)) is given twice"
    case .unknownEnvironment(let name, _, _): "there is no environment `\(name)`"
    }
  }

  /// What to do about it.
  private func hint(of subject: VariableSubject) -> String? {
    switch self {
    case .missing(_, _, isSecret: true): "use --vars-file or --vars-env, or let pyflow ask for it"
    case .missing(let name, _, _): "pass it: \(subject.option) \(name)=…"
    case .unknown(_, let suggestion, let known, _):
      suggestion.map { "did you mean `\($0)`?" }
        ?? (known.isEmpty ? subject.absence : "there are " + known.joined(separator: ", "))
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

extension VariableProblem: Problem {
  /// The stable identifier.
  public var id: String { worded(for: .variable).id }
  /// How bad it is.
  public var severity: Severity { weight }
  /// What is wrong, in one sentence.
  public var message: String { message(of: .variable) }
  /// What to do about it.
  public var hint: String? { hint(of: .variable) }

  /// The problem in words about a field rather than a variable, or the other way round.
  func worded(for subject: VariableSubject) -> WordedVariableProblem {
    WordedVariableProblem(
      id: "\(subject.rawValue).\(word)", severity: weight, message: message(of: subject), hint: hint(of: subject))
  }
}

/// A problem with a value, in the words for what the value belongs to.
struct WordedVariableProblem: Problem {
  let id: String
  let severity: Severity
  let message: String
  let hint: String?
}
