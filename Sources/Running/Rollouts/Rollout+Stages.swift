internal import Planning
internal import Templates
internal import Values

/// What is done in a phase: one stage after the other, the nodes of a stage at the same time.
extension Rollout {
  mutating func startStage() {
    let roles = RolloutStages.roles(in: phase, of: strategy.kind)
    while stage.number < roles.count {
      let places = roles[stage.number].flatMap { self.places(of: $0) }
      if places.contains(where: isAwaited) {
        if phase == .analysing { held += hold.usual }
        if roles[stage.number].contains(.promote) { hasPromoted = true }
        return startTogether(places)
      }
      stage.number += 1
    }
    take(completion(of: roles))
  }

  /// Starts nodes; metrics behind the first sample of what they are compared with, without which they tell nothing.
  private mutating func startTogether(_ places: [Int]) {
    let members = strategy.members
    let compared = places.filter { members[$0].role == .baseline || members[$0].role == .watchBaseline }
      .map { members[$0].number }.filter { baselines[$0] == nil }
    let held = places.filter { place in
      (members[place].role == .metric || members[place].role == .watchMetric)
        && compared.contains(members[place].number)
    }
    for place in held {
      metricsHeld[members[place].number] = place
      enter(place)
    }
    start(places.filter { !held.contains($0) })
  }

  /// Begins the metric that has waited for what it is compared with.
  mutating func heardBaseline(_ number: Int) {
    guard let place = metricsHeld.removeValue(forKey: number), running.contains(place) else { return }
    orders.append(.start([place]))
  }

  /// What has happened where all of a phase was done, or there was nothing to do in it.
  private func completion(of roles: [[RolloutRole]]) -> RolloutEvent {
    if phase == .observing, isThereAlready { return .nothingToDo }
    return RolloutStages.completion(of: phase, isEmpty: roles.allSatisfy { $0.allSatisfy { places(of: $0).isEmpty } })
  }

  /// Whether the wanted version is live, by what was recorded or by what every target says, and it is not to be done anyway.
  private var isThereAlready: Bool {
    if facts.isForced { return false }
    if strategy.isPreviousLive, let version = strategy.version?.literal, version == strategy.previous?.literal {
      return true
    }
    return !targets.isEmpty && targets.allSatisfy(\.isCurrent)
  }

  mutating func finishStageIfDone() {
    guard !running.contains(where: isAwaited) else { return }
    abandon(running.sorted())
    if stage.isUncertain { return take(.unknown) }
    if stage.hadTooFew { return take(.tooFew) }
    stage.number += 1
    startStage()
  }

  private func isAwaited(_ place: Int) -> Bool { RolloutStages.isPrimary(strategy.members[place].role) }

  /// How long the step at hand is watched.
  var hold: (usual: Duration, longest: Duration) {
    strategy.holds.indices.contains(facts.step - 1) ? strategy.holds[facts.step - 1] : (.zero, .zero)
  }

  /// The places of the members that have a role in the step at hand.
  private func places(of role: RolloutRole) -> [Int] {
    if role == .current { return index.places(of: role) }
    if role == .undoPromote, !hasPromoted { return [] }
    let own = index.places(of: role, in: phase == .waitingInSoak ? 0 : facts.step).filter(isWanted)
    return own.isEmpty && phase != .waiting && phase != .pause ? index.places(of: role, in: 0).filter(isWanted) : own
  }

  /// Targets that have failed are not asked any more how they are.
  private func isWanted(_ place: Int) -> Bool {
    strategy.members[place].target.map { !targets[$0].phase.hasFailed } ?? true
  }
}
