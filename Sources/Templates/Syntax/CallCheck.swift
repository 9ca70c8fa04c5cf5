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
      case .filter(_, let call): check(call, filter: Filter.named(call.name)?.signature, &failures)
      case .test(_, let call, _): checkTest(call, &failures)
      case .call(let callee, let arguments):
        if let failure = MethodCheck.failure(of: callee, arguments) { failures.append(failure) }
      default: break
      }
    }
    return failures
  }

  private static func check(
    _ call: FilterCall, filter signature: Signature?, _ failures: inout [TemplateFailure]
  ) {
    guard let signature else {
      let problem = TemplateProblem.unknownFilter(
        call.name, suggestion: Filter.suggestion(for: call.name))
      failures.append(TemplateFailure(problem, at: call.nameSpan))
      return
    }
    checkArguments(of: call, signature, &failures)
  }

  private static func checkTest(_ call: FilterCall, _ failures: inout [TemplateFailure]) {
    guard let signature = TemplateTest.named(call.name)?.signature else {
      let problem = TemplateProblem.unknownTest(
        call.name, suggestion: TemplateTest.suggestion(for: call.name))
      failures.append(TemplateFailure(problem, at: call.nameSpan))
      return
    }
    checkArguments(of: call, signature, &failures)
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
