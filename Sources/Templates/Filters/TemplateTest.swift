internal import Text
internal import Values

/// A test: `value is name(arguments)`.
struct TemplateTest: Sendable {
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
    let tests = [
      TemplateTest(Signature("defined")) { value, _ in !isUndefined(value) },
      TemplateTest(Signature("undefined")) { value, _ in isUndefined(value) },
      TemplateTest(Signature("none")) { value, _ in if case .null = value { true } else { false } },
    ]
    return Dictionary(uniqueKeysWithValues: tests.map { ($0.signature.name, $0) })
  }()

  private static func isUndefined(_ value: Value) -> Bool {
    guard case .object(let object) = value else { return false }
    return object is Undefined || object is MissingElse
  }

  static func named(_ name: String) -> TemplateTest? { all[name] }

  /// The name that was probably meant.
  static func suggestion(for name: String) -> String? {
    Suggestion.closest(to: name, among: all.keys.sorted())
  }
}
