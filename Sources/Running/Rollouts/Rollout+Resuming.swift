internal import Planning
internal import Values

/// A rollout whose process has died, taken up again: only this leaves the state that the tables call orphaned.
extension Rollout {
  /// Notes where it stood, and how its nodes had ended; `goesBack` if nothing is wanted but that it is back.
  mutating func takeUp(_ past: PastRollout, _ members: [PastMember], goesBack: Bool) {
    self.past = past
    old = past.old
    // Before it promotes, it looks where the traffic is, and may have come no further.
    hasPromoted = past.hasPromoted && index.places(of: .promote).contains { members[$0].hasBegun }
    takeUpTargets(members)
    wish = goesBack ? .cancel : past.wish
  }

  /// Goes on where it stood: what only looks is begun again, and of what was under way nobody knows how it ended.
  mutating func goOn(from past: PastRollout) {
    if past.isEnding { return endAgain(as: past) }
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

  /// Ends as it had ended: nothing is left but to give its lock back, if it could be taken once more.
  mutating func endAgain(as past: PastRollout) {
    facts.step = past.step
    facts.lastResultWasGood = past.lastResultWasGood
    (lastPhase, phase) = (past.from, past.phase)
    abandon(running.sorted())
    end()
  }

  /// It could not be taken up: what it left open stays so, for whoever takes it up next, and its record tells nothing else.
  mutating func stayOpen(_ row: RolloutRow<RolloutPhase>) {
    note(row, nil)
    abandon(running.sorted())
    endCause = row.cause ?? wishCause
    (lastPhase, phase) = (row.from, .orphaned)
    end()
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

  /// Where the targets stood, as the ends of their nodes tell, in the order in which these began.
  private mutating func takeUpTargets(_ members: [PastMember]) {
    let known = zip(strategy.members, members).filter { member, past in
      member.target != nil && member.step > 0 && past.hasBegun
    }
    for (member, past) in known.sorted(by: { Self.began($0, before: $1) }) {
      if let target = member.target { takeUp(target, member.role, past.status) }
    }
    failedTargets = targets.count { $0.phase.hasFailed }
  }

  /// Whether one node of a target began before another one: where nobody knows, in the order in which they are needed.
  private static func began(_ first: (RolloutMember, PastMember), before second: (RolloutMember, PastMember)) -> Bool {
    let order = RolloutRole.ofTargets
    func place(_ member: RolloutMember) -> Int { order.firstIndex(of: member.role) ?? 0 }
    return (first.1.start ?? 0, place(first.0)) < (second.1.start ?? 0, place(second.0))
  }

  /// What was under way may have changed its target.
  private mutating func takeUp(_ target: Int, _ role: RolloutRole, _ status: NodeStatus) {
    switch role {
    case .drain:
      targets[target].isDrained = true
      targets[target].phase = .failedUntouched
    case .update:
      targets[target].isTouched = true
      targets[target].phase = isEnd(.update, of: target, status) ? .done : .failedTouched
    case .verify: targets[target].phase = isEnd(.verify, of: target, status) ? .done : .failedTouched
    case .restore:
      targets[target].isDrained = !status.isGood
      if targets[target].isTouched { targets[target].phase = status.isGood ? .done : .failedTouched }
    case .revert, .reverify:
      targets[target].phase = isBack(role, target, status) ? .reverted : .failedTouched
    case .revertRestore:
      targets[target].isDrained = !status.isGood
      targets[target].phase = status.isGood ? .reverted : targets[target].isTouched ? .failedTouched : .failedUntouched
    default: break
    }
  }

  /// Whether a target that has come through its node is up to date: nothing is missing then.
  private func isEnd(_ role: RolloutRole, of target: Int, _ status: NodeStatus) -> Bool {
    let isChecked = role == .verify || index.place(of: .verify, for: target) == nil
    return status.isGood && isChecked && !targets[target].isDrained
  }

  /// Whether a target that has come through its node is as it was.
  private func isBack(_ role: RolloutRole, _ target: Int, _ status: NodeStatus) -> Bool {
    let isChecked = role == .reverify || index.place(of: .reverify, for: target) == nil
    return status.isGood && isChecked && !targets[target].isDrained
  }
}

extension RolloutRole {
  /// What is done with a target, in order.
  fileprivate static let ofTargets: [RolloutRole] = [
    .drain, .update, .verify, .restore, .revert, .reverify, .revertRestore,
  ]
}
