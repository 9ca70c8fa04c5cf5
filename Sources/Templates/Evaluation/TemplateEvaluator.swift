public import Values

/// Evaluates templates and expressions.
///
/// Pure: the same scope gives the same result, whatever the machine is doing.
public struct TemplateEvaluator {
  private let scope: any TemplateScope
  private let form: TextForm
  private var steps = 0

  /// An evaluator of the names in `scope`, which makes text in the given form.
  public init(scope: any TemplateScope, form: TextForm = .runbook) {
    self.scope = scope
    self.form = form
  }

  /// The value of a template: of its only expression with its type kept, else its text (design 4).
  public mutating func value(of template: Template) throws(TemplateFailure) -> Value {
    if let expression = template.soleExpression { return try definedValue(of: expression) }
    return .string(try text(of: template))
  }

  /// The text of a template.
  public mutating func text(of template: Template) throws(TemplateFailure) -> String {
    var sink = TextSink(form: form)
    try render(template.statements, into: &sink)
    return String(decoding: sink.bytes, as: UTF8.self)
  }

  /// The value of an expression that must not be undefined.
  public mutating func definedValue(of expression: Expression) throws(TemplateFailure) -> Value {
    let value = try evaluate(expression)
    return try at(expression) { () throws(TemplateProblem) in try value.defined() }
  }

  /// Renders statements into any kind of sink.
  mutating func render(
    _ statements: [Statement], into sink: inout some TemplateSink
  ) throws(TemplateFailure) {
    for statement in statements {
      switch statement {
      case .text(let bytes): sink.append(text: bytes)
      case .output(let output):
        let value = try evaluate(output.expression)
        do throws(TemplateProblem) {
          try sink.append(try value.defined(), of: output)
        } catch {
          throw TemplateFailure(error, at: output.expression.span)
        }
      case .branches(let branches, let otherwise):
        try render(try chosen(branches) ?? otherwise, into: &sink)
      }
      if sink.size > TemplateLimits.textSize, case .output(let output) = statement {
        throw TemplateFailure(
          .limitReached("output size", limit: TemplateLimits.textSize), at: output.expression.span)
      }
    }
  }

  private mutating func chosen(_ branches: [Statement.Branch]) throws(TemplateFailure) -> [Statement]? {
    for branch in branches where try truth(of: branch.condition) { return branch.body }
    return nil
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

  /// Runs something that knows no places, and gives its failure the place of `expression`.
  private func at<Result>(
    _ expression: Expression, _ body: () throws(TemplateProblem) -> Result
  ) throws(TemplateFailure) -> Result {
    do throws(TemplateProblem) {
      return try body()
    } catch {
      throw TemplateFailure(error, at: expression.span)
    }
  }

  // MARK: - Expressions

  /// The value of an expression, which may be undefined.
  mutating func evaluate(_ expression: Expression) throws(TemplateFailure) -> Value {
    let value = try uncountedValue(of: expression)
    steps += 1 + Limits.cost(of: value)
    if steps > TemplateLimits.steps {
      throw TemplateFailure(.limitReached("steps", limit: TemplateLimits.steps), at: expression.span)
    }
    try at(expression) { () throws(TemplateProblem) in try Limits.check(value) }
    return value
  }

  private mutating func uncountedValue(of expression: Expression) throws(TemplateFailure) -> Value {
    switch expression.kind {
    case .literal(let value): return value
    case .name(let name): return try lookup(name, at: expression)
    case .list(let items): return .list(try values(of: items))
    case .tuple(let items): return .object(Tuple(items: try values(of: items)))
    case .map(let entries): return .map(try map(of: entries))
    case .attribute(let base, let name, _): return try attribute(name, of: base, at: expression)
    case .item(let base, let key): return try item(key, of: base, at: expression)
    case .slice(let base, let start, let end, let step):
      return try slice(base, start, end, step, at: expression)
    case .call(let callee, let arguments): return try call(callee, arguments, at: expression)
    case .filter(let input, let filter): return try apply(filter, to: input, at: expression)
    case .test(let input, let test, let isNegated):
      return .bool(try holds(test, for: input, at: expression) != isNegated)
    case .unary(let sign, let operand):
      let value = try evaluate(operand)
      return try at(expression) { () throws(TemplateProblem) in try Arithmetic.apply(sign, value) }
    case .binary(let operation, let left, let right):
      let (a, b) = (try evaluate(left), try evaluate(right))
      return try at(expression) { () throws(TemplateProblem) in try Arithmetic.apply(operation, a, b) }
    case .concatenation(let parts): return try concatenation(parts, at: expression)
    case .comparison(let first, let rest): return .bool(try compare(first, rest, at: expression))
    case .not(let operand): return .bool(try !truth(of: operand))
    case .and(let left, let right): return try either(left, right, ifLeftIs: true)
    case .or(let left, let right): return try either(left, right, ifLeftIs: false)
    case .conditional(let value, let condition, let otherwise):
      if try truth(of: condition) { return try evaluate(value) }
      guard let otherwise else { return Self.missingElse }
      return try evaluate(otherwise)
    }
  }

  /// An inline `if` without `else` prints nothing even under strict undefined, and `default` replaces it.
  private static let missingElse = Value.object(MissingElse())

  private mutating func lookup(
    _ name: String, at expression: Expression
  ) throws(TemplateFailure) -> Value {
    try at(expression) { () throws(TemplateProblem) in
      try scope.value(of: name) ?? .object(Undefined(.undefined(name)))
    }
  }

  private mutating func values(of expressions: [Expression]) throws(TemplateFailure) -> [Value] {
    var values: [Value] = []
    for expression in expressions { values.append(try evaluate(expression)) }
    return values
  }

  private mutating func map(
    of entries: [(key: Expression, value: Expression)]
  ) throws(TemplateFailure) -> ValueMap {
    var result = ValueMap()
    for (key, value) in entries {
      let name = try definedValue(of: key)
      switch name {
      case .list, .map: throw TemplateFailure(.unhashableKey(name.kind), at: key.span)
      default: result[name] = try evaluate(value)
      }
    }
    return result
  }

  /// `and` and `or` give the operand that decides, unconverted.
  private mutating func either(
    _ left: Expression, _ right: Expression, ifLeftIs wanted: Bool
  ) throws(TemplateFailure) -> Value {
    let value = try evaluate(left)
    let holds = try at(left) { () throws(TemplateProblem) in try Comparing.truth(of: value) }
    return holds == wanted ? try evaluate(right) : value
  }

  /// The text of the operands, in Jinja's form whatever the profile, as its `~` calls `str`.
  private mutating func concatenation(
    _ parts: [Expression], at expression: Expression
  ) throws(TemplateFailure) -> Value {
    var text = ""
    for part in parts {
      let value = try evaluate(part)
      text += try at(part) { () throws(TemplateProblem) in try TextForm.jinja.text(of: value) }
    }
    return .string(text)
  }

  private mutating func compare(
    _ first: Expression, _ rest: [(ComparisonOperator, Expression)], at expression: Expression
  ) throws(TemplateFailure) -> Bool {
    var left = try evaluate(first)
    for (operation, operand) in rest {
      let right = try evaluate(operand)
      let holds = try at(expression) { () throws(TemplateProblem) in
        try Self.holds(operation, left, right)
      }
      guard holds else { return false }
      left = right
    }
    return true
  }

  private static func holds(
    _ operation: ComparisonOperator, _ left: Value, _ right: Value
  ) throws(TemplateProblem) -> Bool {
    switch operation {
    case .equal: return try Comparing.equal(left, right)
    case .notEqual: return try !Comparing.equal(left, right)
    case .isIn: return try Comparing.contains(left, in: right)
    case .isNotIn: return try !Comparing.contains(left, in: right)
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      let order = try Comparing.order(left, right, operatorName: operation.rawValue)
      switch operation {
      case .less: return order == .less
      case .lessOrEqual: return order == .less || order == .same
      case .greater: return order == .greater
      default: return order == .greater || order == .same
      }
    }
  }

  // MARK: - Parts and calls

  private mutating func attribute(
    _ name: String, of base: Expression, at expression: Expression
  ) throws(TemplateFailure) -> Value {
    let value = try evaluate(base)
    return try at(expression) { () throws(TemplateProblem) in try Parts.attribute(name, of: value) }
  }

  private mutating func item(
    _ key: Expression, of base: Expression, at expression: Expression
  ) throws(TemplateFailure) -> Value {
    let value = try evaluate(base)
    let key = try definedValue(of: key)
    return try at(expression) { () throws(TemplateProblem) in try Parts.item(key, of: value) }
  }

  private mutating func slice(
    _ base: Expression, _ start: Expression?, _ end: Expression?, _ step: Expression?,
    at expression: Expression
  ) throws(TemplateFailure) -> Value {
    let value = try evaluate(base)
    var bounds: [Value] = []
    for bound in [start, end, step] {
      if let bound { bounds.append(try definedValue(of: bound)) } else { bounds.append(.null) }
    }
    return try at(expression) { () throws(TemplateProblem) in try Parts.slice(value, bounds) }
  }

  private mutating func call(
    _ callee: Expression, _ arguments: CallArguments, at expression: Expression
  ) throws(TemplateFailure) -> Value {
    let function = try evaluate(callee)
    let values = try callValues(of: arguments)
    return try at(expression) { () throws(TemplateProblem) in
      guard case .object(let object) = try function.defined(), let object = object as? any TemplateObject
      else { throw .notCallable(function.kind) }
      return try object.call(values)
    }
  }

  private mutating func callValues(of arguments: CallArguments) throws(TemplateFailure) -> CallValues {
    var values = CallValues(try self.values(of: arguments.positional))
    for keyword in arguments.keywords {
      values.keywords.append((keyword.name, try evaluate(keyword.value)))
    }
    return values
  }

  private mutating func apply(
    _ call: FilterCall, to input: Expression, at expression: Expression
  ) throws(TemplateFailure) -> Value {
    guard let filter = Filter.named(call.name) else {
      throw TemplateFailure(
        .unknownFilter(call.name, suggestion: Filter.suggestion(for: call.name)), at: call.nameSpan)
    }
    let value = try evaluate(input)
    let arguments = try callValues(of: call.arguments)
    let form = form
    return try at(expression) { () throws(TemplateProblem) in
      try filter.apply(to: value, arguments, form: form)
    }
  }

  private mutating func holds(
    _ call: FilterCall, for input: Expression, at expression: Expression
  ) throws(TemplateFailure) -> Bool {
    guard let test = TemplateTest.named(call.name) else {
      throw TemplateFailure(
        .unknownTest(call.name, suggestion: TemplateTest.suggestion(for: call.name)), at: call.nameSpan)
    }
    let value = try evaluate(input)
    let arguments = try callValues(of: call.arguments)
    return try at(expression) { () throws(TemplateProblem) in try test.holds(for: value, arguments) }
  }
}

/// The value of an inline `if` whose condition does not hold and that has no `else`.
struct MissingElse: ValueObject {
  var kind: String { "undefined" }
}
