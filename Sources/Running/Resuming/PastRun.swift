public import Planning

/// How far a run had come when its process ended, as its records tell (design 7).
public struct PastRun: Sendable {
  /// What is known of a node.
  public struct Node: Sendable {
    /// Where it stood: `unknown` if it was under way, `pending` if it had not begun or waited before its work, `waiting` if
    /// it has done that and somebody is to say whether it is as it should be.
    public var status = NodeStatus.pending
    /// Whether it failed with permission.
    public var isAllowed = false
    /// Whether a person, or a selection, has left it out.
    public var isLeftOut = false
    /// Its last attempt.
    public var attempt = 0
    /// How often it was begun anew, counted from 1.
    public var generation = 1
    /// Its place among all starts of the run; nothing if it never started.
    public var start: Int?
    /// Whether there is something to undo: its rollback was registered, was not closed, and has not succeeded.
    public var isRegistered = false
    /// How often it was tried to undo it.
    public var rollbackAttempts = 0
    /// Whether it was undone since it last started.
    public var isUndone = false
    /// The answers to its question that count, if it waits for others.
    public var decisions: [Decision] = []
    /// Whether those may answer too whom its question was escalated to.
    public var isEscalated = false
    /// Where it stood as a rollout, if it is one.
    public var rollout: PastRollout?
    /// What it left for others.
    public var result: ReusedResult?

    /// A node of which nothing is recorded.
    public init() {}
  }

  /// Nodes from which it was to run again when its process died before that was under way.
  public var begunAnew: [String] = []
  /// The nodes, by id.
  public var nodes: [String: Node] = [:]

  /// A run of which nothing is recorded.
  public init() {}
}
