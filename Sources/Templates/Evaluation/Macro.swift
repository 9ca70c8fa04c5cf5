internal import Values

/// A macro, with the names it saw where it was defined.
struct Macro: ValueObject {
  let definition: MacroDefinition
  let locals: LocalScopes
  var kind: String { "macro" }
}

extension TemplateEvaluator {
  /// The text that a macro makes of its arguments.
  mutating func call(
    _ macro: Macro, _ arguments: CallValues, at expression: Expression
  ) throws(TemplateFailure) -> Value {
    let outer = locals
    try deepen(at: expression)
    defer {
      locals = outer
      callDepth -= 1
    }
    locals = macro.locals.entered(from: outer)
    if macro.definition.name != "caller" { locals.set(macro.definition.name, .object(macro)) }
    try bind(arguments, to: macro.definition, at: expression)
    return .string(try captured(macro.definition.body))
  }

  /// Counts one more call that stands open.
  mutating func deepen(at expression: Expression) throws(TemplateFailure) {
    callDepth += 1
    if callDepth > TemplateLimits.callDepth {
      callDepth -= 1
      throw TemplateFailure(.limitReached("call depth", limit: TemplateLimits.callDepth), at: expression.span)
    }
  }

  private mutating func bind(
    _ arguments: CallValues, to macro: MacroDefinition, at expression: Expression
  ) throws(TemplateFailure) {
    var keywords = arguments.keywords
    for (index, parameter) in macro.parameters.enumerated() {
      let keyword = keywords.firstIndex { $0.name == parameter.name }
      if index < arguments.positional.count {
        if keyword != nil {
          throw TemplateFailure(.repeatedArgument(parameter.name, of: macro.name), at: expression.span)
        }
        locals.set(parameter.name, arguments.positional[index])
      } else if let keyword {
        locals.set(parameter.name, keywords.remove(at: keyword).value)
      } else if let value = parameter.defaultValue {
        locals.set(parameter.name, try evaluate(value))
      } else {
        locals.set(parameter.name, undefined(.undefined(parameter.name)))
      }
    }
    let caller = keywords.firstIndex { $0.name == "caller" }.map { keywords.remove(at: $0).value }
    locals.set("caller", caller ?? undefined(.undefined("caller")))
    try bindFurther(Array(arguments.positional.dropFirst(macro.parameters.count)), keywords, to: macro, at: expression)
  }

  private mutating func bindFurther(
    _ positional: [Value], _ keywords: [(name: String, value: Value)], to macro: MacroDefinition,
    at expression: Expression
  ) throws(TemplateFailure) {
    if !macro.takesMoreArguments {
      if let keyword = keywords.first {
        let known = macro.parameters.map(\.name)
        throw TemplateFailure(.unknownKeyword(keyword.name, of: macro.name, known: known), at: expression.span)
      }
      if !positional.isEmpty {
        let count = macro.parameters.count
        throw TemplateFailure(
          .argumentCount(macro.name, expected: 0...count, found: count + positional.count), at: expression.span)
      }
    }
    locals.set("varargs", .object(Tuple(items: positional)))
    locals.set("kwargs", .map(ValueMap(keywords.map { ($0.name, $0.value) })))
  }
}
