internal import Values

/// Expressions, operators and names.
extension TemplateEvaluator {
  /// The value of an expression, which may be undefined.
  mutating func evaluate(_ expression: Expression) throws(TemplateFailure) -> Value {
    depth += 1
    defer { depth -= 1 }
    if depth > TemplateLimits.evaluationDepth {
      let limit = TemplateLimits.evaluationDepth
      throw TemplateFailure(.limitReached("evaluation depth", limit: limit), at: expression.span)
    }
    let value = try uncountedValue(of: expression)
    steps += 1 + (expression.isReference ? 0 : Limits.cost(of: value))
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
    case .local(let name):
      if let value = locals[name] { return value }
      return try lookup(name, at: expression)
    case .capture(let body): return .string(try captured(body))
    case .macro(let definition): return .object(Macro(definition: definition, locals: locals))
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
    do throws(TemplateProblem) {
      return try scope.value(of: name) ?? StandardFunction.value(of: name) ?? undefined(.undefined(name))
    } catch {
      throw TemplateFailure(error, at: expression.span)
    }
  }

  mutating func values(of expressions: [Expression]) throws(TemplateFailure) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(expressions.count)
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
      if left.isNaN || right.isNaN, notANumber == nil {
        notANumber = TemplateFailure(.failedByFunction("a comparison with NaN tells nothing"), at: expression.span)
      }
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
}

extension Value {
  fileprivate var isNaN: Bool {
    if case .double(let number) = self { number.isNaN } else { false }
  }
}
