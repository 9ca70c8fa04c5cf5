internal import Planning
internal import Templates
internal import Values

/// What a rollout knows, for its templates and probes.
extension Rollout {
  /// What `rollout` is for a node.
  func values(for member: RolloutMember) -> [RolloutValue: Value] {
    var values: [RolloutValue: Value] = [:]
    if let version = strategy.version?.literal { values[.version] = .string(version) }
    if let previous = strategy.previous?.literal { values[.previous] = .string(previous) }
    switch strategy.kind {
    case .blueGreen: values.merge(sides(for: member)) { $1 }
    case .canary:
      let (percent, step) = strategy.weight(for: member)
      values[.weight] = .int(percent)
      values[.step] = .int(step)
    case .progressive: values.merge(place(of: member)) { $1 }
    }
    return values
  }

  /// The sides, once it is known which of them has the traffic.
  private func sides(for member: RolloutMember) -> [RolloutValue: Value] {
    guard let live = old else { return [:] }
    let idle = strategy.colors.first { $0 != live } ?? ""
    return [
      .live: .string(live), .idle: .string(idle), .to: .string(member.role == .undoSwitch ? live : idle),
      .side: .string(Self.asksOldSide(member.role) ? live : idle),
    ]
  }

  /// The target that a node is about, with the version that it tells, and its batch.
  private func place(of member: RolloutMember) -> [RolloutValue: Value] {
    guard let target = member.target else {
      return [.batch: .int(member.step == 0 ? strategy.stepCount : member.step)]
    }
    var values: [RolloutValue: Value] = [
      .target: .string(strategy.targets[target].name), .batch: .int(strategy.targets[target].batch),
    ]
    values[.previous] = targets[target].version.map { .string($0) }
    return values
  }

  /// What is asked before the switch, and once the traffic is back, is the side that had it at first.
  private static func asksOldSide(_ role: RolloutRole) -> Bool { role == .preflight || role == .undoCheck }

  /// The step that traffic was left at before a node moves it; all of it can be moved from any step.
  private func stepBefore(_ member: RolloutMember) -> Int {
    member.role == .promoteGuard ? min(facts.step, strategy.weights.count) : member.step - 1
  }

  /// Whether a probe of where the traffic is has found what it must.
  func isExpected(_ text: String, _ expectation: RolloutExpectation, _ member: RolloutMember) -> Bool {
    switch (expectation, strategy.kind) {
    case (.anything, _): return !text.isEmpty
    case (.old, .blueGreen), (.before, .blueGreen): return text == old
    case (.new, .blueGreen): return text == strategy.colors.first { $0 != old }
    case (.old, _): return PlanStrategy.percentage(text) == 0
    case (.before, _): return PlanStrategy.percentage(text) == strategy.weight(after: stepBefore(member))
    case (.new, _): return PlanStrategy.percentage(text) == strategy.weight(for: member).percent
    }
  }
}
