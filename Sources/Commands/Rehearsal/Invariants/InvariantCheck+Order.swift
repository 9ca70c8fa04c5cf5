internal import Planning
internal import Running

/// What comes before what: I3, I4, I6, I10 and I11.
extension InvariantCheck {
  /// I3: nothing gets traffic that was not verified.
  func verification(_ story: RehearsalStory) -> [InvariantViolation] {
    story.rollouts.compactMap { rollout in
      rollout.unverified.map { node in
        InvariantViolation(
          .verifiedFirst, "\(story.plan.nodes[node].id) moved traffic to what had not been verified", at: node)
      }
    }
  }

  /// I4: nothing goes forward once going back has begun.
  func wayForward(_ story: RehearsalStory) -> [InvariantViolation] {
    let late = story.rollouts.compactMap(\.late) + lateNodes(story)
    return late.map { node in
      let id = story.plan.nodes[node].id
      return InvariantViolation(.noWayForward, "\(id) was started after going back had begun", at: node)
    }
  }

  /// Nodes of runbooks that started after the first rollback there; instances may be undone while others go on.
  private func lateNodes(_ story: RehearsalStory) -> [Int] {
    var recovering: Set<Int> = []
    return story.acts.compactMap { act in
      let node = story.plan.nodes[act.node]
      if act.kind == .rollback, node.instance == nil { recovering.insert(node.runbook) }
      guard act.kind == .run, act.isOutside, story.roster[act.node] == nil else { return nil }
      return recovering.contains(node.runbook) && !node.isHandler ? act.node : nil
    }
  }

  /// I6: nothing is retired before the soak has passed.
  func soak(_ story: RehearsalStory) -> [InvariantViolation] {
    story.rollouts.compactMap { rollout in
      rollout.retiredTooEarly.map { node in
        InvariantViolation(.soakFirst, "\(story.plan.nodes[node].id) was started before the soak had passed", at: node)
      }
    }
  }

  /// I10: what was started last is undone first; independent branches in any order.
  func undoOrder(_ story: RehearsalStory) -> [InvariantViolation] {
    hastyRollbacks(story) + story.rollouts.compactMap { hastyRevert($0, story) }
  }

  private func hastyRollbacks(_ story: RehearsalStory) -> [InvariantViolation] {
    let begun = Set(story.acts.filter { $0.kind == .rollback }.map(\.node))
    if begun.count < 2 { return [] }
    let ends = Dictionary(story.ends.filter(\.isRollback).map { ($0.node, $0.moment) }) { first, _ in first }
    let starts = Dictionary(story.acts.filter { $0.kind == .rollback }.map { ($0.node, $0.moment) }) { first, _ in first
    }
    return starts.sorted { $0.value < $1.value }.compactMap { node, moment in
      guard let above = graph.nodes(above: node).first(where: { begun.contains($0) && (ends[$0] ?? .max) > moment })
      else { return nil }
      let (id, other) = (story.plan.nodes[node].id, story.plan.nodes[above].id)
      return InvariantViolation(.undoOrder, "\(id) was undone before \(other), which stands on it", at: node)
    }
  }

  private func hastyRevert(_ rollout: RolloutStory, _ story: RehearsalStory) -> InvariantViolation? {
    let targets = rollout.strategy.targets
    let batches = rollout.reverted.map { targets[$0].batch }
    guard let place = batches.indices.dropLast().first(where: { batches[$0] < batches[$0 + 1] }) else { return nil }
    let (first, second) = (targets[rollout.reverted[place]], targets[rollout.reverted[place + 1]])
    return InvariantViolation(
      .undoOrder, "\(first.name) was reverted before \(second.name), whose batch was later", at: rollout.owner)
  }

  /// I11: no check has passed with too few samples; a person may say that it has.
  func passes(_ story: RehearsalStory) -> [InvariantViolation] {
    var passes: [Int: Int] = [:]
    var approved: Set<Int> = []
    return story.outcome.events.compactMap { _, event in
      switch event {
      case .started(let node, _, _):
        passes[node] = 0
        approved.remove(node)
      case .sampled(let sample) where sample.verdict == .pass: passes[sample.node, default: 0] += 1
      case .approvalGranted(let grant): approved.insert(grant.node)
      case .finished(let finish) where finish.status == .succeeded && !approved.contains(finish.node):
        guard let poll = story.plan.nodes[finish.node].poll else { return nil }
        let count = passes[finish.node] ?? 0
        if count >= max(1, poll.minimumPasses) { return nil }
        return InvariantViolation(
          .enoughPasses,
          "\(story.plan.nodes[finish.node].id) has passed with \(count) of \(poll.minimumPasses) samples",
          at: finish.node)
      default: break
      }
      return nil
    }
  }
}
