internal import Runbooks

/// The times and limits of a rollout, with their defaults (design 8).
public struct RolloutTiming: Sendable, Equatable {
  /// From one sample of a check to the next.
  public internal(set) var interval = StrategyDefaults.interval
  /// How long a new side must be healthy without a break.
  public internal(set) var minHealthy = StrategyDefaults.minHealthy
  /// How long it may take to become so.
  public internal(set) var deadline = StrategyDefaults.deadline
  /// How long a person may think.
  public internal(set) var approveTimeout = StrategyDefaults.approveTimeout
  /// How long the new version is watched with all traffic.
  public internal(set) var soak = StrategyDefaults.soak
  /// How long each action may take.
  public internal(set) var actionTimeout = StrategyDefaults.actionTimeout
  /// How long an action may go on after a signal.
  public internal(set) var grace = StrategyDefaults.grace
  /// How long nothing may come of it going forward.
  public internal(set) var progressDeadline = StrategyDefaults.progressDeadline
  /// Samples that may fail while it is watched.
  public internal(set) var failLimit = StrategyDefaults.failLimit
  /// Samples in a row that may tell nothing.
  public internal(set) var unknownLimit = StrategyDefaults.unknownLimit
  /// Samples that must pass while it is watched.
  public internal(set) var minPass = StrategyDefaults.minPass
  /// How often going back is tried again.
  public internal(set) var undoRetries = StrategyDefaults.undoRetries
}
