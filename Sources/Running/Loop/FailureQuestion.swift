/// A failure that a person at the terminal is asked about (design 5.3).
public struct FailureQuestion: Sendable {
  /// The node's index.
  public var node: Int
  /// The attempt that has failed; 0 if none has begun.
  public var attempt: Int
  /// Why.
  public var reason: Reason
  /// How its process or request ended, if it had one.
  public var result: ActionResult?
  /// How long the node has run.
  public var duration: Duration
  /// What can be decided: a critical node cannot be skipped.
  public var decisions: [FailureDecision]
  /// How long an answer is waited for.
  public var limit: Duration

  /// A question.
  public init(
    node: Int, attempt: Int, reason: Reason, result: ActionResult?, duration: Duration, decisions: [FailureDecision],
    limit: Duration
  ) {
    self.node = node
    self.attempt = attempt
    self.reason = reason
    self.result = result
    self.duration = duration
    self.decisions = decisions
    self.limit = limit
  }
}

/// What a person can say about a failure.
public enum FailureDecision: String, Sendable, CaseIterable {
  /// Another attempt.
  case retry
  /// The node is taken as skipped.
  case skip
  /// The failure stands.
  case abort
}
