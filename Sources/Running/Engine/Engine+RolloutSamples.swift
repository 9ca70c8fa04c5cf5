internal import Planning
internal import Text
internal import Values

/// What samples say in a rollout beyond that they were answered: where the traffic is, and numbers (design 8).
extension Engine {
  /// Judges a good answer by what the rollout expects of it.
  mutating func judgeForRollout(_ result: ActionResult, of index: Int) -> Judgement {
    guard let member = member(index), let poll = plan.nodes[index].poll else { return .pass }
    let text = OutputParser.text(result.stdout).trimmed
    if let expected = poll.expected { return judge(text, expected, of: index) }
    switch member.role {
    case .metric, .watchMetric: return judge(text, metric: member.number, in: plan.nodes[index].runbook)
    case .baseline, .watchBaseline: return takeBaseline(text, member.number, in: plan.nodes[index].runbook)
    default: return .pass
    }
  }

  private func judge(_ text: String, _ expected: RolloutExpectation, of index: Int) -> Judgement {
    if text.isEmpty { return .unknown(.emptyAnswer) }
    if isExpected(text, expected, of: index) { return .pass }
    let isCertain = member(index).flatMap { rollouts[plan.nodes[index].runbook]?.isSettled(text, $0) } ?? false
    return Judgement(verdict: .fail, isCertain: isCertain, reason: .notYet(told(text)))
  }

  /// What a program printed, as a reason tells it: in one line that is not too long, and without secrets, of which a cut could leave a part.
  func told(_ text: String) -> String { OutputText.shortened(OutputText.oneLine(masked(text))) }

  /// Keeps what a sample tells of the old version: it is known only as long as somebody can tell it.
  mutating func noteInRollout(_ verdict: SampleVerdict, of index: Int) {
    guard let member = member(index) else { return }
    let scope = plan.nodes[index].runbook
    switch member.role {
    case .stable where verdict != .unknown: rollouts[scope]?.isStableSick = verdict == .fail
    case .baseline, .watchBaseline:
      if verdict != .pass { rollouts[scope]?.baselines[member.number] = nil }
      rollouts[scope]?.heardBaseline(member.number)
    default: break
    }
  }

  // MARK: - Metrics

  /// Whether a node tells a number of which the runbook says what it means where there is none.
  func tellsMetric(_ index: Int) -> Bool {
    let role = member(index)?.role
    return role == .metric || role == .watchMetric
  }

  private mutating func takeBaseline(_ text: String, _ number: Int, in scope: Int) -> Judgement {
    guard let value = Double(text), !value.isNaN else { return .unknown(.emptyAnswer) }
    rollouts[scope]?.baselines[number] = value
    return .pass
  }

  private func judge(_ text: String, metric number: Int, in scope: Int) -> Judgement {
    guard let rollout = rollouts[scope] else { return .pass }
    let metric = rollout.strategy.metrics[number]
    let said = text.isEmpty ? "nothing" : told(text)
    switch metric.verdict(on: text, baseline: rollout.baselines[number]) {
    case .pass: return .pass
    case .fail: return Judgement(verdict: .fail, isCertain: true, reason: .metric(metric.name, said))
    case .unknown: return .unknown(.metric(metric.name, said))
    }
  }
}

extension PlanMetric {
  /// What an answer says: no number what the runbook says, anything else that is none nothing at all, a number by its limits.
  func verdict(on text: String, baseline: Double?) -> SampleVerdict {
    let number = Double(text)
    if Engine.isNoValue(text) || number?.isNaN == true {
      switch empty {
      case .unknown: return .unknown
      case .pass: return .pass
      case .fail: return .fail
      }
    }
    return number.map { verdict(on: $0, baseline: baseline) } ?? .unknown
  }

  /// What a number says: against its limits first, then against that of the old version (design 8).
  private func verdict(on number: Double, baseline: Double?) -> SampleVerdict {
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
