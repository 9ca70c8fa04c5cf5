public import Templates
public import Values

/// How often and when a node is tried again.
public struct PlanRetry: Sendable {
  /// How often at most, the first time included.
  public var attempts: Field<Int>
  /// The delay before the second attempt.
  public var delay: Field<Duration>
  /// How the delay grows.
  public var backoff: Field<Backoff>
  /// The longest delay.
  public var maximumDelay: Field<Duration>
  /// Whether a random part of each delay is taken.
  public var jitter: Field<Bool>
  /// Exit codes, or HTTP statuses, after which it is tried again; nothing means all failures, of a request those that may pass.
  public var codes: [ClosedRange<Int>]?
  /// A condition over `result` for a further attempt.
  public var when: Condition?
}
