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
    var open = OpenIntents(story.roster)
    for (_, event) in story.outcome.events { open.take(event) }
    let isOpen = story.status == .waiting || story.outcome.isEndless || story.outcome.isOrphaned
    // What only looked when pyflow died has left nothing that anybody would have to know.
    let hasDied = !story.outcome.deaths.isEmpty
    let lost = isOpen ? [] : open.nodes.sorted().filter { !hasDied || story.changesSomething($0) }
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

  /// I7: every channel that wants to hear of it is told once how the run ended, and there is one end to tell.
  func notification(_ story: RehearsalStory) -> [InvariantViolation] {
    if story.outcome.isEndless || story.outcome.isOrphaned { return [] }
    let channels = story.outcome.channels
    let ends = channels.told.filter(\.topic.isEnd)
    guard let end = ends.first, ends.count == 1 else {
      return [InvariantViolation(.toldOnce, "how the run ended is told \(ends.count) times")]
    }
    let audience = channels.audience(of: end)
    return story.plan.settings.channels.map(\.name).compactMap { name in
      let messages = channels.messages.filter { $0.channel == name && $0.topic.isEnd }
      let delivered = messages.filter(\.isDelivered).map(\.key)
      if delivered.count > Set(delivered).count {
        return InvariantViolation(.toldOnce, "channel `\(name)` is told twice how the run ended")
      }
      guard messages.isEmpty, audience.contains(name) else { return nil }
      return InvariantViolation(.toldOnce, "channel `\(name)` is not told how the run ended")
    }
  }

  /// I8: the lock of a rollout is held while it changes anything, given back once all is in order, and kept for whoever
  /// must look where it is not.
  func locks(_ story: RehearsalStory) -> [InvariantViolation] {
    story.rollouts.filter { $0.has(.lock) }.compactMap { rollout in
      let id = story.plan.nodes[rollout.owner].id
      if let node = rollout.lock.unlockedChange {
        return InvariantViolation(
          .locked, "\(story.plan.nodes[node].id) was started without the lock of \(id)", at: node)
      }
      if rollout.lock.isTakenUpUnlocked {
        return InvariantViolation(.locked, "\(id) was taken up without its lock", at: rollout.owner)
      }
      return rollout.misplacedLock.map { InvariantViolation(.locked, "\(id) \($0)", at: rollout.owner) }
    }
  }

  /// I12: no secret is recorded or told, in no form in which programs print it.
  func secrecy(_ story: RehearsalStory) -> [InvariantViolation] {
    if secrets.isEmpty { return [] }
    return places(in: story).flatMap { place, text in
      let known = secrets.indices.filter { text.contains(secrets[$0]) }
      if !known.isEmpty {
        return known.map { InvariantViolation(.secrecy, "secret \($0 + 1) stands in \(place)") }
      }
      let isEncoded = mask.masked(text) != text
      return isEncoded ? [InvariantViolation(.secrecy, "a secret stands encoded in \(place)")] : []
    }
  }

  /// All that outlives a run, or leaves it.
  private func places(in story: RehearsalStory) -> [(place: String, text: String)] {
    let outcome = story.outcome
    let shown = RehearsalTimeline(outcome, style: .plain, showsWholeCommands: true).lines
    return [
      ("the record", String(decoding: outcome.record, as: UTF8.self)),
      ("a file of the run", String(decoding: outcome.spills.flatMap(\.bytes), as: UTF8.self)),
      ("what is shown", shown.joined(separator: "\n")),
      ("what channels are told", String(decoding: outcome.channels.payloads.flatMap { $0 + [10] }, as: UTF8.self)),
    ]
  }
}

extension RolloutActs {
  /// What is wrong with where its lock is at the end.
  fileprivate var misplacedLock: String? {
    switch end {
    case .succeeded, .rolledBack, .refused: lock.isHeld ? "is over, and its lock was not given back" : nil
    case .halted, .rollbackFailed, .interrupted:
      // One that commands hold elsewhere lasts until they give it back.
      lock.wasHeld && !(lock.isHeld && (lock.isReserved || has(.unlock)))
        ? "needs a person, and its lock does not stay with it" : nil
    default: nil
    }
  }
}
