public import Running
public import Values

/// How a rollout has ended, or where it stands if it has not, as its run's records tell: what it has done to its target.
public struct RolloutEnd: Sendable, Equatable {
  /// The run.
  public let run: String
  /// The node.
  public let node: String
  /// What was changed.
  public let target: String
  /// The version that it was to get; known once the rollout has ended.
  public let version: String?
  /// How it ended; of a rollout that goes on, or whose process has died, where it stands.
  public let phase: RolloutPhase
  /// Why, where its table says so.
  public let cause: String?
  /// Where the traffic was when it began, if it got so far.
  public let old: String?
  /// When it ended, or came to stand there.
  public let time: Timestamp
  /// Whether a person has said since that it was undone.
  public internal(set) var isUndone = false

  /// Whether it has found its version there.
  var isNothing: Bool { phase == .succeeded && cause == RolloutEvent.nothingToDo.rawValue }

  /// Whether it has its version there, put by it or found.
  var isGood: Bool { phase == .succeeded && version != nil && !isUndone }

  /// Whether it has put its version there, and not found it there.
  var hasChanged: Bool { isGood && !isNothing }

  /// Whether everything is as it was before.
  var hasPutBack: Bool { phase == .rolledBack && cause != RolloutMove.leftoversCause }
}

extension RolloutEnd {
  /// What a record tells of a rollout of `target`; nothing if that has changed nothing there yet.
  init?(_ record: AuditRecord, of target: String?) {
    guard let phase = record[.phase]?.string.flatMap({ RolloutPhase(rawValue: $0) }), phase.mayHaveChanged,
      let node = record[.node]?.string, let target = record[.target]?.string ?? target, let time = record.time
    else { return nil }
    self.init(
      run: record.run, node: node, target: target, version: record[.version]?.string, phase: phase,
      cause: record[.why]?.string, old: record[.old]?.string, time: time)
  }
}

extension RolloutPhase {
  /// Whether a rollout that stands there may have changed something.
  fileprivate var mayHaveChanged: Bool {
    switch self {
    case .start, .observing, .ready, .refused: false
    default: true
    }
  }
}
