/// One of the samples of a node that is polled.
public struct NodeSample: Sendable {
  /// The node's index.
  public var node: Int
  /// The node's attempt.
  public var attempt: Int
  /// Which of the attempt's samples it is, from 1.
  public var number: Int
  /// What it says.
  public var verdict: SampleVerdict
  /// Why, unless it passed.
  public var reason: Reason?
  /// How its process or request ended.
  public var result: ActionResult
  /// How long it took.
  public var duration: Duration

  /// A sample.
  public init(
    node: Int, attempt: Int, number: Int, verdict: SampleVerdict, reason: Reason?, result: ActionResult,
    duration: Duration
  ) {
    self.node = node
    self.attempt = attempt
    self.number = number
    self.verdict = verdict
    self.reason = reason
    self.result = result
    self.duration = duration
  }
}
