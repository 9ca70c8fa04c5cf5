public import Values

/// What a look at what a node changes has shown (design 3.3, `snapshot`).
public struct NodeCapture: Sendable {
  /// When it was taken: before the node's first attempt, or after its end.
  public enum Moment: String, Sendable, CaseIterable {
    case before, after

    /// Which of the node's actions looks then.
    public var step: Step { self == .before ? .snapshotBefore : .snapshotAfter }
  }

  /// The node's index.
  public var node: Int
  /// When it was taken.
  public var moment: Moment
  /// The node's attempt that it belongs to: the one that follows, or the last one.
  public var attempt: Int
  /// What looked; nothing if it could not be told.
  public var action: Action?
  /// What it printed, or the body of the answer; nothing if it has failed.
  public var content: [UInt8]?
  /// Why it has failed.
  public var reason: Reason?
  /// What differs from what was seen before; nothing if that cannot be told.
  public var difference: ContentDifference?
  /// How long it took.
  public var duration = Duration.zero
  /// How its process or request ended.
  public var result: ActionResult?

  /// A look.
  public init(node: Int, moment: Moment, attempt: Int, action: Action? = nil) {
    self.node = node
    self.moment = moment
    self.attempt = attempt
    self.action = action
  }
}
