internal import Planning
internal import Running
internal import Templates
internal import Values

/// What was changed, and whether it is as it was: I1 and I2.
extension InvariantCheck {
  /// I1: what was refused has changed nothing.
  func refusal(_ story: RehearsalStory) -> [InvariantViolation] {
    var found: [InvariantViolation] = []
    for rollout in story.rollouts where rollout.end == .refused {
      guard let change = rollout.changes.first, !rollout.isTakenUp else { continue }
      found.append(changedThoughRefused(story.plan.nodes[rollout.owner].id, change.node, story))
    }
    if story.status == .refused, let act = story.acts.first(where: story.changes) {
      found.append(changedThoughRefused("the run", act.node, story))
    }
    return found
  }

  private func changedThoughRefused(_ what: String, _ node: Int, _ story: RehearsalStory) -> InvariantViolation {
    InvariantViolation(.refusal, "\(what) was refused, and \(story.plan.nodes[node].id) was started", at: node)
  }

  /// I2: what was rolled back is as it was: traffic, versions, and everything that was done.
  func wayBack(_ story: RehearsalStory) -> [InvariantViolation] {
    story.rollouts.compactMap { traffic($0, story) } + story.rollouts.flatMap { versions($0, story) }
      + notUndone(story) + withoutRollback(story)
  }

  // MARK: - Rollouts

  private func traffic(_ rollout: RolloutActs, _ story: RehearsalStory) -> InvariantViolation? {
    guard rollout.end == .rolledBack, let old = rollout.old ?? usualPlace(rollout),
      let place = story.outcome.places[rollout.strategy.scope], place != old
    else { return nil }
    let id = story.plan.nodes[rollout.owner].id
    return InvariantViolation(
      .wayBack, "\(id) was rolled back, and its traffic is at \(place), not at \(old)", at: rollout.owner,
      hint: rollout.strategy.kind == .canary && !rollout.has(.undoConfirm)
        ? "nothing asks where the traffic is: add `weight`" : nil)
  }

  /// Where the traffic of a rollout is at first that nothing asks where it is.
  private func usualPlace(_ rollout: RolloutActs) -> String? { rollout.strategy.kind == .canary ? "0" : nil }

  private func versions(_ rollout: RolloutActs, _ story: RehearsalStory) -> [InvariantViolation] {
    guard rollout.end == .rolledBack, rollout.strategy.kind == .progressive else { return [] }
    let id = story.plan.nodes[rollout.owner].id
    let old = rollout.strategy.previous?.literal ?? "old"
    return rollout.strategy.targets.compactMap { target in
      guard let version = story.outcome.versions[rollout.strategy.scope]?[target.name]?.string, version != old else {
        return nil
      }
      return InvariantViolation(
        .wayBack, "\(id) was rolled back, and \(target.name) has version \(version), not \(old)", at: rollout.owner)
    }
  }

  // MARK: - Nodes with rollbacks, and those without

  /// Where a run says that everything was undone: what is registered to be undone, and was not.
  private func notUndone(_ story: RehearsalStory) -> [InvariantViolation] {
    guard story.status == .rolledBack else { return [] }
    var registered: Set<Int> = []
    for act in story.acts where act.kind == .run && story.plan.nodes[act.node].rollback != nil {
      registered.insert(act.node)
    }
    for end in story.ends {
      if !end.isRollback, !end.isRegistered { registered.remove(end.node) }
      // A rollout says itself, once it has succeeded, that there is something to undo.
      if end.isRegistered, story.roster.rollout(of: end.node) != nil { registered.insert(end.node) }
      if end.isRollback, end.isGood { registered.remove(end.node) }
    }
    for rollout in story.rollouts where rollout.end == .succeeded && !rollout.changes.isEmpty {
      if rollout.strategy.canBeUndone { registered.insert(rollout.owner) }
    }
    return registered.subtracting(story.closed).sorted().filter { !isHandler($0, story) }.map { node in
      InvariantViolation(
        .wayBack, "the run was rolled back, and \(story.plan.nodes[node].id) was not undone", at: node)
    }
  }

  private func isHandler(_ node: Int, _ story: RehearsalStory) -> Bool { story.plan.nodes[node].isHandler }

  /// What changed something between what was undone and what failed, and has nothing that undoes it.
  ///
  /// What comes before the first thing that is undone only prepares, and what nothing follows could not be in its way.
  private func withoutRollback(_ story: RehearsalStory) -> [InvariantViolation] {
    let undone = Set(story.ends.filter { $0.isRollback && $0.isGood }.map(\.node))
    if undone.isEmpty || story.status == .succeeded { return [] }
    let started = Set(story.acts.filter { $0.kind == .run }.map(\.node))
    let good = Set(story.ends.filter { !$0.isRollback && $0.isGood }.map(\.node))
    return good.sorted().filter { node in
      needsRollback(node, story) && graph.isReached(node, from: undone) && graph.leads(from: node, to: started)
    }.map { node in
      let id = story.plan.nodes[node].id
      return InvariantViolation(
        .wayBack, "\(id) changed something that nothing undoes, while what it stands on was undone", at: node,
        hint: "give \(id) a `rollback`; `rollback = \"true\"` says that there is nothing to undo, "
          + "`irreversible = true` that nothing can undo it")
    }
  }

  private func needsRollback(_ node: Int, _ story: RehearsalStory) -> Bool {
    guard node < story.plan.nodes.count, story.roster[node] == nil else { return false }
    let planned = story.plan.nodes[node]
    let isMeant = planned.precautions?.isIrreversible != nil || planned.precautions?.isPivot != nil
    return planned.action.mayChange && planned.poll == nil && !planned.isHandler && !isMeant
      && !story.closed.contains(node) && !hasRollback(node, story.plan)
  }

  private func hasRollback(_ node: Int, _ plan: Plan) -> Bool {
    if plan.nodes[node].rollback != nil { return true }
    return plan.runbooks[plan.nodes[node].runbook].owner.map { hasRollback($0, plan) } ?? false
  }
}
