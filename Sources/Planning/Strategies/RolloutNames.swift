internal import Runbooks

/// What the templates of a rollout's nodes can read of it.
struct RolloutNames {
  /// The strategy's kind.
  let kind: PlanStrategy.Kind
  /// What it is that asks: not everything is known everywhere.
  var key: NodeKey?
  /// Why nothing can say which version is rolled out, if so.
  var lackOfVersion: StrategyProblem?
  /// Whether the version before is only what each target tells itself, when its turn has come.
  let isToldByTargets: Bool

  /// What `rollout` has there.
  var all: [RolloutValue] { own + [.version] + (knowsPrevious ? [.previous] : []) + [.runID] }

  private var knowsPrevious: Bool {
    switch key {
    // These come behind `current`; a check comes before it too.
    case .drain, .update, .restore, .revert: true
    default: !isToldByTargets
    }
  }

  private var own: [RolloutValue] {
    switch (kind, key) {
    // It is held for the whole, before anything is known.
    case (_, .lock): []
    // It is what tells which side is live.
    case (.blueGreen, .active): []
    case (.blueGreen, _): [.live, .idle, .to, .side]
    case (.canary, _): [.weight, .step]
    // These are about the whole.
    case (.progressive, .targetsFrom), (.progressive, .onFailCapture): []
    case (.progressive, .gate): [.batch]
    case (.progressive, _): [.target, .batch]
    }
  }
}
