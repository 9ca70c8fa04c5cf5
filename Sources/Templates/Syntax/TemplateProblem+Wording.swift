public import Text

extension TemplateProblem: Problem {
  /// The stable identifier.
  public var id: String {
    switch self {
    case .templateTooLarge, .tooDeep, .limitReached: "template.limit"
    case .unexpectedCharacter, .unexpectedToken, .unexpectedEnd, .unbalanced, .invalidNumber,
      .invalidEscape, .unclosedString, .emptyOutput, .unclosedTag, .unclosedBlock, .strayEnding,
      .unknownStatement, .statementExcluded, .exitOutsideLoop, .positionalAfterKeyword, .invalidEnvironmentReference:
      "template.syntax"
    case .unknownName, .undefined: "template.unknown-name"
    case .unknownFilter: "template.unknown-filter"
    case .unknownTest: "template.unknown-test"
    case .unknownMethod: "template.unknown-method"
    case .argumentCount, .unknownKeyword, .repeatedArgument: "template.arguments"
    case .undefinedAttribute: "template.undefined"
    case .storeKey, .storeUnusable, .storeSecret: "template.store"
    case .notCallable, .unsupportedOperands, .unsupportedOperand, .notIterable, .wrongArgument,
      .wrongInput, .unhashableKey, .wrongUnpacking, .immutable:
      "template.type"
    case .divisionByZero, .integerOverflow, .zeroStep: "template.arithmetic"
    case .privateAttribute: "template.private"
    case .notABoolean: "template.not-a-boolean"
    case .invalidValue, .emptySequence: "template.value"
    case .failedByFunction: "template.failed"
    case .unsafePosition: "shell.unsafe-position"
    case .listNotBare, .mapInCommand, .nullInCommand, .nulInCommand, .optionAsHost: "shell.value"
    }
  }

  /// What is wrong, in one sentence.
  public var message: String {
    switch self {
    case .templateTooLarge(let limit): "the template is larger than \(limit) bytes"
    case .tooDeep(let limit): "the template is nested deeper than \(limit)"
    case .unexpectedCharacter(let text): "`\(text)` means nothing in an expression"
    case .unexpectedToken(let found, let expected): "\(found) stands where \(expected) is expected"
    case .unexpectedEnd(let expected): "the expression ends where \(expected) is expected"
    case .unbalanced(let symbol): "`\(symbol)` closes nothing"
    case .invalidNumber(let text): "`\(text)` is not a number"
    case .invalidEscape: "this is not an escape"
    case .unclosedString: "the string is not closed"
    case .emptyOutput: "`{{ }}` is empty"
    case .unclosedTag(let opening, let closing): "`\(opening)` is not closed by `\(closing)`"
    case .unclosedBlock(let name, let ending): "`{% \(name) %}` is not closed by `{% \(ending) %}`"
    case .strayEnding(let name): "`{% \(name) %}` belongs to nothing"
    case .unknownStatement(let name, _): "there is no statement `\(name)`"
    case .statementExcluded(let name): "the statement `\(name)` is not part of pyflow's templates"
    case .exitOutsideLoop(let name): "`{% \(name) %}` stands in no loop"
    case .wrongUnpacking(let expected, let found): "\(expected) names stand for \(found) values"
    case .invalidValue(let text, let name, let expected): "`\(name)` expects \(expected), not `\(text)`"
    case .immutable(let method, _): "`\(method)` would change a value, and values do not change"
    case .emptySequence(let name): "`\(name)` of nothing has no result"
    case .positionalAfterKeyword: "an argument without a name follows one with a name"
    case .invalidEnvironmentReference: "`${` is not followed by a name and `}`"
    case .unknownName(let name, _): "`\(name)` is not defined"
    case .unknownFilter(let name, _): "there is no filter `\(name)`"
    case .unknownTest(let name, _): "there is no test `\(name)`"
    case .unknownMethod(let name, _): "no value has a method `\(name)`"
    case .argumentCount(let name, let expected, let found):
      "`\(name)` takes \(Self.range(expected)) and is given \(found)"
    case .unknownKeyword(let keyword, let name, _): "`\(name)` has no parameter `\(keyword)`"
    case .repeatedArgument(let keyword, let name): "`\(keyword)` is given to `\(name)` twice"
    case .undefined(let name): "`\(name)` is undefined"
    case .undefinedAttribute(let name, let kind): "`\(name)` is not defined in this \(kind)"
    case .storeKey(let kind): "a key of the key-value store is a text, not a value of type \(kind)"
    case .storeUnusable(let why): why
    case .storeSecret(let key): "`\(key)` is a secret in the key-value store"
    case .notCallable(let kind): "this \(kind) cannot be called"
    case .unsupportedOperands(let operation, let left, let right):
      "`\(operation)` does not work between \(left) and \(right)"
    case .unsupportedOperand(let operation, let operand):
      "`\(operation)` does not work on \(operand)"
    case .notIterable(let kind): "a value of type \(kind) has no items"
    case .wrongArgument(let name, let filter, let expected, let found):
      "`\(name)` of `\(filter)` must be \(expected), not \(found)"
    case .wrongInput(let filter, let expected, let found):
      "`\(filter)` works on \(expected), not on \(found)"
    case .divisionByZero: "division by zero"
    case .integerOverflow: "the integer does not fit 64 bits"
    case .zeroStep: "a slice cannot have the step 0"
    case .unhashableKey(let kind): "a \(kind) cannot be a key of a map"
    case .privateAttribute(let name): "`\(name)` is private"
    case .limitReached(let name, let limit): "the limit of \(limit) for \(name) is exceeded"
    case .notABoolean(let text): "the condition is the text `\(text)`, which is neither true nor false"
    case .failedByFunction(let message): message
    case .unsafePosition(let position): position.message
    case .listNotBare: "a list can only stand bare, where each item becomes a word"
    case .mapInCommand(let kind): "a \(kind) cannot be inserted into a command"
    case .nullInCommand: "null cannot be inserted into a command"
    case .optionAsHost: "a host that begins with `-` would be an option of ssh"
    case .nulInCommand: "a value with a NUL byte cannot be inserted into a command"
    }
  }

  /// What to do about it.
  public var hint: String? {
    switch self {
    case .templateTooLarge: "split it"
    case .tooDeep: "simplify it"
    case .unexpectedCharacter(let text): Self.characterHint(text)
    case .unexpectedToken(let found, _): Self.tokenHint(found)
    case .unclosedTag("{#", _):
      "`{#` starts a comment; write {% raw %}…{% endraw %} around shell text such as ${#array[@]}"
    case .unclosedTag: "literal braces need {% raw %}…{% endraw %}"
    case .unclosedBlock(_, let ending): "add `{% \(ending) %}`"
    case .unknownFilter(let name, _) where Self.excludedFilters[name] != nil: Self.excludedFilters[name]
    case .unknownName(let name, _) where Self.foreignNames[name] != nil: Self.foreignNames[name]
    case .unknownStatement(_, let suggestion), .unknownName(_, let suggestion),
      .unknownFilter(_, let suggestion), .unknownTest(_, let suggestion), .unknownMethod(_, let suggestion):
      suggestion.map { "did you mean `\($0)`?" }
    case .unknownKeyword(let keyword, _, let known): Self.keywordHint(keyword, known)
    case .statementExcluded: "a runbook is one file, and its templates read no others"
    case .undefinedAttribute(let key, Expression.storeKind):
      "set it with `pyflow kv set \(key) VALUE`, or write kv.get('\(key)', default)"
    case .undefined, .undefinedAttribute: "give it a value, or write `| default(…)`"
    case .storeKey: "write kv.get('key')"
    case .storeSecret(let key): "write kv.get_secret('\(key)')"
    case .invalidEnvironmentReference: "write `${NAME}` for a variable of the environment, `$${` for the text `${`"
    case .immutable(_, let instead): "write `\(instead)`"
    case .integerOverflow: "from \(Int.min) to \(Int.max) is possible"
    case .unsupportedOperands("+", _, _): "write `~` to join text"
    case .notABoolean: "compare it: `NAME == 'value'`, `NAME != ''`; or declare the variable with `type = \"bool\"`"
    case .unsafePosition(let position): position.hint
    case .listNotBare: "write `| join(' ')`, or move it out of the quotation marks"
    case .mapInCommand: "insert one of its values, or write it to a file"
    case .nullInCommand: "write `| default('', true)` if nothing is meant"
    default: nil
    }
  }

  private static func keywordHint(_ keyword: String, _ known: [String]) -> String {
    if let suggestion = Suggestion.closest(to: keyword, among: known) { return "did you mean `\(suggestion)`?" }
    return known.isEmpty ? "it takes no arguments" : "it has " + known.map { "`\($0)`" }.joined(separator: ", ")
  }

  private static func range(_ expected: ClosedRange<Int>) -> String {
    let noun = expected.upperBound == 1 ? "argument" : "arguments"
    if expected.lowerBound == expected.upperBound { return "\(expected.lowerBound) \(noun)" }
    return "\(expected.lowerBound) to \(expected.upperBound) \(noun)"
  }

  /// What people write who come from GitHub Actions, or expect functions that are not there.
  private static let foreignNames = [
    "contains": "write `'part' in text`", "startsWith": "write `text.startswith('…')`",
    "endsWith": "write `text.endswith('…')`", "format": "write `'%s …' | format(value)`",
    "join": "write `items | join(', ')`", "toJSON": "write `value | to_json`", "fromJSON": "write `text | from_json`",
    "now": "it comes with a later version; `run.started_at` is when the run began",
    "uuid": "it comes with a later version; `run.id` differs from run to run",
    "fail": "it comes with a later version; a node with function = \"throw\" fails",
  ]

  /// Filters of Jinja2's neighbours that are left out, and what to do instead.
  private static let excludedFilters = [
    "from_yaml": "pyflow reads no YAML: let a command turn it into JSON, and write `| from_json`",
    "to_yaml": "pyflow writes no YAML: JSON is YAML too, so write `| to_json`",
    "to_nice_yaml": "pyflow writes no YAML: JSON is YAML too, so write `| to_nice_json`",
    "json_query": "write `items | selectattr(…) | map(attribute='…')`",
    "to_datetime": "dates are text here: compare RFC 3339 texts, or let `date` compute",
    "strftime": "dates are text here: let `date` format them", "shuffle": "a run must come out the same twice",
    "random": "a run must come out the same twice", "urlize": "it is for web pages", "xmlattr": "it is for web pages",
  ]

  /// The Jinja spelling of what people write who come from other languages.
  private static func characterHint(_ text: String) -> String? {
    switch text {
    case "&": "write `and`"
    case "!": "write `not`"
    case "?": "write `'a' if condition else 'b'`"
    case "`": "write '…' or \"…\" around text"
    case "$": "variables have no `$` here: write `NAME`"
    case "“", "”", "‘", "’", "„": "these are typographic quotation marks: write '…'"
    default: nil
    }
  }

  private static func tokenHint(_ found: String) -> String? {
    switch found {
    case "`=`": "write `==` to compare"
    case "`|`": "write `or`"
    case "`.`": "braces of another language need {% raw %}…{% endraw %}"
    case "`for`": "write `items | map(…)` or `items | select(…)`, or a {% for %} loop"
    default: nil
    }
  }
}
