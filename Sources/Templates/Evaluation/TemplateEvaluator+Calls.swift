internal import Values

/// Parts of values, calls, filters and tests.
extension TemplateEvaluator {
  mutating func attribute(
    _ name: String, of base: Expression, at expression: Expression
  ) throws(TemplateFailure) -> Value {
    let value = try evaluate(base)
    return try attribute(name, of: value, at: expression)
  }

  private func attribute(
    _ name: String, of value: Value, at expression: Expression
  ) throws(TemplateFailure) -> Value {
    do throws(TemplateProblem) {
      if let cell = value.object(CellObject.self) { return try attribute(name, of: cell) }
      let result = try Parts.attribute(name, of: value)
      return withMode(result)
    } catch {
      throw TemplateFailure(error, at: expression.span)
    }
  }

  mutating func item(
    _ key: Expression, of base: Expression, at expression: Expression
  ) throws(TemplateFailure) -> Value {
    let value = try evaluate(base)
    let key = try definedValue(of: key)
    let result = try at(expression) { () throws(TemplateProblem) in try Parts.item(key, of: value) }
    return withMode(result)
  }

  mutating func slice(
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

  mutating func call(
    _ callee: Expression, _ arguments: CallArguments, at expression: Expression
  ) throws(TemplateFailure) -> Value {
    if case .attribute(let base, let name, _) = callee.kind {
      let receiver = try evaluate(base)
      let values = try callValues(of: arguments)
      if let result = try call(name, of: receiver, values, at: expression) { return result }
      return try call(try attribute(name, of: receiver, at: callee), values, at: expression)
    }
    let function = try evaluate(callee)
    return try call(function, try callValues(of: arguments), at: expression)
  }

  /// Calls a method of a value; nothing if it has no such method.
  private mutating func call(
    _ method: String, of receiver: Value, _ arguments: CallValues, at expression: Expression
  ) throws(TemplateFailure) -> Value? {
    do throws(TemplateProblem) {
      // As in Jinja2, `map.items()` is the method, whatever keys the map has.
      let result: Value?
      switch receiver {
      case .object(let cell as CellObject): result = try call(method, of: cell)
      case .object(let loop as LoopObject): result = try call(method, of: loop, arguments)
      default:
        result = try Method.of(receiver, method)?.apply(to: receiver, arguments, form: form)
      }
      if let result {
        try Limits.check(result)
        try charge(Limits.cost(of: result))
      }
      return result
    } catch {
      throw TemplateFailure(error, at: expression.span)
    }
  }

  private mutating func call(
    _ function: Value, _ arguments: CallValues, at expression: Expression
  ) throws(TemplateFailure) -> Value {
    if let macro = function.object(Macro.self) { return try call(macro, arguments, at: expression) }
    if let loop = function.object(LoopObject.self) { return try call(loop, arguments, at: expression) }
    do throws(TemplateProblem) {
      if let undefined = function.undefined { throw undefined.problem }
      if let standard = function.object(StandardFunction.self) { return try call(standard, arguments) }
      if let cell = function.object(CellObject.self) { return try call(cell) }
      guard case .object(let object) = function, let object = object as? any TemplateObject else {
        throw .notCallable(function.kind)
      }
      return try object.call(arguments)
    } catch {
      throw TemplateFailure(error, at: expression.span)
    }
  }

  private mutating func callValues(of arguments: CallArguments) throws(TemplateFailure) -> CallValues {
    var values = CallValues(try self.values(of: arguments.positional))
    for keyword in arguments.keywords {
      values.keywords.append((keyword.name, try evaluate(keyword.value)))
    }
    if let further = arguments.furtherPositional {
      let value = try evaluate(further)
      values.positional += try at(further) { () throws(TemplateProblem) in try Iteration.items(of: value) }
    }
    if let further = arguments.furtherKeywords {
      guard case .map(let map) = try definedValue(of: further) else {
        throw TemplateFailure(.unsupportedOperand("**", operand: "value that is no map"), at: further.span)
      }
      for entry in map.entries { values.keywords.append((entry.key.string ?? "", entry.value)) }
    }
    return values
  }

  mutating func apply(
    _ call: FilterCall, to input: Expression, at expression: Expression
  ) throws(TemplateFailure) -> Value {
    guard let filter = call.filter else {
      throw TemplateFailure(
        .unknownFilter(call.name, suggestion: Filter.suggestion(for: call.name)), at: call.nameSpan)
    }
    let value = try evaluate(input)
    let arguments = try callValues(of: call.arguments)
    if filter === Filter.asFile {
      do throws(TemplateProblem) { return try file(for: value, of: input) } catch {
        throw TemplateFailure(error, at: expression.span)
      }
    }
    let form = form
    let result = try at(expression) { () throws(TemplateProblem) in
      try filter.apply(to: value, arguments, form: form)
    }
    return withMode(result)
  }

  mutating func holds(
    _ call: FilterCall, for input: Expression, at expression: Expression
  ) throws(TemplateFailure) -> Bool {
    guard let test = call.test else {
      throw TemplateFailure(
        .unknownTest(call.name, suggestion: TemplateTest.suggestion(for: call.name)), at: call.nameSpan)
    }
    let value = try evaluate(input)
    let arguments = try callValues(of: call.arguments)
    return try at(expression) { () throws(TemplateProblem) in try test.holds(for: value, arguments) }
  }
}
