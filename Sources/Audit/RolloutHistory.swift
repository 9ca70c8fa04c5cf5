public import Planning
internal import Running

/// What the rollouts of an audit file have done to what they change, in order of time.
public struct RolloutHistory: Sendable {
  /// All rollouts that came to change something, or found it done: those that were refused are not among them.
  public let ends: [RolloutEnd]

  /// The rollouts of runs.
  public init(_ runs: [RunHistory]) {
    ends = runs.flatMap { $0.nodes.compactMap(Self.end) }.sorted { $0.time < $1.time }
  }

  /// What a node has done; a run that was undone has taken it back by itself, and its last record tells that.
  private static func end(of node: RunHistory.Node) -> RolloutEnd? {
    guard var end = node.rolloutEnd else { return nil }
    end.isUndone = node.isUndone && end.phase != .rolledBack
    return end
  }

  /// Whether there is any of something.
  public func knows(_ target: String) -> Bool { ends.contains { $0.target == target } }

  /// Everything that there is any of, the latest first.
  public var targets: [String] {
    ends.reversed().map(\.target).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// The version that something was given last, by a rollout that succeeded.
  public func current(of target: String) -> RolloutEnd? {
    ends.last { $0.target == target && $0.isGood }
  }

  /// The same version if it is there still: no rollout has begun since that has not put it back.
  public func live(of target: String) -> RolloutEnd? {
    let last = ends.last { $0.target == target && !$0.isNothing && !$0.hasPutBack }
    guard let current = current(of: target), last.map({ $0.hasChanged && $0.version == current.version }) ?? true else {
      return nil
    }
    return current
  }

  /// The version before, for a rollout that begins now.
  public func previous(of target: String) -> PreviousVersion? {
    current(of: target).flatMap { end in
      end.version.map { PreviousVersion(version: $0, run: end.run, isLive: live(of: target) != nil) }
    }
  }

  /// The last rollout that has put a version there; without one, another version than the one that is there now.
  public func good(_ version: String?, of target: String) -> RolloutEnd? {
    let now = live(of: target)?.version
    return ends.last { end in
      end.target == target && end.isGood && (version.map { end.version == $0 } ?? (end.version != now))
    }
  }

  /// The side of BlueGreen without traffic, if it still has a version: the last rollout took the traffic from there, the one
  /// before it had put the version there, and none has begun since.
  public func idleSide(with version: String, of target: String) -> String? {
    let own = ends.filter { $0.target == target && !$0.isNothing }
    guard let last = own.last, last.hasChanged, let before = own.dropLast().last, before.hasChanged,
      before.version == version
    else { return nil }
    return last.old
  }

  /// The first node of a run that would go back if the run is undone, though another run has come to the same target since,
  /// and the last rollout of such a run: whatever came of that, going back would take away what it has left.
  public func replacement(of run: RunHistory) -> (node: String, by: RolloutEnd)? {
    for node in run.nodes where node.wouldGoBack {
      if let end = node.rolloutEnd, let later = successor(of: end) { return (node.id, later) }
    }
    return nil
  }

  private func successor(of end: RolloutEnd) -> RolloutEnd? {
    ends.last { $0.target == end.target && $0.run != end.run && $0.time > end.time && !$0.isNothing }
  }
}

extension RunHistory.Node {
  /// Whether it is a rollout that had succeeded and that undoing its run takes back.
  fileprivate var wouldGoBack: Bool { isRegistered && rollout?.hasRolledOut ?? false }
}
