internal import Planning
internal import Values

/// Ending a run as it stands, so that it can be taken up where it stopped: because a person wants it to pause, or wanted
/// only a part of it to run again (design 7).
extension Engine {
  /// Starts nothing new from now on; what runs is let finish, and nothing is undone.
  ///
  /// What is being undone is undone to its end: half of that would be worse than either. A run that was asked to end ends.
  mutating func pause(by person: String, at now: Instant) {
    let isHeeded =
      !purpose.isUndoing && runbooks[0].recovery == nil && runbooks[0].consent == nil && signal == nil && !isHalted
    tell(.pauseRequested(by: person, isHeeded: isHeeded))
    guard isHeeded else { return }
    for runbook in runbooks.indices { stop(runbook, for: .halt(.pause(by: person))) }
    for index in openFailures.keys.sorted() { giveUpAsking(about: index, at: now) }
    // A further attempt, or a further sample, would be a start.
    endDelayed(at: now)
  }

  /// Whether a person has paused the run.
  var isPaused: Bool {
    if case .halt(.pause)? = runbooks[0].stop { true } else { false }
  }

  /// Why nodes of a runbook were not begun, or not tried again, although nothing that they need has failed; nothing if none were.
  func holdReason(in runbook: Int) -> Reason? {
    plan.nodes(of: runbook).lazy.compactMap { states[$0].reason }.first(where: \.isHold)
  }

  /// Why the run ends as it stands although nothing in it has failed.
  var holdReason: Reason? {
    runbooks.indices.lazy.compactMap { holdReason(in: $0) }.first
  }
}

extension Reason {
  /// Whether it keeps a node from running that would run if the run were taken up again.
  var isHold: Bool {
    switch self {
    case .paused, .notWanted, .halted: true
    default: false
    }
  }
}
