internal import Planning
internal import Running

/// Whether what an operator wants while nodes run can be heeded, as far as the plan tells.
struct WishCheck {
  let plan: Plan
  let names: ScenarioNames

  /// Why it can be heeded at none of the nodes that a name, or a pattern, names; nothing if it can at one.
  func objection(to wish: RolloutEvent, of pattern: String) -> WishObjection? {
    let objections = names.nodes(of: pattern, in: plan).map { objection(to: wish, at: $0) }
    return objections.contains(nil) ? nil : objections.first ?? nil
  }

  private func objection(to wish: RolloutEvent, at node: Int?) -> WishObjection? {
    guard let node, let place = plan.rolloutMember(node) else { return .noRollout(example: example(of: wish)) }
    let rollout = plan.nodes[place.owner].id
    if wish == .promote, place.strategy.kind != .canary { return .noCanary(rollout: rollout, place.strategy.kind) }
    if place.strategy.accepts(wish, during: place.member) { return nil }
    return .notThen(rollout: rollout, place.strategy.phases(of: place.member).first)
  }

  /// A node of a rollout whose table has a row for it then.
  private func example(of wish: RolloutEvent) -> String? {
    let node = plan.nodes.indices.first { node in
      plan.rolloutMember(node).map { $0.strategy.hears(wish, during: $0.member) } ?? false
    }
    return node.map { plan.nodes[$0].id }
  }
}
