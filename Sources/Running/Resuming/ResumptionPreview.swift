public import Planning

/// What would happen if a run were taken up again.
public struct ResumptionPreview: Sendable {
  /// The plan, with the instances that the run has told.
  public let plan: Plan
  /// The nodes that would run, or be decided on, again, and why.
  public let causes: [Int: Resumption.Cause]
  /// Nodes that were under way when the run's process died.
  public let uncertain: [Int]

  /// Of these, those that are left as they are because only what failed is wanted.
  public let notWanted: Set<Int>
  /// Nodes that were undone below what failed, so that this cannot run without them.
  public let undoneBelow: [Int]

  /// Nodes that would have to run again to give a secret once more, and may not.
  public let secretsLost: [Int]

  /// Of the uncertain ones, those that nothing but a person can tell about.
  public var unanswerable: [Int] {
    uncertain.filter { plan.nodes[$0].precautions?.confirm == nil && !plan.nodes[$0].mayRunTwice }
  }
}
