/// What the guards of the tables ask about: what the plan says, and how far the rollout has come.
public struct RolloutFacts: Sendable, Equatable {
  /// What is done about a check that cannot tell.
  public enum Uncertainty: String, Sendable, CaseIterable { case rollback, halt, approve }

  /// What is done about a failure.
  public enum FailureAnswer: String, Sendable, CaseIterable {
    case rollback, halt
    case revertBatch = "revert_batch"
  }

  /// Whether a lock that somebody holds is waited for.
  public var waitsForLock = false
  /// Whether it is to be done although what is wanted is there already.
  public var isForced = false
  /// The steps, from 1, after which a person is asked.
  public var approvedSteps: Set<Int> = []
  /// Whether the old side is stopped after the soak.
  public var retires = false
  /// What a check that cannot tell leads to.
  public var onUnknown = Uncertainty.rollback
  /// What a failure leads to.
  public var onFailure = FailureAnswer.rollback
  /// Whether promoting replaces what traffic could go back to.
  public var replacesStable = false
  /// Whether there is something that undoes that.
  public var hasUndoPromote = false
  /// Whether targets are taken out of the load balancer first.
  public var drainsTargets = false
  /// How many steps or batches there are.
  public var steps = 1

  /// The step or batch that it is at, from 1; 0 before the first.
  public var step = 0
  /// Whether the last command that moved traffic succeeded.
  public var lastResultWasGood = true
  /// Whether what is being undone may be tried again.
  public var hasTriesLeft = false
  /// Whether the step may be held longer for want of samples.
  public var mayHoldLonger = false
  /// Whether any target has failed.
  public var hasFailures = false
  /// Whether anything was changed.
  public var hasTouched = false
  /// Whether promoting the new version has begun.
  public var hasPromoted = false

  /// Facts of a rollout that has not begun.
  public init() {}

  /// Whether a guard holds.
  public func hold(_ guard: RolloutGuard) -> Bool {
    switch `guard` {
    case .waitsForLock: waitsForLock
    case .doesNotWait: !waitsForLock
    case .isNotForced: !isForced
    case .approves: approvedSteps.contains(step)
    case .doesNotApprove: !approvedSteps.contains(step)
    case .retires: retires
    case .doesNotRetire: !retires
    case .unknownRollsBack: onUnknown == .rollback
    case .unknownHalts: onUnknown == .halt
    case .unknownAsks: onUnknown == .approve
    case .haltsOnFailure: onFailure == .halt
    case .failureRollsBack: onFailure == .rollback
    case .failureRevertsBatch: onFailure == .revertBatch
    case .stableStays: !replacesStable
    case .stableIsReplaced: replacesStable
    case .promotionCanBeUndone: hasUndoPromote
    case .promotionStays: !hasUndoPromote
    case .drainsTarget: drainsTargets
    case .doesNotDrainTarget: !drainsTargets
    case .isLast: step >= steps
    case .isNotLast: step < steps
    case .isFirst: step <= 1
    case .isNotFirst: step > 1
    case .resultWasGood: lastResultWasGood
    case .resultWasNotGood: !lastResultWasGood
    case .triesLeft: hasTriesLeft
    case .noTriesLeft: !hasTriesLeft
    case .mayHoldLonger: mayHoldLonger
    case .mayNotHoldLonger: !mayHoldLonger
    case .allWentWell: !hasFailures
    case .someFailed: hasFailures
    case .nothingTouched: !hasTouched
    case .somethingTouched: hasTouched
    case .hasPromoted: hasPromoted
    case .hasNotPromoted: !hasPromoted
    }
  }
}
