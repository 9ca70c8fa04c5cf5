public import Planning

extension RolloutTable where Phase == RolloutPhase {
  /// The table of a strategy.
  public static func of(_ kind: PlanStrategy.Kind) -> RolloutTable {
    switch kind {
    case .blueGreen: .blueGreen
    case .canary: .canary
    case .progressive: .progressive
    }
  }
}
