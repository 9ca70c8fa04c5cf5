internal import Planning
internal import Running
internal import Templates
internal import Values

/// The longest that a run of a plan can take, as its own limits tell; nothing if something of it has none.
///
/// Every node once after the other, each for as long as it may take, and everything undone as slowly as it may be.
struct RunBound {
  let plan: Plan

  init(_ plan: Plan) { self.plan = plan }

  var longest: Duration? {
    var sum = Duration.zero
    for index in plan.nodes.indices {
      guard let time = time(of: index) else { return nil }
      sum += time
    }
    let recoveries = plan.runbooks.filter(\.hasRollbacks).map(\.settings.recoveryTimeout)
    return recoveries.reduce(sum, +) + margin
  }

  /// What an ending by force takes, and what a crash leaves to be done twice.
  private var margin: Duration { .seconds(60) }

  private func time(of index: Int) -> Duration? {
    let node = plan.nodes[index]
    switch node.action {
    case .group, .runbook: return .zero
    case .strategy(let strategy): return extra(strategy)
    case .question: return node.timeout?.literal
    case .function(let call): return time(of: call, node)
    case .command, .request, .plugin: break
    }
    if let poll = node.poll { return poll.timeout + (node.timeout?.literal ?? PlanStep.lookTimeout) + ending }
    guard let limit = node.timeout else { return nil }
    guard let limit = limit.literal else { return nil }
    return (limit + ending) * attempts(node) + delays(node)
  }

  private func time(of call: PlanFunctionCall, _ node: PlanNode) -> Duration? {
    switch call.function {
    case .sleep:
      guard case .literal(let seconds)? = call.value(of: "seconds") else { return nil }
      return Double.convert(seconds).map { .seconds($0) }
    case .waitFor: return (node.timeout?.literal ?? PlanFunctionCall.defaultWait) + ending
    default: return .seconds(1) * attempts(node) + delays(node)
    }
  }

  /// How long what is asked to end may take for it.
  private var ending: Duration { RunOptions.grace }

  private func attempts(_ node: PlanNode) -> Int { node.retry?.attempts.literal ?? 1 }

  private func delays(_ node: PlanNode) -> Duration {
    guard let retry = node.retry, let longest = retry.maximumDelay.literal else { return .zero }
    return longest * max(0, attempts(node) - 1)
  }

  /// What a rollout does more than once, each time as slowly as it may.
  private func extra(_ strategy: PlanStrategy) -> Duration {
    let tries = strategy.timing.undoRetries
    let once = strategy.members.enumerated().filter { $0.element.role.isRecovery }.map { position, _ in
      time(of: plan.nodes(of: strategy.scope)[position]) ?? .zero
    }.reduce(.zero, +)
    let holds = strategy.holds.map { $0.longest + $0.usual }.reduce(.zero, +)
    return (once + .seconds(10)) * tries + holds + strategy.timing.grace
  }
}
