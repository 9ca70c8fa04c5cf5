/// A number that a canary rollout watches, and what is healthy (design 8).
public struct PlanMetric: Sendable, Equatable {
  /// What no number means.
  public enum Emptiness: String, Sendable, CaseIterable { case unknown, pass, fail }

  /// What it is called.
  public internal(set) var name: String
  /// The most that is healthy.
  public internal(set) var maximum: Double?
  /// The least that is healthy.
  public internal(set) var minimum: Double?
  /// How many times the baseline it may be.
  public internal(set) var maximumRatio: Double?
  /// By how much it may be over the baseline.
  public internal(set) var maximumDelta: Double?
  /// What is not over this is never too much against the baseline.
  public internal(set) var floor = 0.0
  /// What no number means.
  public internal(set) var empty = Emptiness.unknown
  /// Whether it decides; else its verdict is only told.
  public internal(set) var decides = true
  /// Whether it is compared with that of the old version.
  public internal(set) var hasBaseline = false

  init(name: String) { self.name = name }
}
