internal import Planning

/// A rollout that has succeeded, and goes back because its run is undone (design 5.4; `docs/decisions/0061`).
extension Rollout {
  /// Where it stands, as its records tell it too.
  var standing: PastRollout {
    var standing = PastRollout(
      phase: phase, from: lastPhase, step: facts.step, old: old, lastResultWasGood: facts.lastResultWasGood)
    standing.hasPromoted = hasPromoted
    return standing
  }

  /// Notes what it has done, and how its nodes ended; it goes back as soon as it holds its lock.
  mutating func takeBack(_ past: PastRollout, _ members: [PastMember]) {
    takeUp(past, members, goesBack: false)
    self.past?.isEnding = false
    // What its own failures lead to is another matter: all of it is undone now.
    facts.onFailure = .rollback
    capture = .over
  }

  /// Begins to go back.
  mutating func goBack() {
    (lastPhase, phase) = (.succeeded, wayBack)
    record(RolloutMove.undo, from: .succeeded, .revert, nil)
    enter()
  }

  private var wayBack: RolloutPhase {
    switch strategy.kind {
    case .blueGreen: .undoSwitch
    case .canary: .undoShift
    case .progressive: .reverting
    }
  }
}
