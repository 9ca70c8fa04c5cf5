public import Text

/// The rollouts of a plan, and their nodes.
extension Plan {
  /// What a node does in the rollout that it belongs to, if it does, and the node that this is.
  public func rolloutMember(_ node: Int) -> (owner: Int, member: RolloutMember, strategy: PlanStrategy)? {
    guard node < nodes.count, let owner = runbooks[nodes[node].runbook].owner,
      case .strategy(let strategy) = nodes[owner].action, let first = self.nodes(of: strategy.scope).first
    else { return nil }
    return (owner, strategy.members[node - first], strategy)
  }

  /// What was printed of targets, which the plan is made of.
  public var targetSources: [SourceText] {
    nodes.compactMap { if case .strategy(let strategy) = $0.action { strategy.foundTargets } else { nil } }
  }

  /// The rollout that a node is, if it is one, with the nodes that it is made of, in the order of its members.
  public func rollout(_ node: Int) -> (strategy: PlanStrategy, nodes: [PlanNode])? {
    guard case .strategy(let strategy) = nodes[node].action else { return nil }
    return (strategy, nodes(of: strategy.scope).map { nodes[$0] })
  }
}
