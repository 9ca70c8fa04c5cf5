internal import Planning
internal import Runbooks
internal import Text

/// Everything that a plan is made of, besides the values of the variables.
struct PlanDraft {
  let runbook: Runbook
  let library: RunbookLibrary
  /// The environment of the runbook that was chosen.
  let environment: String?
  /// The nodes that were chosen.
  let selection: Selection
  /// The run whose results stand in for those of nodes that are left out.
  let earlier: EarlierRun?

  /// The plan; nothing if the earlier run cannot be read, which is reported like every other mistake.
  func plan(_ variables: [ResolvedVariable], into diagnostics: inout Diagnostics) -> Plan? {
    let whole = whole(variables, into: &diagnostics)
    return choosing(selection, of: whole, into: &diagnostics)
  }

  /// The plan of all nodes.
  func whole(_ variables: [ResolvedVariable], into diagnostics: inout Diagnostics) -> Plan {
    Planner.plan(runbook.running(in: environment), variables: variables, library: library, into: &diagnostics)
  }

  /// That plan with the nodes of a selection.
  func choosing(_ selection: Selection, of whole: Plan, into diagnostics: inout Diagnostics) -> Plan? {
    let reused = earlier?.results(for: whole, into: &diagnostics)
    if earlier != nil, reused == nil { return nil }
    return whole.selecting(selection, reusing: reused, into: &diagnostics)
  }
}
