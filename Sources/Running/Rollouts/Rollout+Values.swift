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
    case .blueGreen:
      if let live = old {
        let idle = strategy.colors.first { $0 != live } ?? ""
        values[.live] = .string(live)
        values[.idle] = .string(idle)
        values[.to] = .string(member.role == .undoSwitch ? live : idle)
        values[.side] = .string(Self.asksOldSide(member.role) ? live : idle)
      }
    case .canary:
      let (percent, step) = strategy.weight(for: member)
      values[.weight] = .int(percent)
      values[.step] = .int(step)
    case .progressive:
      if let target = member.target {
        values[.target] = .string(strategy.targets[target].name)
        if let current = targets[target].version { values[.previous] = .string(current) }
        values[.batch] = .int(strategy.targets[target].batch)
      } else {
        values[.batch] = .int(member.step == 0 ? strategy.stepCount : member.step)
      }
    }
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
    case (.old, _): return Self.weight(text) == 0
    case (.before, _): return Self.weight(text) == strategy.weight(after: stepBefore(member))
    case (.new, _): return Self.weight(text) == strategy.weight(for: member).percent
    }
  }
}
