internal import Planning
internal import Runbooks
internal import Text
internal import Values

/// Plans a runbook for scenarios: as `run` does, but for what would ask something of this machine.
struct ScenarioPlanner {
  let invocation: Invocation
  let environment: [String: String]
  let runbook: Runbook

  /// The environment of the runbook that a scenario has.
  func environment(of scenario: Scenario?) -> String? {
    scenario?.environment?.content ?? invocation.value(of: .environment)
  }

  /// The plan of a scenario, with something in the place of every secret; what is wrong is reported.
  func plan(_ scenario: Scenario, into diagnostics: inout Diagnostics) throws -> Plan? {
    try plan(in: environment(of: scenario), with: scenario.variables, into: &diagnostics)
  }

  /// The plan in an environment of the runbook, with values of variables that win over those of the command line.
  func plan(
    in chosen: String?, with own: [VariableAssignment], into diagnostics: inout Diagnostics
  ) throws -> Plan? {
    let sources = VariableSources(invocation, environment: environment, recorded: chosen)
    var given = try sources.assignments(for: runbook, into: &diagnostics) + own
    given += Self.placeholders(for: runbook.variables, given)
    let variables = VariableResolver.resolve(
      runbook.variables, in: runbook.source, given: given, demandsAll: !sources.lacksEnvironment(in: runbook),
      into: &diagnostics)
    let draft = PlanDraft(
      runbook: runbook, library: PreparedRunbook.library(previous: Self.previous(of:)), environment: chosen,
      selection: Selection(), earlier: nil)
    return draft.plan(variables, into: &diagnostics)?.withPlaceholders
  }

  /// No audit is read to rehearse a runbook: there was a version before.
  private static func previous(of target: String) -> PreviousVersion? { PreviousVersion(version: "previous", run: "") }

  /// Nobody needs to tell a secret to rehearse a runbook.
  private static func placeholders(
    for variables: [VariableDeclaration], _ given: [VariableAssignment]
  ) -> [VariableAssignment] {
    let names = Set(given.map(\.name))
    let missing = variables.filter {
      $0.isSecret && $0.isRequired && $0.defaultValue == nil && !names.contains($0.name)
    }
    return missing.map { variable in
      VariableAssignment(
        name: variable.name, content: .text(Plan.placeholder(for: variable.name)), source: .scenario,
        place: .origin("the placeholder for \(variable.name)"))
    }
  }
}

extension Plan {
  /// What stands in the place of a secret that nobody fetches.
  static func placeholder(for name: String) -> String { "placeholder-for-\(name)" }

  /// The plan with something in the place of every secret.
  var withPlaceholders: Plan {
    var plan = self
    for (number, runbook) in plan.runbooks.enumerated() {
      let names = plan.neededSecrets(of: number).map(\.name)
      if runbook.secrets.isEmpty { continue }
      plan.take(Dictionary(uniqueKeysWithValues: names.map { ($0, Self.placeholder(for: $0)) }), of: number)
    }
    return plan
  }
}
