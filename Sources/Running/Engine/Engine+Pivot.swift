internal import Planning

/// Nodes after which there is no way back (design 3.3, `pivot`).
extension Engine {
  /// Notes how much was registered to be undone before a pivot, which its success closes.
  ///
  /// A node with instances succeeds as a whole, so what was registered before the first of them is noted for it.
  mutating func notePivot(_ index: Int) throws(NodeFailure) {
    guard let field = plan.nodes[index].precautions?.isPivot, !states[index].hasStarted,
      try value(of: field, "pivot", index)
    else { return }
    let pivot = plan.nodes[index].instance?.group ?? index
    let runbook = plan.nodes[index].runbook
    if runbooks[runbook].pivots[pivot] == nil {
      runbooks[runbook].pivots[pivot] = runbooks[runbook].registered.count
    }
  }

  /// Closes the rollbacks before a pivot that has succeeded, and its own.
  mutating func closeRollbacks(before pivot: Int) {
    let runbook = plan.nodes[pivot].runbook
    guard let count = runbooks[runbook].pivots[pivot] else { return }
    let before = runbooks[runbook].closedCount..<max(count, runbooks[runbook].closedCount)
    runbooks[runbook].closedCount = before.upperBound
    let own = openGroup(pivot).map { Array($0.instances) } ?? [pivot]
    let nodes = (runbooks[runbook].registered[before] + own).filter { states[$0].isRegistered }
    guard !nodes.isEmpty else { return }
    for index in nodes { states[index].isRegistered = false }
    closed.append(ClosedRollbacks(pivot: pivot, nodes: nodes))
    tell(.rollbacksClosed(ClosedRollbacks(pivot: pivot, nodes: nodes)))
  }
}
