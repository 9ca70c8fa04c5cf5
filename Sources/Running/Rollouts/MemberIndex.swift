internal import Planning

/// Where the nodes of a rollout stand among its members, by what they do.
///
/// It is asked at every step: looked up once, not searched each time.
struct MemberIndex: Sendable {
  private struct Step: Hashable {
    let role: RolloutRole
    let step: Int
  }

  private struct Target: Hashable {
    let role: RolloutRole
    let target: Int
  }

  private var bySteps: [Step: [Int]] = [:]
  private var byTargets: [Target: Int] = [:]
  private var byRoles: [RolloutRole: [Int]] = [:]
  /// The targets of each batch, the first batch at 1.
  private(set) var batches: [[Int]]

  init(_ strategy: PlanStrategy) {
    batches = Array(repeating: [], count: (strategy.targets.last?.batch ?? 0) + 1)
    for (target, one) in strategy.targets.enumerated() { batches[one.batch].append(target) }
    for (place, member) in strategy.members.enumerated() {
      byRoles[member.role, default: []].append(place)
      bySteps[Step(role: member.role, step: member.step), default: []].append(place)
      if let target = member.target, member.role.endsTarget {
        byTargets[Target(role: member.role, target: target)] = place
      }
    }
  }

  /// All nodes with a role, in the order of the plan.
  func places(of role: RolloutRole) -> [Int] { byRoles[role] ?? [] }

  /// Those of a step or batch, from 1; at 0 those that belong to none.
  func places(of role: RolloutRole, in step: Int) -> [Int] { bySteps[Step(role: role, step: step)] ?? [] }

  /// The node that does this for a target, if there is one.
  func place(of role: RolloutRole, for target: Int) -> Int? { byTargets[Target(role: role, target: target)] }
}

extension RolloutRole {
  /// Whether a node with this role, where it is about a target, is one of the steps that the target goes through.
  var endsTarget: Bool {
    switch self {
    case .current, .drain, .update, .verify, .restore, .revert, .reverify, .revertRestore: true
    default: false
    }
  }
}
