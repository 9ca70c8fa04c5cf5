internal import Effects
internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// `pyflow eval`: what an expression comes to, with a runbook's variables and the environment.
struct EvalVerb {
  let invocation: Invocation
  let console: Console

  func execute() throws -> ExitCode {
    guard let text = invocation.arguments.first else { throw UsageProblem.missingExpression }
    var diagnostics = Diagnostics()
    let variables = try variables(into: &diagnostics)
    let value = diagnostics.hasErrors ? nil : evaluate(text, variables, into: &diagnostics)
    try console.show(diagnostics, as: .text)
    guard let value, !diagnostics.hasErrors else { return .invalid }
    // A program reads it, and gets it as it is.
    try console.result(Array((printed(value) + "\n").utf8))
    return .succeeded
  }

  /// The variables of the runbook that was named; none without one.
  private func variables(into diagnostics: inout Diagnostics) throws -> [ResolvedVariable] {
    guard invocation.arguments.count > 1 else { return [] }
    guard let source = RunbookFile(path: invocation.arguments[1]).read(into: &diagnostics) else { return [] }
    let runbook = RunbookReader.read(source, into: &diagnostics)
    let given = try VariableSources(invocation, environment: console.environment)
      .assignments(for: runbook, into: &diagnostics)
    return VariableResolver.resolve(runbook.variables, in: source, given: given, demandsAll: false, into: &diagnostics)
  }

  private func evaluate(
    _ text: String, _ variables: [ResolvedVariable], into diagnostics: inout Diagnostics
  ) -> Value? {
    let source = SourceText(name: "expression", bytes: Array(text.utf8))
    var scope: [String: Value] = [:]
    for variable in variables { scope[variable.name] = variable.value }
    let environment = console.environment.sorted { $0.key < $1.key }
    scope["env"] = .map(ValueMap(environment.map { ($0.key, .string($0.value)) }))
    do throws(TemplateFailure) {
      let expression = try TemplateParser.expression(text, in: source, map: .shifted(by: 0))
      var evaluator = TemplateEvaluator(scope: ValueScope(scope))
      // What is made of a secret is one.
      if expression.reveals(anyOf: Set(variables.lazy.filter(\.isSecret).map(\.name))) {
        _ = try evaluator.definedValue(of: expression)
        return .string(SecretMask.replacement)
      }
      return try evaluator.definedValue(of: expression).withoutTuples
    } catch {
      diagnostics.report(error.problem, in: source, at: error.span, notes: error.notes(in: source))
      return nil
    }
  }

  /// A string as it is, anything else as JSON; with `--json` everything.
  private func printed(_ value: Value) -> String {
    if case .string(let text) = value, !invocation.has(.json) { return text }
    return JSONWriter.string(value, layout: .spaced)
  }
}
