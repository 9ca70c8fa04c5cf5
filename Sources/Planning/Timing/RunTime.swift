internal import Templates
internal import Values

/// How long a run takes, as far as timeouts, retries, sleeps and batches tell before it (design 1).
///
/// Linear in nodes and edges.
public struct RunTime: Sendable {
  /// How long each node takes.
  public let nodes: [NodeTime]
  /// How long the nodes take together.
  public let total: TimeRange
  /// The nodes that have no limit.
  public let unbounded: [Int]
  /// How many nodes run at once: one in sequential mode.
  public let places: Int
  /// How long undoing may take besides, in seconds; nothing if there is nothing to undo.
  public let recovery: Double?

  /// The time of a run in which so many nodes run at once.
  public init(_ plan: Plan, places: Int) {
    let nodes = plan.nodes.map { NodeTime(of: $0, pools: plan.settings.pools) }
    self.nodes = nodes
    unbounded = nodes.indices.filter { nodes[$0].cause != nil }
    self.places = plan.settings.isSequential ? 1 : max(1, places)
    let graph = NestedTimes(plan, nodes, places: self.places)
    let times = graph.times
    var total = TimeRange(
      fastest: times.map(\.fastest).reduce(0, +), slowest: times.compactMap(\.slowest).reduce(0, +))
    if !plan.settings.isSequential {
      total = Self.parallel(plan, graph.nodes, times, all: total, places: Double(self.places))
    }
    if !unbounded.isEmpty { total.slowest = nil }
    self.total = total
    let undoes = plan.nodes.contains { $0.rollback != nil && !$0.isKnownToBeSkipped }
    recovery = undoes && plan.settings.rollsBack ? plan.settings.recoveryTimeout / .seconds(1) : nil
  }

  /// Bounds for nodes that run side by side.
  ///
  /// At any moment the longest way goes on, or all places are taken, or a pool that it needs is. So the whole takes at most
  /// that way, and the rest of the work divided among the places, and what the pools bear divided among what is left of
  /// them for others (after R. L. Graham, "Bounds for certain multiprocessing anomalies", 1966).
  private static func parallel(
    _ plan: Plan, _ nodes: [PlanNode], _ times: [TimeRange], all: TimeRange, places: Double
  ) -> TimeRange {
    let path = CriticalPath.length(nodes, times)
    let (work, longest) = (all.slowest ?? 0, path.slowest ?? 0)
    var fastest = max(path.fastest, all.fastest / places)
    var slowest = longest + max(0, work - longest) / places
    for load in loads(of: plan, times) {
      fastest = max(fastest, load.fastest / load.capacity)
      slowest += load.slowest / (load.capacity - load.largest + 1)
    }
    // A node that owns the terminal has it alone, and keeps others from starting while it waits for that.
    let isAlone = plan.nodes.contains { !$0.isKnownToBeSkipped && $0.mayOwnTerminal }
    return TimeRange(fastest: fastest, slowest: isAlone ? work : min(slowest, work))
  }

  /// How much of a pool nodes take for how long, and how much one of them takes at most.
  private struct Load {
    var capacity: Double
    var fastest = 0.0
    var slowest = 0.0
    var largest = 1.0
  }

  private static func loads(of plan: Plan, _ times: [TimeRange]) -> [Load] {
    var loads = plan.settings.pools.map { Load(capacity: Double($0.capacity)) }
    for (node, time) in zip(plan.nodes, times) {
      for share in node.shares {
        let amount = Double(share.amount)
        loads[share.pool].fastest += amount * time.fastest
        loads[share.pool].slowest += amount * (time.slowest ?? 0)
        loads[share.pool].largest = max(loads[share.pool].largest, amount)
      }
    }
    return loads
  }
}

extension PlanNode {
  /// Whether it may have to have the terminal for itself.
  fileprivate var mayOwnTerminal: Bool {
    if case .command(let command) = action { command.isInteractive.literal ?? true } else { false }
  }
}
