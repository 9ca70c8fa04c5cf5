internal import Text

/// Checks what can be known of filters, tests, methods, functions and macros without evaluating: that they exist, and the
/// form of their arguments.
public enum CallCheck {
  /// The failures of everything in `template`, in branches not taken too.
  public static func failures(in template: Template) -> [TemplateFailure] {
    template.expressions.flatMap { failures(in: $0) } + MacroCheck.failures(in: template)
  }

  /// The failures of `expression` and everything inside it.
  public static func failures(in expression: Expression) -> [TemplateFailure] {
    var failures: [TemplateFailure] = []
    expression.walk { part in
      switch part.kind {
      case .filter(_, let call):
        check(
          call, Filter.named(call.name)?.signature,
          unknown: .unknownFilter(call.name, suggestion: Filter.suggestion(for: call.name)), &failures)
      case .test(_, let call, _):
        check(
          call, TemplateTest.named(call.name)?.signature,
          unknown: .unknownTest(call.name, suggestion: TemplateTest.suggestion(for: call.name)), &failures)
      case .call(let callee, let arguments):
        if let failure = MethodCheck.failure(of: callee, arguments) { failures.append(failure) }
      default: break
      }
    }
    return failures
  }

  /// Checks the call of what has `signature`; without one it is `unknown`.
  private static func check(
    _ call: FilterCall, _ signature: Signature?, unknown: @autoclosure () -> TemplateProblem,
    _ failures: inout [TemplateFailure]
  ) {
    if let signature {
      checkArguments(of: call, signature, &failures)
    } else {
      failures.append(TemplateFailure(unknown(), at: call.nameSpan))
    }
  }

  private static func checkArguments(
    of call: FilterCall, _ signature: Signature, _ failures: inout [TemplateFailure]
  ) {
    guard call.arguments.isCountKnown else { return }
    do throws(TemplateProblem) {
      try signature.check(
        positional: call.arguments.positional.count,
        keywords: call.arguments.keywords.map(\.name))
    } catch {
      failures.append(TemplateFailure(error, at: call.nameSpan))
    }
  }
}
