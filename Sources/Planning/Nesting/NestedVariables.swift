internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// What a nested runbook's variables are given by the node that runs it.
struct NestedVariables {
  /// Those whose values are known now.
  private(set) var known: [ResolvedVariable] = []
  /// Those whose values are known when it starts.
  private(set) var passed: [PassedVariable] = []

  /// The variables of `runbook`; what is wrong with the values, or missing, is reported.
  ///
  /// `secrets` are the outer names whose values must not be given to one that is none.
  init(
    _ call: PlanRunbookCall, for runbook: Runbook, in outer: Plan, secrets: Set<String>,
    into diagnostics: inout Diagnostics
  ) {
    var given: [VariableAssignment] = []
    for argument in call.arguments {
      let place = Place.span(outer.source, argument.nameSpan)
      guard let declaration = runbook.variables.first(where: { $0.name == argument.name }) else {
        given.append(VariableAssignment(name: argument.name, content: .value(.null), source: .node, place: place))
        continue
      }
      if !declaration.isSecret, argument.value.templates.contains(where: { $0.reveals(anyOf: secrets) }) {
        diagnostics.report(NestingProblem.secretToPlain(argument.name, path: runbook.source.name), at: place)
      }
      if case .literal(let value) = argument.value {
        given.append(VariableAssignment(name: argument.name, content: .value(value), source: .node, place: place))
      } else {
        passed.append(PassedVariable(declaration, value: argument.value, at: place))
      }
    }
    let late = Set(passed.map(\.name))
    let resolved = VariableResolver.resolve(
      runbook.variables.filter { !late.contains($0.name) }, in: runbook.source, given: given, demandsAll: false,
      into: &diagnostics)
    known = resolved
    reportMissing(from: runbook, call, in: outer, into: &diagnostics)
  }

  private func reportMissing(
    from runbook: Runbook, _ call: PlanRunbookCall, in outer: Plan, into diagnostics: inout Diagnostics
  ) {
    let given = Set(known.map(\.name) + passed.map(\.name) + call.arguments.map(\.name))
    for declaration in runbook.variables where declaration.isRequired && !given.contains(declaration.name) {
      diagnostics.report(
        NestingProblem.missingVariable(declaration.name, path: runbook.source.name), in: outer.source,
        at: call.pathSpan)
    }
  }
}
