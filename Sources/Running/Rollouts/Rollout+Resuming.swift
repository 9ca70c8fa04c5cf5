internal import Planning
internal import Values

/// A rollout whose process has died, taken up again: only this leaves the state that the tables call orphaned.
extension Rollout {
  /// Notes where it stood, and how its nodes had ended; `goesBack` if nothing is wanted but that it is back.
  mutating func takeUp(_ past: PastRollout, _ statuses: [NodeStatus], goesBack: Bool) {
    self.past = past
    old = past.old
    hasPromoted = past.hasPromoted
    // Before it promotes, it looks where the traffic is.
    let hasLooked = index.places(of: .promote).contains { statuses[$0] != .pending }
    if past.openPhase == .promoting, !hasLooked { hasPromoted = false }
    takeUpTargets(statuses)
    if goesBack { wish = .cancel }
  }

  /// Goes on where it stood: what only looks is begun again, and of what was under way nobody knows how it ended.
  mutating func goOn(from past: PastRollout) {
    facts.step = past.step
    facts.lastResultWasGood = past.lastResultWasGood
    guard let open = past.openPhase else { return goBack() }
    phase = open
    // The failure was looked at in its time.
    if open.isRecovery { capture = .over }
    guard let row = table.row(from: open, on: .processDeath, facts) else { return trap(on: .processDeath) }
    coverage.insert(row.name)
    record(row.id, from: .orphaned, .processDeath, nil)
    goOn(in: open)
  }

  private mutating func goOn(in phase: RolloutPhase) {
    switch phase {
    case .switching, .shifting:
      facts.lastResultWasGood = false
      take(.fail)
    case .promoting where !hasPromoted: enter()
    case .deploying, .promoting, .retiring: take(.fail)
    case .batch: resumeBatch()
    default: enter()
    }
  }

  /// Where the targets stood, as the ends of their nodes tell; what was under way may have changed its target.
  private mutating func takeUpTargets(_ statuses: [NodeStatus]) {
    for (member, status) in zip(strategy.members, statuses) {
      guard let target = member.target, member.step > 0 else { continue }
      takeUp(target, member.role, status)
    }
    failedTargets = targets.count { $0.phase.hasFailed }
  }

  private mutating func takeUp(_ target: Int, _ role: RolloutRole, _ status: NodeStatus) {
    let isTouched = targets[target].isTouched
    switch role {
    case .drain where status != .pending && status != .skipped: targets[target].isDrained = true
    case .update where status != .pending && status != .skipped:
      targets[target].isTouched = true
      let isDone = status.isGood && index.place(of: .verify, for: target) == nil
      targets[target].phase = isDone ? .done : .failedTouched
    case .verify where isTouched: targets[target].phase = status.isGood ? .done : .failedTouched
    case .restore where status.isGood: targets[target].isDrained = false
    case .restore where isTouched && targets[target].isDrained: targets[target].phase = .failedTouched
    case .revert where status.isGood && index.place(of: .reverify, for: target) == nil:
      targets[target].phase = .reverted
    case .reverify where status.isGood: targets[target].phase = .reverted
    default: break
    }
    if role == .update, !targets[target].isTouched, targets[target].isDrained {
      targets[target].phase = .failedUntouched
    }
  }
}
