internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// What function nodes call.
extension FieldPlanner {
  mutating func plan(_ call: FunctionDeclaration) -> PlanFunctionCall {
    let planned = PlanFunctionCall(
      function: Self.function(call.function), parameters: plan(call.parameters),
      configuration: plan(call.configuration))
    check(planned, of: call, at: idSpan)
    return planned
  }

  /// `throw` and `fail` are one function.
  ///
  /// Those that come later are refused when the runbook is read.
  static func function(_ function: BuiltinFunction) -> PlanFunctionCall.Function {
    PlanFunctionCall.Function(rawValue: function.rawValue) ?? (function == .throw ? .fail : .noop)
  }
}
