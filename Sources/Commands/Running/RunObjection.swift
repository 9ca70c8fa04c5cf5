internal import Audit
internal import Planning
internal import Running

/// Why a run does not begin, or is not taken up, although its plan is sound (design 8): nothing was done.
struct RunObjection {
  let message: String
  let hint: String
}

extension RunSession {
  /// What speaks against running the plan; undoing a run needs nothing that could be missing.
  var objection: RunObjection? {
    if resumed?.purpose.isUndoing ?? false { return nil }
    return unknownTargets ?? unknownPrevious ?? unattendedRollout
  }

  /// The rollouts that will be decided on, by the index of their nodes.
  private var rollouts: [(index: Int, strategy: PlanStrategy)] {
    plan.nodes.enumerated().compactMap { index, node in
      if case .strategy(let strategy) = node.action, !node.isKnownToBeSkipped { (index, strategy) } else { nil }
    }
  }

  /// A rollout whose targets nobody was asked for, because they were asked for with other values when the run began: what
  /// stands for them in the plan is none.
  private var unknownTargets: RunObjection? {
    guard let (index, _) = rollouts.first(where: { $0.strategy.areTargetsOpen }) else { return nil }
    return RunObjection(
      message: "nothing was done: with these values nobody has asked which targets `\(plan.nodes[index].id)` has",
      hint: "begin a new run: one that is taken up again keeps the targets that it began with")
  }

  /// A rollout that needs to know the version before, which nobody knows.
  private var unknownPrevious: RunObjection? {
    guard let (index, strategy) = rollouts.first(where: { $0.strategy.needsPrevious && $0.strategy.previous == nil })
    else { return nil }
    return RunObjection(
      message:
        "nothing was done: `\(plan.nodes[index].id)` needs `rollout.previous`, and no run on record has rolled out "
        + "`\(strategy.targetText)`",
      hint: "write previous = \"…\", or a `current` command that prints what a target has; or keep the audit file of "
        + "earlier runs")
  }

  /// A rollout with approvals that nobody could give: it needs a process that goes on watching meanwhile.
  ///
  /// One that only asks where nobody can tell (`on_unknown`) is none: without an answer it goes back.
  private var unattendedRollout: RunObjection? {
    if options.hasTerminal || options.approvalWait > .zero { return nil }
    let asking = rollouts.filter { !$0.strategy.approvedSteps.isEmpty }
    guard let first = asking.first(where: { !hasEnded($0.index) }) else { return nil }
    return RunObjection(
      message: "`\(plan.nodes[first.index].id)` asks a person while it goes on, and nobody can be asked here",
      hint: "run it at a terminal, or with --wait-approval 1h and `pyflow approve` from elsewhere")
  }

  /// Whether a node has ended in the run that is taken up again, and does not run once more.
  private func hasEnded(_ index: Int) -> Bool {
    guard let resumed, resumed.past.nodes[plan.nodes[index].id]?.status.hasEnded ?? false else { return false }
    return preview().causes[index] == nil
  }
}
