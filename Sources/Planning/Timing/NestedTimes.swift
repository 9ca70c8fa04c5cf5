internal import Templates
internal import Values

/// A plan with nested runbooks as one graph, and how long its nodes take in all attempts of the runbooks that they belong to.
///
/// A node that runs a runbook ends when the nodes inside have ended, and these start when it could. Linear in nodes and edges.
struct NestedTimes {
  private(set) var nodes: [PlanNode]
  private(set) var times: [TimeRange]
  /// How many nodes run at once.
  private let places: Int

  init(_ plan: Plan, _ times: [NodeTime], places: Int) {
    self.places = places
    nodes = plan.nodes
    self.times = times.map(\.range)
    // Outer ones stand before those that are nested in them.
    var attempts = Array(repeating: 1.0, count: plan.runbooks.count)
    for (number, runbook) in plan.runbooks.enumerated() {
      guard let owner = runbook.owner else { continue }
      if runbook.isRollout {
        connect(plan.nodes(of: number), to: owner)
        setRollout(owner, plan, attempts[plan.nodes[owner].runbook])
        continue
      }
      let node = plan.nodes[owner]
      attempts[number] = attempts[node.runbook] * (node.retry.flatMap { RetryTime.bounds(of: $0) }?.attempts ?? 1)
      if runbook.hasRollbacks, let slowest = self.times[owner].slowest {
        let recovery = runbook.settings.recoveryTimeout / .seconds(1)
        self.times[owner].slowest = slowest + attempts[number] * recovery
      }
      connect(plan.nodes(of: number), to: owner)
      let isSkippable = node.mayBeSkipped
      for index in plan.nodes(of: number) { extend(index, attempts[number], isSkippable) }
    }
  }

  /// The time of a rollout is that of its stages: its nodes go on beside each other, or lie dormant, as their edges do not tell.
  private mutating func setRollout(_ owner: Int, _ plan: Plan, _ attempts: Double) {
    guard let rollout = plan.rollout(owner) else { return }
    let time = RolloutArithmetic(rollout.strategy, rollout.nodes, places: places).success
    let node = plan.nodes[owner]
    let isSkipped = node.isKnownToBeSkipped
    times[owner] = TimeRange(
      fastest: isSkipped || node.mayBeSkipped ? 0 : time.fastest,
      slowest: isSkipped ? 0 : time.slowest.map { $0 * attempts })
    for index in plan.nodes(of: rollout.strategy.scope) { times[index] = .none }
  }

  private mutating func connect(_ members: [Int], to owner: Int) {
    let gates = nodes[owner].entries
    let waits = nodes[owner].waits
    var before = members.filter { !nodes[$0].isEndNode }
    for index in members {
      if nodes[index].isEndNode {
        nodes[index].entries += before.map { PlanEntry(target: $0, origin: .instance) }
        nodes[index].isEndNode = false
        before.append(index)
      }
      guard nodes[index].entries.isEmpty, nodes[index].waits.isEmpty else { continue }
      nodes[index].entries = gates
      nodes[index].waits = waits
    }
    nodes[owner].entries += members.map { PlanEntry(target: $0, origin: .instance) }
  }

  private mutating func extend(_ index: Int, _ attempts: Double, _ isSkippable: Bool) {
    times[index].slowest = times[index].slowest.map { $0 * attempts }
    if isSkippable { times[index].fastest = 0 }
  }
}
