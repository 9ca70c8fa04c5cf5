internal import Audit
internal import Notifications
internal import Planning
internal import Running
internal import Text
internal import Values

/// What is on record, and what is told: I5, I7, I8 and I12.
extension InvariantCheck {
  /// I5: everything that was started has an end on record, or is named by what takes the run up.
  func intents(_ story: RehearsalStory) -> [InvariantViolation] {
    var open = OpenIntents()
    for (_, event) in story.outcome.events { open.take(event, story.roster) }
    let isOpen = story.status == .waiting || story.outcome.isEndless
    // What only looked when pyflow died has left nothing that anybody would have to know.
    let lost = isOpen ? [] : open.nodes.sorted().filter { story.outcome.crashes == 0 || story.changesSomething($0) }
    var found = lost.map { node in
      InvariantViolation(
        .noIntentLost, "\(story.plan.nodes[node].id) was started, and nothing tells what came of it", at: node)
    }
    if let status = story.status, story.outcome.history.status != status.rawValue {
      let recorded = story.outcome.history.status ?? "nothing"
      found.append(
        InvariantViolation(.noIntentLost, "the record says \(recorded) where the run ended \(status.rawValue)"))
    }
    return found
  }

  /// What was started and has not ended.
  private struct OpenIntents {
    var nodes: Set<Int> = []

    mutating func take(_ event: RunEvent, _ roster: RolloutRoster) {
      switch event {
      case .started(let node, _, _), .rollbackStarted(let node, _, _): nodes.insert(node)
      case .finished(let finish), .rollbackFinished(let finish): nodes.remove(finish.node)
      case .retrying(let retry): nodes.remove(retry.node)
      case .passedOver(let node, _, _), .kept(let node, _), .renewed(let node, _): nodes.remove(node)
      // It looks itself for what became of what was under way.
      case .rolloutMoved(let owner, let move) where move.from == .orphaned:
        guard let rollout = roster.rollout(of: owner) else { break }
        nodes = nodes.filter { roster[$0]?.rollout != rollout }
      default: break
      }
    }
  }

  /// I7: every channel is told once how the run ended: there is one end to tell, and nobody hears it twice.
  func notification(_ story: RehearsalStory) -> [InvariantViolation] {
    if story.outcome.isEndless { return [] }
    let ends = story.outcome.channels.topics.count(where: \.isEnd)
    if ends != 1 { return [InvariantViolation(.toldOnce, "how the run ended is told \(ends) times")] }
    let told = story.outcome.channels.messages.filter { $0.topic.isEnd }
    return story.plan.settings.channels.map(\.name).compactMap { channel in
      let count = told.count { $0.channel == channel }
      return count < 2
        ? nil : InvariantViolation(.toldOnce, "channel `\(channel)` is told \(count) times how the run ended")
    }
  }

  /// I8: the lock of a rollout is held while it changes anything, and given back once it is over.
  func locks(_ story: RehearsalStory) -> [InvariantViolation] {
    story.rollouts.filter { $0.has(.lock) }.compactMap { rollout in
      let id = story.plan.nodes[rollout.owner].id
      if let change = rollout.changes.first(where: { !rollout.holdsLock(at: $0.moment) }) {
        let node = story.plan.nodes[change.node].id
        return InvariantViolation(.locked, "\(node) was started without the lock of \(id)", at: change.node)
      }
      if let moment = rollout.takenUp, !rollout.hasLockedAgain(before: moment) {
        return InvariantViolation(.locked, "\(id) was taken up without its lock", at: rollout.owner)
      }
      guard rollout.end == .succeeded || rollout.end == .rolledBack, rollout.holdsLock(at: .max) else { return nil }
      return InvariantViolation(.locked, "\(id) is over, and its lock was not given back", at: rollout.owner)
    }
  }

  /// I12: no secret is recorded or told.
  func secrecy(_ story: RehearsalStory) -> [InvariantViolation] {
    if secrets.isEmpty { return [] }
    let record = String(decoding: story.outcome.record, as: UTF8.self)
    let told = RehearsalTimeline(story.outcome, style: .plain).lines.joined(separator: "\n")
    return secrets.enumerated().compactMap { number, secret in
      let place = record.contains(secret) ? "the record" : told.contains(secret) ? "what is shown" : nil
      return place.map { InvariantViolation(.secrecy, "secret \(number + 1) stands in \($0)") }
    }
  }
}

extension RolloutStory {
  /// Whether it has its lock at a moment.
  fileprivate func holdsLock(at moment: Int) -> Bool { locks.last { $0.moment < moment }?.isHeld ?? false }

  /// Whether it took its lock once more after its last change before `moment`.
  fileprivate func hasLockedAgain(before moment: Int) -> Bool {
    let change = changes.last { $0.moment < moment }?.moment ?? -1
    return locks.contains { $0.isHeld && $0.moment > change && $0.moment < moment }
  }
}
