internal import Planning
internal import Running

/// Which nodes of a plan belong to which rollout, and what they do there: asked for every event, so looked up once.
struct RolloutRoster: Sendable {
  /// What a node is in its rollout.
  struct Place: Sendable {
    /// Its rollout's place among those of the plan.
    let rollout: Int
    /// What it does there.
    let member: RolloutMember
  }

  /// The plan's rollouts, with the nodes that stand for them, in order.
  private(set) var rollouts: [(owner: Int, strategy: PlanStrategy)] = []
  private var places: [Int: Place] = [:]
  private var numbers: [Int: Int] = [:]

  init(_ plan: Plan) {
    for (owner, node) in plan.nodes.enumerated() {
      guard case .strategy(let strategy) = node.action else { continue }
      for (index, member) in zip(plan.nodes(of: strategy.scope), strategy.members) {
        places[index] = Place(rollout: rollouts.count, member: member)
      }
      numbers[owner] = rollouts.count
      rollouts.append((owner, strategy))
    }
  }

  /// What a node is in its rollout; nothing if it belongs to none.
  subscript(node: Int) -> Place? { places[node] }

  /// Where somebody else could move the traffic to while a node goes on: where it is not, nor shall be.
  func drift(at node: Int) -> ExplorationCase.Drift? {
    guard let place = places[node] else { return nil }
    let strategy = rollouts[place.rollout].strategy
    switch strategy.kind {
    case .blueGreen:
      let isMoved = place.member.role.comesAfterSwitch
      return (isMoved ? strategy.colors.first : strategy.colors.last).map { .init(key: .live, place: $0) }
    case .canary:
      let weight = (1...99).last { !strategy.weights.contains($0) }
      return weight.map { .init(key: .weight, place: String($0)) }
    case .progressive: return nil
    }
  }

  /// The place among the rollouts of the one that a node stands for.
  func rollout(of owner: Int) -> Int? { numbers[owner] }
}

extension RolloutRole {
  /// Whether the new side has the traffic of BlueGreen once a node with this role has run, when all goes well.
  fileprivate var comesAfterSwitch: Bool {
    switch self {
    case .switch, .confirm, .soak, .drift, .retire, .after: true
    default: false
    }
  }
}
