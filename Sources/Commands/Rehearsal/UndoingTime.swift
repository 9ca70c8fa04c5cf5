internal import Planning
internal import Reports
internal import Running
internal import Values

/// How long a run took from the first sign that something was wrong until everything that it did was undone.
struct UndoingTime {
  /// How long; nothing if nothing was undone, or not everything.
  let time: Duration?
  /// The node that was undone last, by its id; of a rollout the one in it.
  let lastNode: String?

  init(_ story: RehearsalStory) {
    let events = story.outcome.events
    guard Self.isComplete(story), let first = events.first(where: { Self.isSign($0.event) }),
      let last = events.last(where: { Self.undone(by: $0.event, story) != nil }), last.at >= first.at
    else {
      (time, lastNode) = (nil, nil)
      return
    }
    time = last.at.duration(since: first.at)
    lastNode = Self.undone(by: last.event, story).map { story.plan.nodes[$0].id }
  }

  /// Whether all that was to be undone was, however the run ended.
  private static func isComplete(_ story: RehearsalStory) -> Bool {
    guard let finish = story.outcome.finish, finish.notUndone.isEmpty, finish.commandsLeft.isEmpty else { return false }
    return switch finish.status {
    case .rolledBack: true
    case .failed, .cancelled: story.rollouts.allSatisfy { $0.end != .halted && $0.end != .rollbackFailed }
    case .succeeded, .rollbackFailed, .halted, .refused, .waiting: false
    }
  }

  private static func isSign(_ event: RunEvent) -> Bool {
    switch event {
    case .finished(let finish): !finish.status.isGood && !finish.isAllowed && finish.status != .skipped
    case .interrupted, .retrying: true
    case .rolloutMoved(_, let move): move.from == .orphaned || move.to.isRecovery || move.to == .halted
    case .kept, .renewed: true
    default: false
    }
  }

  /// The node that has gone back, if that is what has happened.
  private static func undone(by event: RunEvent, _ story: RehearsalStory) -> Int? {
    switch event {
    case .rollbackFinished(let finish) where finish.status.isGood && story.roster.rollout(of: finish.node) == nil:
      finish.node
    case .finished(let finish)
    where finish.status.isGood && finish.attempt > 0 && story.roster[finish.node]?.member.role.isOfWayBack ?? false:
      finish.node
    default: nil
    }
  }
}
