internal import Planning

/// What a rollout wants done; nodes stand by their places among its members.
enum RolloutOrder: Sendable, Equatable {
  /// It has made a transition: recorded before anything that follows from it.
  case record(RolloutMove)
  /// These nodes start now.
  case start([Int])
  /// This one is tried again, once some time has passed.
  case startLater(Int)
  /// These need not go on: what they would say does not matter any more.
  case abandon([Int])
  /// These are let go on for this time, and then ended.
  case hurry([Int], Duration)
  /// Nothing happens until some time has passed: what goes back is tried again then.
  case pause
  /// Nothing may take longer than the rollout's progress deadline, from now on.
  case expectProgress
  /// It has ended.
  case finish(RolloutPhase)
}
