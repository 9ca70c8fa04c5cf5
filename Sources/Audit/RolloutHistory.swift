public import Planning
public import Running
public import Values

/// How a rollout has ended, as its run's records tell.
public struct RolloutEnd: Sendable, Equatable {
  /// The run.
  public let run: String
  /// The node.
  public let node: String
  /// What was changed.
  public let target: String
  /// The version that it was to get.
  public let version: String?
  /// How it ended.
  public let phase: RolloutPhase
  /// Why, where its table says so.
  public let cause: String?
  /// Where the traffic was when it began, if it got so far.
  public let old: String?
  /// When it ended.
  public let time: Timestamp

  /// Whether it has put its version there, and not found it there.
  var hasChanged: Bool { phase == .succeeded && cause != RolloutEvent.nothingToDo.rawValue }
}

/// What the rollouts of an audit file have done to what they change, in order of time.
public struct RolloutHistory: Sendable {
  /// The ends of all rollouts that began: those that were refused have changed nothing.
  public let ends: [RolloutEnd]

  /// The rollouts of runs.
  public init(_ runs: [RunHistory]) {
    ends = runs.flatMap { run in run.nodes.compactMap { $0.isUndone ? nil : $0.rolloutEnd } }
      .filter { $0.phase != .refused }.sorted { $0.time < $1.time }
  }

  /// Whether there is any of something.
  public func knows(_ target: String) -> Bool { ends.contains { $0.target == target } }

  /// The version that something has, as the last rollout that succeeded has left it.
  public func current(of target: String) -> RolloutEnd? {
    ends.last { $0.target == target && $0.phase == .succeeded && $0.version != nil }
  }

  /// The same as the version before, for a rollout that begins now.
  public func previous(of target: String) -> PreviousVersion? {
    current(of: target).flatMap { end in end.version.map { PreviousVersion(version: $0, run: end.run) } }
  }

  /// The last rollout that has put a version there; without one, another version than the one that is there now.
  public func good(_ version: String?, of target: String) -> RolloutEnd? {
    let now = current(of: target)?.version
    return ends.last { end in
      end.target == target && end.phase == .succeeded && end.version != nil
        && (version.map { end.version == $0 } ?? (end.version != now))
    }
  }

  /// The side of BlueGreen without traffic, if it still has a version: the last rollout took the traffic from there, the one
  /// before it had put the version there, and none has begun since.
  public func idleSide(with version: String, of target: String) -> String? {
    let own = ends.filter { $0.target == target && $0.cause != RolloutEvent.nothingToDo.rawValue }
    guard let last = own.last, last.hasChanged, let before = own.dropLast().last, before.hasChanged,
      before.version == version
    else { return nil }
    return last.old
  }
}

extension RolloutEnd {
  /// The end that a record tells of; nothing if the rollout goes on.
  init?(_ record: AuditRecord) {
    guard let phase = record[.phase]?.string.flatMap({ RolloutPhase(rawValue: $0) }), phase.hasEnded,
      let node = record[.node]?.string, let target = record[.target]?.string, let time = record.time
    else { return nil }
    self.init(
      run: record.run, node: node, target: target, version: record[.version]?.string, phase: phase,
      cause: record[.why]?.string, old: record[.old]?.string, time: time)
  }
}
