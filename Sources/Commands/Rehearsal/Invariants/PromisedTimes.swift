internal import Planning
internal import Values

/// The longest that a plan says a run of it takes, and each of its rollouts: what `pyflow plan` prints.
struct PromisedTimes: Sendable {
  /// The longest that the run takes, with all that is undone; nothing if the plan promises nothing.
  let run: Duration?
  /// The longest that rollouts take until they have ended, by the nodes that stand for them.
  let rollouts: [Int: Duration?]

  init(_ plan: Plan) {
    let time = RunTime(plan, places: plan.rehearsalPlaces)
    var rollouts: [Int: Duration?] = [:]
    var recovery = time.recovery ?? 0
    for index in plan.nodes.indices {
      guard let rollout = plan.rollout(index) else { continue }
      let arithmetic = RolloutArithmetic(rollout.strategy, rollout.nodes)
      rollouts[index] = arithmetic.longest.map { .seconds($0) }
      // Their own way back is part of none of these.
      recovery += (arithmetic.longest ?? 0) - (arithmetic.success.slowest ?? 0)
    }
    self.rollouts = rollouts
    run = rollouts.values.contains(nil) ? nil : time.total.slowest.map { .seconds($0 + recovery) }
  }
}
