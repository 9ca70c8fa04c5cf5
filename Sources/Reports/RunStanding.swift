public import Audit
internal import Running
internal import Text
public import Values

/// Where a run stands: what its records tell, and what only the machine knows.
public struct RunStanding: Sendable {
  /// What the records tell.
  public var run: RunHistory
  /// Whether its process lives.
  public var isAlive: Bool
  /// What it holds of the machine, and what is reserved for it.
  public var locks: [LockReport.Lock]
  /// The last lines that failed nodes, and failed rollbacks, have printed, by the node's id.
  public var lastLines: [String: [String]]
  /// What names it on the command line.
  public var arguments: RunArguments
  /// The exit code that goes with it.
  public var exitCode: Int
  /// The time now.
  public var now: Timestamp

  /// Where a run stands.
  public init(
    run: RunHistory, isAlive: Bool, locks: [LockReport.Lock], lastLines: [String: [String]], arguments: RunArguments,
    exitCode: Int, now: Timestamp
  ) {
    self.run = run
    self.isAlive = isAlive
    self.locks = locks
    self.lastLines = lastLines
    self.arguments = arguments
    self.exitCode = exitCode
    self.now = now
  }

  /// `running`, `waiting` or `orphaned` while it has no end on record, else how it ended.
  var status: String { run.shownStatus(isAlive: isAlive) }

  /// Since when it stands so.
  var since: Timestamp? { run.status == nil && isAlive ? run.begunAt : run.endedAt }

  /// Nodes whose process runs.
  var running: [RunHistory.Node] { isAlive ? nodes(.running) : [] }

  /// Nodes whose rollback runs.
  var undoing: [RunHistory.Node] {
    isAlive ? run.nodes.filter { $0.rollback == NodeStatus.running.rawValue } : []
  }

  /// Nodes that wait for something else than an answer: for their next attempt, or for what to do about a failure.
  var delayed: [RunHistory.Node] {
    isAlive ? nodes(.waiting).filter { $0.question?.isOpen != true } : []
  }

  /// Rollouts that go on, or that were left open when pyflow died: what they have moved is where they left it.
  var rollouts: [RunHistory.Node] {
    run.status == nil
      ? run.nodes.filter { $0.rollout?.openPhase != nil && $0.status == NodeStatus.running.rawValue } : []
  }

  /// Nodes that failed without permission.
  var failed: [RunHistory.Node] { nodes(.failed).filter { !$0.isAllowed } }

  /// Nodes that something should have undone, which failed.
  var notUndone: [RunHistory.Node] { run.nodes.filter { $0.rollback == NodeStatus.failed.rawValue } }

  /// Nodes of which nobody knows what came of them.
  var unknown: [RunHistory.Node] {
    // A run that has ended has let nothing go on but nested runbooks, inside which something waits.
    nodes(.unknown) + (run.status == nil && !isAlive ? nodes(.running) : [])
  }

  private func nodes(_ status: NodeStatus) -> [RunHistory.Node] {
    run.nodes.filter { $0.status == status.rawValue }
  }

  /// How many nodes stand how, in words, and how many have ended.
  var counts: [(status: NodeStatus, count: Int)] {
    let order: [NodeStatus] = [
      .succeeded, .unchanged, .failed, .cancelled, .unknown, .running, .waiting, .skipped, .blocked, .ready, .pending,
    ]
    let isDead = run.status == nil && !isAlive
    return order.compactMap { status in
      var count = run.count(status)
      if isDead, status == .unknown { count += run.count(.running) }
      if isDead, status == .running { count = 0 }
      return count > 0 ? (status, count) : nil
    }
  }

  /// How many nodes have ended.
  var endedCount: Int { counts.reduce(0) { $0 + ($1.status.hasEnded ? $1.count : 0) } }

  /// The commands that go on from here, each with what it does.
  var waysOn: [(purpose: String, command: String)] {
    if isAlive, run.status == nil {
      let follow = (purpose: "follow it", command: arguments.command("logs", "--follow"))
      return (run.pauser == nil ? [follow, ("pause it", arguments.command("pause"))] : [follow]) + wishes
    }
    let recover = rollouts.isEmpty ? [] : [(purpose: "bring its traffic back", command: arguments.command("recover"))]
    let undo = run.registered.isEmpty ? [] : [(purpose: "undo it", command: arguments.command("rollback"))]
    if run.isHalfUndone { return [("finish undoing it", arguments.command("recover"))] }
    if run.status == RunStatus.succeeded.rawValue, !run.isReopened { return undo }
    let settled = unknown.prefix(1).map { node in
      (purpose: "say what came of it", command: arguments.command("set-status", node: node.id, "succeeded"))
    }
    return recover + settled + [("go on", arguments.command("resume"))] + undo
  }

  /// What can be wanted of the rollouts that go on.
  private var wishes: [(purpose: String, command: String)] {
    rollouts.flatMap { node -> [(purpose: String, command: String)] in
      guard let phase = node.rollout?.phase, !phase.isRecovery else { return [] }
      let abort = (purpose: "have \(node.id) go back", command: arguments.command("abort", node: node.id))
      guard phase == .analysing || phase == .waiting else { return [abort] }
      return [abort, ("skip its further steps", arguments.command("promote", node: node.id))]
    }
  }
}
