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
    var names = plan.nodes.flatMap { node in [node.id] + Self.steps(of: node).map { "\(node.id)!\($0)" } }
    if plan.runbooks.contains(where: { $0.settings.rollback == .ask }) { names.append(ScriptedWorld.consent) }
    all = names
    known = Set(names)
    latePrefixes = plan.nodes.compactMap { node in
      if case .group(let group) = node.action, group.late != nil { node.id + "[" } else { nil }
    }
    let strategies = plan.nodes.compactMap { node in
      if case .strategy(let strategy) = node.action { (id: node.id, kind: strategy.kind) } else { nil }
    }
    rollouts = strategies.map(\.id)
    let keys = Set(strategies.map(\.kind.trafficKey))
    trafficKeys = TrafficKey.allCases.filter { keys.contains($0) }.map(\.rawValue)
  }

  /// Whether a name is that of a node that a rollout has not, and would have with another key: it must not run all the same.
  ///
  /// Between the rollout and what the node does there can stand a step, a batch or a target of it.
  func mayCome(_ name: String) -> Bool {
    rollouts.contains { rollout in
      guard name.hasPrefix(rollout + "/") else { return false }
      let parts = name.dropFirst(rollout.count + 1).split(separator: "/", omittingEmptySubsequences: false)
      let others = parts.filter { RolloutRole(rawValue: String($0)) == nil }
      return others.count < parts.count && others.allSatisfy { isPart($0, of: rollout) }
    }
  }

  private func isPart(_ part: Substring, of rollout: String) -> Bool {
    known.contains {
      $0.hasPrefix(rollout + "/") && $0.dropFirst(rollout.count + 1).split(separator: "/").contains(part)
    }
  }

  /// What the nodes are that a name, or a pattern, names.
  func kinds(of pattern: String, in plan: Plan) -> [ScriptedKind] {
    names(of: pattern).compactMap { name in
      if name == ScriptedWorld.consent { return .question }
      let parts = name.split(separator: "!", maxSplits: 1)
      guard let id = parts.first, let index = plan.index(of: String(id)) else { return nil }
      return parts.count == 1 ? ScriptedKind(plan, index) : ScriptedKind(plan, index, part: String(parts[1]))
    }
  }

  /// The nodes that a name, or a pattern, names; nothing for what belongs to one.
  func nodes(of pattern: String, in plan: Plan) -> [Int?] { names(of: pattern).map { plan.index(of: $0) } }

  private func names(of pattern: String) -> [String] {
    known.contains(pattern) ? [pattern] : all.filter { RehearsalScript.matches(pattern, $0) }
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
