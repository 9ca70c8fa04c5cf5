internal import Values

/// A circuit breaker: after too many failures in a row, what it guards is not tried for a while (design 5.5).
public struct PlanBreaker: Sendable, Equatable {
  /// Its name.
  public let name: String
  /// Failed attempts in a row after which it opens.
  public let threshold: Int
  /// How long it stays open before one attempt is let through.
  public let cooldown: Duration

  /// Failures in a row where the runbook does not say.
  public static let defaultThreshold = 5
  /// The time that it stays open where the runbook does not say.
  public static let defaultCooldown = Duration.seconds(60)

  /// A breaker.
  public init(name: String, threshold: Int = Self.defaultThreshold, cooldown: Duration = Self.defaultCooldown) {
    self.name = name
    self.threshold = threshold
    self.cooldown = cooldown
  }

  /// The breaker in a few words.
  public var summary: String {
    "breaker \(name): \(threshold) failure\(threshold == 1 ? "" : "s"), \(DurationText.format(cooldown))"
  }
}
