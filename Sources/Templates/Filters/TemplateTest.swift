internal import Text
internal import Values

/// A test: `value is name(arguments)`.
final class TemplateTest: Sendable {
  typealias Body = @Sendable (Value, [Value]) throws(TemplateProblem) -> Bool

  let signature: Signature
  private let body: Body

  init(_ signature: Signature, _ body: @escaping Body) {
    self.signature = signature
    self.body = body
  }

  func holds(for value: Value, _ arguments: CallValues) throws(TemplateProblem) -> Bool {
    try body(value, try signature.bind(arguments))
  }

  private static let all: [String: TemplateTest] = {
    var all: [String: TemplateTest] = [:]
    for test in KindTests.all + ComparisonTests.all + TextTests.all { all[test.signature.name] = test }
    for (alias, name) in aliases { all[alias] = all[name] }
    return all
  }()

  private static let aliases = [
    "equalto": "eq", "==": "eq", "!=": "ne", "lessthan": "lt", "<": "lt", "<=": "le", "greaterthan": "gt", ">": "gt",
    ">=": "ge",
  ]

  static func named(_ name: String) -> TemplateTest? { all[name] }

  /// The name that was probably meant.
  static func suggestion(for name: String) -> String? {
    Suggestion.closest(to: name, among: all.keys.sorted())
  }
}
