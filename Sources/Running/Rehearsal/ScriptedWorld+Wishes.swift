internal import Planning

/// What people want of a scripted world while a node runs: that all stops, or that its rollout goes on otherwise.
extension ScriptedWorld {
  /// Has come to pyflow what somebody wants while a node does what is scripted for it.
  mutating func disturb(_ node: Int, _ what: ScriptStep, after duration: Duration) {
    switch what.ending {
    case .cancel: add(.signal(.interrupt), after: duration)
    case .wish(let wish):
      guard let rollout = plan.rolloutMember(node)?.owner else {
        return problems.append(.wishAstray(wish, node: ids[node]))
      }
      add(.rolloutRequested(node: ids[rollout], wish, by: Self.requester.text), after: duration)
    default: break
    }
  }

  /// A rollout does not do what an operator wants: the scenario takes place otherwise than it says.
  mutating func refuse(_ wish: RolloutEvent, of owner: Int) {
    problems.append(.wishRefused(wish, rollout: ids[owner], phase: phases[owner] ?? .start))
  }

  /// What operators still want when the run has ended, or pyflow has died, nobody hears.
  public mutating func missWishes() {
    for entry in agenda {
      if case .rolloutRequested(let id, let wish, _) = entry.event { problems.append(.wishMissed(wish, rollout: id)) }
    }
  }
}
