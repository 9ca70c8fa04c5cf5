public import Planning
public import Running

extension RunHistory {
  /// How far the run had come, with what its nodes have left for others; `identify` tells who the user of a number is.
  public func past(_ results: [String: ReusedResult], identify: (Int) -> Person) -> PastRun {
    var past = PastRun()
    for node in nodes {
      var known = node.past
      // What such a run leaves running is a runbook inside which something waits.
      if hasEndedInOrder, node.status == NodeStatus.running.rawValue { known.status = .pending }
      known.result = results[node.id]
      known.decisions = known.decisions.map { $0.identified(by: identify) }
      past.nodes[node.id] = known
    }
    past.begunAnew = begunAnew
    return past
  }

  /// Whether it has let everything end before it did, however little had been done.
  private var hasEndedInOrder: Bool {
    status == RunStatus.waiting.rawValue || status == RunStatus.halted.rawValue
  }

  /// Whether undoing it has begun, and not come to an end.
  public var isHalfUndone: Bool {
    registered.contains { $0.rollback != nil } || status == RunStatus.rollbackFailed.rawValue && !registered.isEmpty
  }

  /// Whether it goes on only to be undone.
  public var isBeingUndone: Bool {
    if purpose.isUndoing { return true }
    let isForwardOver = nodes.allSatisfy { NodeStatus(rawValue: $0.status)?.hasEnded ?? false }
    return isForwardOver && nodes.contains { $0.rollback != nil && !$0.isUndone }
  }

  /// The rollouts that were left open: between the old version and the new one, or on the way back.
  public var openRollouts: [Node] { nodes.filter { $0.rollout?.openPhase != nil } }

  /// The nodes that something has to undo, if the run is undone; of a nested runbook those inside.
  public var registered: [Node] {
    let outer = Set(nodes.compactMap { node in node.id.lastIndex(of: "/").map { node.id[..<$0] } })
    return nodes.filter { $0.isToBeUndone && ($0.rollout != nil || !outer.contains($0.id[...])) }
  }
}

extension RunHistory.Node {
  fileprivate var past: PastRun.Node {
    var past = PastRun.Node()
    past.status = pastStatus
    past.isAllowed = isAllowed
    past.isLeftOut = reasonCode == Reason.selection.code || reasonCode == Reason.skippedByPerson("", after: "").code
    past.attempt = attempt
    past.generation = generation
    past.start = start
    past.isRegistered = isToBeUndone
    past.isUndone = isUndone
    past.rollbackAttempts = rollbackAttempts
    past.decisions = question?.openDecisions ?? []
    past.isEscalated = question?.isEscalated ?? false
    past.rollout = rollout
    return past
  }

  /// Whether there is something to undo: also where a rollout had succeeded, and pyflow died before its node could say so.
  fileprivate var isToBeUndone: Bool { isRegistered || pastStatus == .unknown && rollout?.isEnding ?? false }

  private var pastStatus: NodeStatus {
    switch NodeStatus(rawValue: status) {
    case .running: .unknown
    case .ready, .waiting, nil: question?.isAboutWorkDone ?? false ? .waiting : .pending
    case .some(let status): status
    }
  }
}
