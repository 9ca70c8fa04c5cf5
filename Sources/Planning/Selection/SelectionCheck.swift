internal import Text
internal import Values

/// Finds what cannot work in a plan of which nodes are left out.
struct SelectionCheck {
  private let plan: Plan
  private let reused: ReusedResults?

  init(_ plan: Plan, _ reused: ReusedResults?) {
    self.plan = plan
    self.reused = reused
  }

  func check(into diagnostics: inout Diagnostics) {
    if let reused, reused.runbook != SHA256.hash(plan.source.bytes).hex {
      diagnostics.report(SelectionProblem.runbookChanged(run: reused.run), at: .file(plan.source.name))
    }
    for node in plan.nodes where !node.isLeftOut {
      for reading in node.readings where plan.nodes[reading.target].isLeftOut {
        guard let problem = problem(with: plan.nodes[reading.target], reading.attribute, by: node.id) else { continue }
        diagnostics.report(problem, in: plan.source, at: reading.span)
      }
      if let entry = impossibleEntry(of: node) {
        diagnostics.report(
          SelectionProblem.neverRuns(node.id, entry: plan.text(of: entry), leftOut: plan.nodes[entry.target].id),
          at: .origin("selection"))
      }
    }
    checkOutputs(into: &diagnostics)
  }

  private func checkOutputs(into diagnostics: inout Diagnostics) {
    for reading in plan.runbooks[0].outputReadings {
      guard let index = plan.index(of: reading.id), plan.nodes[index].isLeftOut,
        let problem = problem(with: plan.nodes[index], reading.attribute, by: nil)
      else { continue }
      diagnostics.report(problem, in: plan.source, at: reading.span)
    }
  }

  /// What keeps a node, or the run's outputs, from reading a node that is left out.
  private func problem(
    with node: PlanNode, _ attribute: ResultAttribute, by reader: String?
  ) -> SelectionProblem? {
    guard let reused else { return .readsLeftOut(node.id, by: reader) }
    switch reused.result(of: node.id) {
    case .failure(let failure): return .notReusable(node.id, run: reused.run, failure)
    case .success(let result):
      return result.lacks(attribute, of: node).map { .lacksResult(node.id, run: result.run, $0) }
    }
  }

  /// A conditional entry for want of which a node can never run: what is left out counts as succeeded.
  private func impossibleEntry(of node: PlanNode) -> PlanEntry? {
    let impossible = node.entries.filter {
      plan.nodes[$0.target].isLeftOut && ($0.requirement?.answersFailure ?? false || $0.requirement == .skipped)
    }
    let possible = node.entries.count { $0.requirement != nil } - impossible.count
    return possible < node.neededConditions ? impossible.first : nil
  }
}
