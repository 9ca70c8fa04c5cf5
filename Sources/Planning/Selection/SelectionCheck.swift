internal import Text

/// Finds what cannot work in a plan of which nodes are left out.
struct SelectionCheck {
  private let plan: Plan

  init(_ plan: Plan) {
    self.plan = plan
  }

  func check(into diagnostics: inout Diagnostics) {
    for node in plan.nodes where !node.isLeftOut {
      for reading in node.readings where plan.nodes[reading.target].isLeftOut {
        diagnostics.report(
          SelectionProblem.readsLeftOut(plan.nodes[reading.target].id, by: node.id), in: plan.source, at: reading.span)
      }
      if let entry = impossibleEntry(of: node) {
        diagnostics.report(
          SelectionProblem.neverRuns(node.id, entry: plan.text(of: entry), leftOut: plan.nodes[entry.target].id),
          at: .origin("selection"))
      }
    }
  }

  /// A conditional entry for want of which a node can never run: what is left out counts as succeeded.
  private func impossibleEntry(of node: PlanNode) -> PlanEntry? {
    let impossible = node.entries.filter {
      plan.nodes[$0.target].isLeftOut && ($0.requirement == .failure || $0.requirement == .skipped)
    }
    let possible = node.entries.count { $0.requirement != nil } - impossible.count
    return possible < node.neededConditions ? impossible.first : nil
  }
}
