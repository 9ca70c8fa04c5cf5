internal import Planning
internal import Values

/// Nodes that a selection leaves out (design 10): skipped, and for others as if they had succeeded.
///
/// One that what it depends on would have blocked is read through, like any skipped node: nobody runs after a failure
/// because a node between was left out.
extension Engine {
  /// Ends a node that is left out.
  mutating func leaveOut(_ index: Int, at now: Instant) {
    if let reused = plan.nodes[index].reused { reuse(reused, of: index) }
    states[index].isHeldBack = blockage(of: index) != nil || missedCondition(of: index)?.0 == .blocked
    pass(over: index, .skipped, .selection, at: now)
  }

  /// Whether entries on an ended node are read through to what that depends on.
  func isTransparent(_ index: Int) -> Bool {
    states[index].status == .blocked || isSkipped(index)
  }

  /// Whether the node is skipped, and does not count as succeeded.
  func isSkipped(_ index: Int) -> Bool {
    states[index].status == .skipped && (!plan.nodes[index].isLeftOut || states[index].isHeldBack)
  }

  /// Whether the node succeeded, or is left out.
  func countsAsSucceeded(_ index: Int) -> Bool {
    states[index].status.isGood || states[index].status == .skipped && !isSkipped(index)
  }

  /// What a conditional entry on a node that is left out says.
  func verdictOnLeftOut(_ entry: PlanEntry) -> Verdict {
    if states[entry.target].isHeldBack { return .blocks }
    return entry.requirement == .success || entry.requirement == .done ? .holds : .misses
  }
}
