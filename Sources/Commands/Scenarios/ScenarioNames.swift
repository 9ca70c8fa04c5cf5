internal import Planning
internal import Running
internal import Templates

/// The names that scenarios of a plan can use for what nodes do.
struct ScenarioNames {
  /// All of them, but those of instances that only a run tells.
  let all: [String]
  private let known: Set<String>
  /// What the ids of such instances begin with.
  private let latePrefixes: [String]
  /// The ids of rollouts.
  private let rollouts: [String]
  /// The values of the world that rollouts of the plan are bound to.
  let trafficKeys: [String]

  init(_ plan: Plan) {
    var names: [String] = []
    var prefixes: [String] = []
    var keys: Set<TrafficKey> = []
    var rollouts: [String] = []
    for node in plan.nodes {
      names.append(node.id)
      names += Self.steps(of: node).map { "\(node.id)!\($0)" }
      switch node.action {
      case .group(let group): if group.late != nil { prefixes.append(node.id + "[") }
      case .strategy(let strategy):
        keys.insert(strategy.kind.key)
        rollouts.append(node.id)
      default: break
      }
    }
    if plan.runbooks.contains(where: { $0.settings.rollback == .ask }) { names.append(ScriptedWorld.consent) }
    all = names
    known = Set(names)
    latePrefixes = prefixes
    self.rollouts = rollouts
    trafficKeys = TrafficKey.allCases.filter { keys.contains($0) }.map(\.rawValue)
  }

  /// Whether a name is that of a node that a rollout has not, and would have with another key: it must not run all the same.
  func mayCome(_ name: String) -> Bool {
    rollouts.contains { rollout in
      name.hasPrefix(rollout + "/") && RolloutRole.allCases.contains { name.hasSuffix("/" + $0.rawValue) }
    }
  }

  /// What belongs to a node besides what it does.
  private static func steps(of node: PlanNode) -> [String] {
    var steps: [String] = []
    if node.rollback != nil { steps.append(Step.rollback.rawValue) }
    if node.unless != nil { steps.append(Step.unless.rawValue) }
    if node.precautions?.confirm != nil { steps.append(Step.confirm.rawValue) }
    if node.precautions?.snapshot != nil {
      steps += [Step.snapshotBefore.rawValue, Step.snapshotAfter.rawValue]
    }
    if node.prompts?.before != nil { steps.append(ApprovalRequest.Moment.before.rawValue) }
    if node.prompts?.after != nil { steps.append(ApprovalRequest.Moment.after.rawValue) }
    if let irreversible = node.precautions?.isIrreversible, irreversible.literal != false {
      steps.append(ApprovalRequest.Moment.irreversible.rawValue)
    }
    if !node.locks.isEmpty { steps.append("lock") }
    return steps
  }

  /// Whether a name, or a pattern, is that of anything.
  func contains(_ pattern: String) -> Bool {
    if known.contains(pattern) { return true }
    if latePrefixes.contains(where: { pattern.hasPrefix($0) }) { return true }
    return pattern.contains("*") && all.contains { RehearsalScript.matches(pattern, $0) }
  }
}

extension PlanStrategy.Kind {
  fileprivate var key: TrafficKey {
    switch self {
    case .blueGreen: .live
    case .canary: .weight
    case .progressive: .version
    }
  }
}
