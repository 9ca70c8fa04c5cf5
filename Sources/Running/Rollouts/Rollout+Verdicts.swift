internal import Planning
internal import Templates
internal import Values

/// What the end of a node means to its rollout.
extension Rollout {
  /// The event that it is; nothing if the rest of its stage is waited for.
  mutating func meaning(of outcome: RolloutOutcome, _ member: RolloutMember) -> RolloutEvent? {
    switch member.role {
    case .lock: outcome.locked == .locked ? nil : outcome.locked
    // The others have a meaning of their own before any stage has.
    case .lockStatus, .heartbeat, .unlock: nil
    case .before: begun(outcome)
    case .current: current(outcome, member)
    case .preflight, .verify, .smoke, .analyse, .metric, .soak, .gate: checked(outcome, member)
    case .watch: outcome.checked == .fail ? .fail : nil
    case .watchMetric: strategy.metrics[member.number].decides && outcome.checked == .fail ? .fail : nil
    case .drift: outcome.checked == .fail ? .drifted : nil
    case .approve: outcome.answer
    case .guard, .promoteGuard: guarded(outcome)
    case .deploy, .retire: outcome.event
    case .switch, .shift: moved(outcome)
    case .promote: outcome.event == .ok ? nil : outcome.event
    case .promoteConfirm, .undoConfirm: outcome.checked == .pass ? nil : .unknown
    case .confirm: confirmed(outcome)
    case .after: outcome.checked == .pass ? .ok : .unknown
    case .undoSwitch, .undoShift, .undoPromote: outcome.event == .ok ? nil : .fail
    case .undoCheck: backAgain(outcome)
    case .undoDeploy, .forwardHold: outcome.event == .cancel ? .fail : outcome.event
    case .undoDrain: .elapsed
    // What only watches while others decide, and what its target or the capture hears of.
    case .pause, .stable, .baseline, .watchBaseline, .capture, .drain, .update, .restore, .revert, .reverify,
      .revertRestore:
      nil
    }
  }

  /// A check that all of its stage must pass; a failure counts at once.
  private mutating func checked(_ outcome: RolloutOutcome, _ member: RolloutMember) -> RolloutEvent? {
    if member.role == .metric, !strategy.metrics[member.number].decides { return nil }
    switch outcome.checked {
    case .pass: return nil
    case .tooFew where phase == .analysing: stage.hadTooFew = true
    // Where others are still asked, one of them may fail, which is more than not to know.
    case .tooFew, .unknown: stage.isUncertain = true
    default: return phase == .analysing && isStableSick ? .stableSick : .fail
    }
    return nil
  }

  /// Whether a target has the wanted version already; one that cannot tell is updated.
  private mutating func current(_ outcome: RolloutOutcome, _ member: RolloutMember) -> RolloutEvent? {
    if let target = member.target {
      targets[target].isCurrent = isCurrent(outcome)
      targets[target].version = outcome.status.isGood ? outcome.text : nil
    }
    return nil
  }

  func isCurrent(_ outcome: RolloutOutcome) -> Bool {
    guard outcome.status.isGood, !facts.isForced, let version = strategy.version?.literal else { return false }
    return outcome.text == version
  }

  // MARK: - Where the traffic is

  /// What was found before anything was changed.
  private mutating func begun(_ outcome: RolloutOutcome) -> RolloutEvent? {
    guard outcome.checked == .pass, let text = outcome.text else { return .unknown }
    if strategy.kind == .blueGreen {
      guard strategy.colors.contains(text) else { return begun(at: text, .strange) }
      old = text
      // The traffic is where the wanted version is.
      return text == strategy.returnsTo && !facts.isForced ? .nothingToDo : nil
    }
    if strategy.kind == .progressive {
      // Other targets than those that the plan was made for.
      let isSame = Set(TargetQuery.targets(in: text)) == Set(strategy.targets.map(\.name))
      return isSame || !strategy.areTargetsFound ? nil : .drifted
    }
    guard let weight = PlanStrategy.percentage(text) else { return begun(at: text, .strange) }
    old = String(weight)
    // Another rollout has given up half-way, or somebody is at it.
    return weight == 0 ? nil : begun(at: text, .drifted)
  }

  private mutating func begun(at text: String, _ event: RolloutEvent) -> RolloutEvent {
    misplaced = text
    return event
  }

  /// Right before the traffic is moved: it must be where it was left.
  private func guarded(_ outcome: RolloutOutcome) -> RolloutEvent? {
    guard let text = outcome.text, !text.isEmpty else { return .unknown }
    let isSame = outcome.checked == .pass
    if phase != .checkingGuard { return isSame ? nil : PlanStrategy.percentage(text) == nil ? .unknown : .drifted }
    return isSame ? .isOld : strategy.colors.contains(text) ? .drifted : .unknown
  }

  private mutating func moved(_ outcome: RolloutOutcome) -> RolloutEvent? {
    facts.lastResultWasGood = outcome.event == .ok
    return outcome.event
  }

  /// Whether traffic stays where a probe has found it, because the command that should have moved it has failed.
  func isSettled(_ text: String, _ member: RolloutMember) -> Bool {
    guard member.role == .confirm, !facts.lastResultWasGood else { return false }
    return strategy.isPlace(text)
  }

  /// Where the traffic is after it was moved, whatever the command said.
  private func confirmed(_ outcome: RolloutOutcome) -> RolloutEvent? {
    if outcome.checked == .pass { return .isNew }
    guard let text = outcome.text, !text.isEmpty else { return .unknown }
    if strategy.kind == .blueGreen { return text == old ? .isOld : .unknown }
    guard let weight = PlanStrategy.percentage(text) else { return .unknown }
    return weight == strategy.weight(after: facts.step - 1) ? .isOld : .drifted
  }

  /// How the side is that traffic went back to.
  private func backAgain(_ outcome: RolloutOutcome) -> RolloutEvent? {
    switch outcome.checked {
    case .pass: nil
    case .fail: strategy.kind == .canary ? .stableSick : .fail
    default: .unknown
    }
  }
}
