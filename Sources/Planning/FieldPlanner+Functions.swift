internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// What function nodes call.
extension FieldPlanner {
  mutating func plan(_ call: FunctionDeclaration) -> PlanFunctionCall {
    let function = Self.function(call.function)
    var planned = PlanFunctionCall(
      function: function, parameters: plan(call.parameters, of: call.function.schema))
    if function == .notify { checkChannels(of: planned) }
    for condition in call.conditions { note(condition.expressions) }
    planned.conditions = call.conditions
    if function == .render { planned.template = templateFile(of: call) }
    planned.lineEnd = planned.template?.lineEnd ?? lineEnd(of: call, in: &planned)
    let templates = call.parameters.flatMap(\.value.templates) + (planned.template?.content.templates ?? [])
    planned.holdsSecret = templates.contains { $0.reveals(anyOf: resolver.secretNames) }
    if function == .set, planned.holdsSecret { refuseSecrets(of: call) }
    return planned
  }

  /// What is kept by `set` stands in a file, and in the record.
  private mutating func refuseSecrets(of call: FunctionDeclaration) {
    for argument in call.parameters {
      for template in argument.value.templates where template.reveals(anyOf: resolver.secretNames) {
        report(.secretShown(argument.name), at: template.span)
      }
    }
  }

  /// The newline that a template of `write_file` drops; where its text is known, it gets it back here.
  private func lineEnd(of call: FunctionDeclaration, in planned: inout PlanFunctionCall) -> String {
    guard call.function == .writeFile,
      case .template(let template)? = call.parameters.first(where: { $0.name == "content" })?.value
    else { return "" }
    let end = template.lineEnd
    guard let index = planned.parameters.firstIndex(where: { $0.name == "content" }),
      case .literal(let value) = planned.parameters[index].value
    else { return end }
    planned.parameters[index].value = .literal(.string((String.convert(value) ?? "") + end))
    return ""
  }

  /// `throw` and `fail` are one function.
  static func function(_ function: BuiltinFunction) -> PlanFunctionCall.Function {
    PlanFunctionCall.Function(rawValue: function.rawValue) ?? (function == .throw ? .fail : .noop)
  }

  /// The values of parameters, those that are known converted to their types.
  ///
  /// What is written out was checked apart from this; what comes out of variables is checked here.
  mutating func plan(
    _ arguments: [ParameterArgument], of schema: FunctionSchema
  ) -> [(name: String, value: ValueTemplate)] {
    arguments.map { argument in
      let value = plan(argument.value)
      guard let parameter = schema.parameter(named: argument.name), let known = value.written else {
        return (argument.name, value)
      }
      do throws(ParameterSchema.Mismatch) {
        return (argument.name, .literal(try parameter.convert(known)))
      } catch {
        if let template = argument.value.templates.first {
          refuse(argument.name, expected: error.expected, found: error.found, at: template.span)
        }
        return (argument.name, value)
      }
    }
  }
}
