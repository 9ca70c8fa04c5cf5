public import Planning
internal import Templates
internal import Values

/// The values of a world that rollouts are bound to: their probes answer with them, and their actions change them.
public enum TrafficKey: String, Sendable, CaseIterable {
  /// The side that has the traffic of a BlueGreen rollout.
  case live
  /// The percentage that the new version of a Canary rollout has.
  case weight
  /// The versions of the targets of a Progressive rollout.
  case version
}

/// Where the traffic of rollouts goes in a rehearsal: their switches move it, and their probes ask it.
struct ScriptedTraffic: Sendable {
  /// A colour or a percentage by the scope of a rollout.
  private(set) var places: [Int: String] = [:]
  /// The versions of targets, by scope and target.
  private(set) var versions: [Int: [(target: String, version: String)]] = [:]
  /// The rollouts of each kind, with the ids of the nodes that stand for them.
  private var rollouts: [TrafficKey: [(scope: Int, id: String)]] = [:]

  /// The traffic of a plan as it is at first; `live` is the colour that has it.
  init(of plan: Plan, live: String?, weight: String?, version: String?) {
    for node in plan.nodes {
      guard case .strategy(let strategy) = node.action else { continue }
      rollouts[strategy.kind.trafficKey, default: []].append((strategy.scope, node.id))
      switch strategy.kind {
      case .blueGreen: places[strategy.scope] = live ?? strategy.colors.first
      case .canary: places[strategy.scope] = weight ?? "0"
      case .progressive:
        let old = version ?? strategy.previous?.literal ?? "old"
        versions[strategy.scope] = strategy.targets.map { ($0.name, old) }
      }
    }
  }

  /// Whether rollouts are bound to a key.
  func has(_ key: TrafficKey) -> Bool { rollouts[key] != nil }

  // MARK: - Values

  /// What a key says: of one rollout, or of all; where these differ, of each by its id.
  func value(of key: TrafficKey, for scope: Int?) -> Value? {
    guard let all = rollouts[key] else { return nil }
    let own = all.filter { $0.scope == scope }
    let values = (own.isEmpty ? all : own).map { (id: $0.id, value: value(of: $0.scope)) }
    guard let first = values.first else { return nil }
    return values.allSatisfy { $0.value == first.value }
      ? first.value : .map(ValueMap(values.map { ($0.id, $0.value) }))
  }

  /// What a key says of a rollout by its id.
  func value(of key: TrafficKey, ofRollout id: String) -> Value? {
    rollouts[key]?.first { $0.id == id }.map { value(of: $0.scope) }
  }

  private func value(of scope: Int) -> Value {
    if let place = places[scope] { return .string(place) }
    return .map(ValueMap(versions[scope, default: []].map { ($0.target, .string($0.version)) }))
  }

  /// Changes what a key says: of a rollout if it is one's own doing, else of all; a map names rollouts or targets.
  mutating func set(_ key: TrafficKey, to value: Value, for scope: Int?) {
    let all = rollouts[key] ?? []
    let own = all.filter { $0.scope == scope }
    for rollout in own.isEmpty ? all : own {
      guard let map = value.map else {
        set(rollout.scope, to: String.convert(value) ?? "", target: nil)
        continue
      }
      for (name, value) in map.entries {
        guard let name = name.string else { continue }
        if name == rollout.id, let inner = value.map {
          for (target, version) in inner.entries {
            set(rollout.scope, to: String.convert(version) ?? "", target: target.string)
          }
        } else {
          set(rollout.scope, to: String.convert(value) ?? "", target: name == rollout.id ? nil : name)
        }
      }
    }
  }

  private mutating func set(_ scope: Int, to text: String, target: String?) {
    if places[scope] != nil {
      if target == nil { places[scope] = text }
      return
    }
    for index in versions[scope, default: []].indices {
      if let target, versions[scope]?[index].target != target { continue }
      versions[scope]?[index].version = text
    }
  }

  // MARK: - Nodes

  /// What a probe of a rollout's node prints.
  func answer(to member: RolloutMember, _ strategy: PlanStrategy) -> String? {
    switch member.role {
    case .before, .guard, .confirm, .drift, .after, .undoConfirm, .promoteGuard, .promoteConfirm: places[strategy.scope]
    case .current: member.target.flatMap { versions[strategy.scope]?[$0].version }
    case .metric, .baseline, .watchMetric, .watchBaseline: strategy.metrics[member.number].healthyText
    default: nil
    }
  }

  /// Moves the traffic as a node does that has succeeded; its environment tells where.
  mutating func move(by member: RolloutMember, _ strategy: PlanStrategy, _ value: (RolloutValue) -> String?) {
    switch member.role {
    case .switch, .undoSwitch: places[strategy.scope] = value(.to)
    case .shift, .promote, .forwardHold, .undoShift: places[strategy.scope] = value(.weight)
    case .undoPromote: places[strategy.scope] = "0"
    case .update: set(value(.version) ?? "new", of: member, strategy)
    case .revert: set(value(.previous) ?? "old", of: member, strategy)
    default: break
    }
  }

  private mutating func set(_ version: String, of member: RolloutMember, _ strategy: PlanStrategy) {
    guard let target = member.target else { return }
    versions[strategy.scope]?[target].version = version
  }
}

extension PlanStrategy.Kind {
  /// The value of the world that rollouts of this kind are bound to.
  public var trafficKey: TrafficKey {
    switch self {
    case .blueGreen: .live
    case .canary: .weight
    case .progressive: .version
    }
  }
}

extension PlanMetric {
  /// A number that is healthy.
  fileprivate var healthyText: String {
    let number = minimum ?? min(0, maximum ?? 0)
    return String.convert(.double(number)) ?? "0"
  }
}
