/// A node that another one depends on, and how that one must have ended.
public struct PlanEntry: Sendable, Equatable {
  /// Where an entry comes from.
  public enum Origin: String, Sendable {
    /// Listed in `depends_on`.
    case written
    /// The node before, because `depends_on` is not written, or `"^"` and `"*"`.
    case implicit
    /// A result of the node is read.
    case reading
    /// The node is an instance of this one.
    case instance
  }

  /// How the other node must have ended for a conditional entry to hold.
  public enum Requirement: String, Sendable, CaseIterable {
    case success, failure, skipped, done
    // How a strategy ended that did not succeed.
    case rolledBack = "rolled_back"
    case halted
    case rollbackFailed = "rollback_failed"
    case refused

    /// Whether it holds only where the node has failed.
    public var answersFailure: Bool {
      switch self {
      case .failure, .rolledBack, .halted, .rollbackFailed, .refused: true
      case .success, .skipped, .done: false
      }
    }
  }

  /// The index of the node that is depended on.
  public let target: Int
  /// How it must end; nothing for a plain entry.
  public let requirement: Requirement?
  /// Where the entry comes from.
  public let origin: Origin

  /// An entry.
  public init(target: Int, requirement: Requirement? = nil, origin: Origin) {
    self.target = target
    self.requirement = requirement
    self.origin = origin
  }
}
