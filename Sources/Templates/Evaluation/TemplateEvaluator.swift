public import Values

/// Evaluates templates and expressions.
///
/// Pure: the same scope gives the same result, whatever the machine is doing.
public struct TemplateEvaluator {
  let scope: any TemplateScope
  let form: TextForm
  private let mode: Undefined.Mode
  var steps = 0
  /// The names that the template itself has bound, inner scopes last.
  var locals = LocalScopes()
  /// How deep macros and recursive loops are nested.
  var callDepth = 0
  /// How many expressions are being evaluated inside each other.
  var depth = 0
  /// Names whose values must never be shown.
  let secretNames: Set<String>
  /// Whether the template at hand uses one of them, so that names of its own may hold a part of one.
  private var isTainted = false
  /// The texts that were made of secrets.
  public internal(set) var derived: [String] = []
  /// Where `as_file` puts files; nothing where no run goes on.
  let filePlaces: SecretFilePlaces?
  /// The files whose paths were asked for.
  public internal(set) var files: [SecretFile] = []
  /// The first comparison with NaN, which is false as in Python, and which whoever measures something must know of.
  public internal(set) var notANumber: TemplateFailure?
  /// What `namespace`, `cycler` and `joiner` hold, by their numbers: values never change, these do.
  var cells: [Cell] = []

  /// An evaluator of the names in `scope`, which makes text in the given form.
  public init(
    scope: any TemplateScope, form: TextForm = .runbook, undefined mode: Undefined.Mode = .strict,
    secretNames: Set<String> = [], filePlaces: SecretFilePlaces? = nil
  ) {
    self.filePlaces = filePlaces
    self.secretNames = secretNames
    self.scope = scope
    self.form = form
    self.mode = mode
  }

  /// An undefined value of the evaluator's mode.
  func undefined(_ problem: TemplateProblem) -> Value {
    .object(Undefined(problem, mode: mode))
  }

  /// An undefined value that was made elsewhere, in the evaluator's mode.
  ///
  /// Call it with a finished value: the evaluator is copied before an argument that is still to be evaluated.
  func withMode(_ value: Value) -> Value {
    if case .strict = mode { return value }
    return value.undefined.map { .object(Undefined($0.problem, mode: mode)) } ?? value
  }

  /// Counts work against the limit of one rendering.
  mutating func charge(_ cost: Int) throws(TemplateProblem) {
    steps += cost
    if steps > TemplateLimits.steps { throw .limitReached("steps", limit: TemplateLimits.steps) }
  }

  /// The value of a template: of its only expression with its type kept, else its text (design 4).
  public mutating func value(of template: Template) throws(TemplateFailure) -> Value {
    taint(by: template)
    if let expression = template.soleExpression {
      let value = try definedValue(of: expression).withoutTuples
      noteSecret(value, of: expression)
      return value
    }
    return .string(try text(of: template))
  }

  /// Notes whether a template that is about to be rendered uses secrets.
  mutating func taint(by template: Template) {
    isTainted = template.reveals(anyOf: secretNames)
  }

  /// Notes the text of a value that may come from a secret.
  mutating func noteSecret(_ value: Value, of expression: Expression) {
    guard isTainted, expression.reveals(anyOf: secretNames) || expression.usesLocals,
      let text = try? form.text(of: value), text.utf8.count >= SecretMask.shortestSecret,
      !expression.states(text)
    else { return }
    derived.append(text)
  }

  /// The text of a template.
  public mutating func text(of template: Template) throws(TemplateFailure) -> String {
    taint(by: template)
    var sink = TextSink(form: form, expectedSize: template.text.utf8.count)
    try render(template.statements, into: &sink)
    return String(decoding: sink.bytes, as: UTF8.self)
  }

  /// The value of an expression that must not be undefined.
  public mutating func definedValue(of expression: Expression) throws(TemplateFailure) -> Value {
    let value = try evaluate(expression)
    return try at(expression) { () throws(TemplateProblem) in try value.defined() }
  }

  /// Whether a condition holds.
  public mutating func truth(of expression: Expression) throws(TemplateFailure) -> Bool {
    let value = try evaluate(expression)
    return try at(expression) { () throws(TemplateProblem) in try Comparing.truth(of: value) }
  }

  /// Whether the condition of a node holds.
  ///
  /// Stricter than Jinja2's `if`: text must be a word for a boolean, because `"false"` would be true otherwise.
  public mutating func condition(_ expression: Expression) throws(TemplateFailure) -> Bool {
    let value = try evaluate(expression)
    return try at(expression) { () throws(TemplateProblem) in
      guard case .string(let text) = value else { return try Comparing.truth(of: value) }
      guard let flag = BooleanWord.parse(text) else { throw .notABoolean(text) }
      return flag
    }
  }

}

/// Runs something that knows no places, and gives its failure the place of `expression`.
@inline(__always)
func at<Result>(
  _ expression: Expression, _ body: () throws(TemplateProblem) -> Result
) throws(TemplateFailure) -> Result {
  do throws(TemplateProblem) {
    return try body()
  } catch {
    throw TemplateFailure(error, at: expression.span)
  }
}

/// The value of an inline `if` whose condition does not hold and that has no `else`.
struct MissingElse: ValueObject {
  var kind: String { "undefined" }
}
