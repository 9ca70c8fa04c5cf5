internal import Planning
internal import Values

/// What samples say in a rollout beyond that they were answered: where the traffic is, and numbers (design 8).
extension Engine {
  /// Judges a good answer by what the rollout expects of it.
  mutating func judgeForRollout(_ result: ActionResult, of index: Int) -> Judgement {
    guard let member = member(index), let poll = plan.nodes[index].poll else { return .pass }
    let text = OutputParser.text(result.stdout).trimmed
    if let expected = poll.expected { return judge(text, expected, of: index) }
    switch member.role {
    case .metric: return judge(text, metric: member.number, in: plan.nodes[index].runbook)
    case .baseline: return takeBaseline(text, member.number, in: plan.nodes[index].runbook)
    case .stable:
      rollouts[plan.nodes[index].runbook]?.isStableSick = false
      return .pass
    default: return .pass
    }
  }

  private func judge(_ text: String, _ expected: RolloutExpectation, of index: Int) -> Judgement {
    if text.isEmpty { return .unknown(.emptyAnswer) }
    if isExpected(text, expected, of: index) { return .pass }
    return Judgement(verdict: .fail, reason: .notYet(text))
  }

  // MARK: - Metrics

  private mutating func takeBaseline(_ text: String, _ number: Int, in scope: Int) -> Judgement {
    guard let value = Double(text), !value.isNaN else {
      rollouts[scope]?.baselines[number] = nil
      return .unknown(.emptyAnswer)
    }
    rollouts[scope]?.baselines[number] = value
    return .pass
  }

  private func judge(_ text: String, metric number: Int, in scope: Int) -> Judgement {
    guard let rollout = rollouts[scope] else { return .pass }
    let metric = rollout.strategy.metrics[number]
    switch metric.verdict(on: Double(text), baseline: rollout.baselines[number]) {
    case .pass: return .pass
    case .fail: return Judgement(verdict: .fail, isCertain: true, reason: .metric(metric.name, text))
    case .unknown: return .unknown(.metric(metric.name, text.isEmpty ? "nothing" : text))
    }
  }
}

extension PlanMetric {
  /// What a number says: against its limits first, then against that of the old version (design 8).
  func verdict(on number: Double?, baseline: Double?) -> SampleVerdict {
    guard let number, !number.isNaN else {
      switch empty {
      case .unknown: return .unknown
      case .pass: return .pass
      case .fail: return .fail
      }
    }
    if let maximum, number > maximum { return .fail }
    if let minimum, number < minimum { return .fail }
    guard hasBaseline else { return .pass }
    guard let baseline, !baseline.isNaN else { return .unknown }
    // One error against none would be infinitely many times as much.
    guard number > floor else { return .pass }
    if let maximumRatio, number > baseline * maximumRatio { return .fail }
    if let maximumDelta, number > baseline + maximumDelta { return .fail }
    return .pass
  }
}
