public import Templates
public import Values

/// How often and when a node is tried again (design 3.3, 5.5).
public struct RetryDeclaration: Sendable {
  /// How often at most, the first time included.
  public var attempts: Field<Int>
  /// The delay before the second attempt.
  public var delay: Field<Duration> = .literal(.seconds(1))
  /// How the delay grows.
  public var backoff: Field<Backoff> = .literal(.exponential)
  /// The longest delay.
  public var maximumDelay: Field<Duration> = .literal(.seconds(60))
  /// Whether a random part of each delay is taken.
  public var jitter: Field<Bool> = .literal(true)
  /// Exit codes, or HTTP statuses, after which it is tried again; nothing means all failures.
  public var codes: Field<RetryCodes>?
  /// A condition over `result` for a further attempt.
  public var when: Condition?

  init(attempts: Field<Int>) {
    self.attempts = attempts
  }
}
