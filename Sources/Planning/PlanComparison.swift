internal import Values

/// What differs between two plans of the same runbook.
public enum PlanComparison {
  /// The ids of nodes of either plan that would do something else in the other one, or are not there, in order.
  ///
  /// Linear in the size of the plans.
  public static func changedNodes(from old: Plan, to new: Plan) -> [String] {
    let before = texts(of: old)
    let after = texts(of: new)
    let gone = old.nodes.map(\.id).filter { after[$0] == nil }
    return new.nodes.map(\.id).filter { before[$0] != after[$0] } + gone
  }

  private static func texts(of plan: Plan) -> [String: [UInt8]] {
    let encoder = PlanEncoder(plan)
    var texts: [String: [UInt8]] = [:]
    for (index, node) in plan.nodes.enumerated() {
      var stream = JSONStream()
      encoder.encodeNode(index, to: &stream)
      texts[node.id] = stream.bytes
    }
    return texts
  }
}
