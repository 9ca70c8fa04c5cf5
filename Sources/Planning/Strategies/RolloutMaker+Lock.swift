internal import Runbooks
internal import Templates
internal import Values

/// The nodes of a rollout's lock: one of this machine, or commands that hold one elsewhere (design 8).
extension RolloutMaker {
  mutating func addLock(by fields: inout FieldPlanner) {
    if case .shared(let shared) = declaration.lock { return addSharedLock(shared, by: &fields) }
    if locks.isEmpty { return }
    var node = PlanNode(id: "lock", kind: NodeKind.function.rawValue, action: .function(.nothing))
    node.locks = locks
    append(node, RolloutMember(.lock), .next, by: &fields)
  }

  /// How long a lock lasts that is held elsewhere, unless the runbook says so.
  private static let usualTimeToLive = Duration.seconds(60)
  /// Longer than any rollout: only its end ends the heartbeat.
  private static let always = Duration.seconds(10 * 365 * 86_400)

  private mutating func addSharedLock(_ shared: SharedLockDeclaration, by fields: inout FieldPlanner) {
    let lock = add(RolloutMember(.lock), "lock", shared.acquire, of: .lock, by: &fields)
    if let status = shared.status {
      add(RolloutMember(.lockStatus), "lock/status", status, of: .lock, at: .answer(to: [lock]), by: &fields)
    }
    let lasts =
      shared.timeToLive.flatMap { fields.known(timeout: $0, key: SharedLockKey.ttl.rawValue) } ?? Self.usualTimeToLive
    add(
      RolloutMember(.heartbeat), "lock/heartbeat", shared.acquire, of: .lock, poll: heartbeat(every: lasts / 4),
      at: .behind(lock), by: &fields)
  }

  /// Taken again a quarter of its time later, and each time for at most half of that, it is lost when two in a row have failed:
  /// at most seven eighths of its time after it was last taken.
  private func heartbeat(every time: Duration) -> PlanPoll {
    var poll = poll(for: Self.always)
    poll.every = time
    poll.isOfObserver = true
    poll.failCodes = []
    poll.unknownLimit = 1
    poll.goal = .watched
    poll.minimumPasses = 0
    return poll
  }

  mutating func addUnlock(by fields: inout FieldPlanner) {
    guard case .shared(let shared) = declaration.lock else { return }
    add(RolloutMember(.unlock), "unlock", shared.release, of: .lock, by: &fields)
  }
}
