public import Planning

extension RolloutFacts {
  /// What the plan says.
  public init(of strategy: PlanStrategy) {
    self.init()
    approvedSteps = strategy.approvedSteps
    retires = strategy.members.contains { $0.role == .retire }
    onUnknown = Uncertainty(rawValue: strategy.onUnknown.rawValue) ?? .rollback
    onFailure = FailureAnswer(rawValue: strategy.onFailure.rawValue) ?? .rollback
    replacesStable = strategy.replacesStable
    hasUndoPromote = strategy.members.contains { $0.role == .undoPromote }
    drainsTargets = strategy.members.contains { $0.role == .drain }
    steps = strategy.stepCount
  }
}
