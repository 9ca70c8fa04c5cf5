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

  /// Nodes and rollouts that started after the first rollback in their runbook; instances may be undone while others go on.
  private func lateNodes(_ story: RehearsalStory) -> [Int] {
    var recovering: [Int: Int] = [:]
    for act in story.acts where act.kind == .rollback && story.plan.nodes[act.node].instance == nil {
      let runbook = story.plan.nodes[act.node].runbook
      recovering[runbook] = min(recovering[runbook] ?? .max, act.moment)
    }
    if recovering.isEmpty { return [] }
    var starts = story.acts.filter { $0.kind == .run && $0.isOutside && story.roster[$0.node] == nil }.map {
      (node: $0.node, moment: $0.moment)
    }
    // One that is taken up to go back has begun long before.
    starts += story.rollouts.flatMap { rollout in rollout.starts.map { (node: rollout.owner, moment: $0) } }
    return starts.filter { start in
      let node = story.plan.nodes[start.node]
      return !node.isHandler && recovering[node.runbook].map { $0 < start.moment } ?? false
    }.map(\.node)
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
    let times = undoTimes(in: story)
    if times.count < 2 { return [] }
    return times.sorted { $0.value.start < $1.value.start }.compactMap { node, time in
      let above = graph.nodes(above: node).first { above in times[above].map { $0.end ?? .max > time.start } ?? false }
      guard let above else { return nil }
      let (id, other) = (story.plan.nodes[node].id, story.plan.nodes[above].id)
      return InvariantViolation(.undoOrder, "\(id) was undone before \(other), which stands on it", at: node)
    }
  }

  /// When nodes, and rollouts, began to be undone, and when they were; nothing if they were not.
  private func undoTimes(in story: RehearsalStory) -> [Int: (start: Int, end: Int?)] {
    var times: [Int: (start: Int, end: Int?)] = [:]
    for rollout in story.rollouts {
      if let start = rollout.wayBack.start { times[rollout.owner] = (start, rollout.wayBack.end) }
    }
    for act in story.acts where act.kind == .rollback {
      let known = times[act.node]
      times[act.node] = (min(known?.start ?? .max, act.moment), known?.end)
    }
    for end in story.ends where end.isRollback && end.isGood {
      if let time = times[end.node], time.end == nil { times[end.node]?.end = end.moment }
    }
    return times
  }

  private func hastyRevert(_ rollout: RolloutActs, _ story: RehearsalStory) -> InvariantViolation? {
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
        return tooFew(passes[finish.node] ?? 0, of: finish.node, story)
      default: break
      }
      return nil
    }
  }

  private func tooFew(_ passes: Int, of node: Int, _ story: RehearsalStory) -> InvariantViolation? {
    let (id, poll) = (story.plan.nodes[node].id, story.plan.nodes[node].poll)
    if let poll, passes < max(1, poll.minimumPasses) {
      return InvariantViolation(
        .enoughPasses, "\(id) has passed with \(passes) of \(poll.minimumPasses) samples", at: node)
    }
    return nil
  }
}
