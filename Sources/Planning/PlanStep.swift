public import Templates
public import Values

/// What undoes a node: an action with settings of its own.
public struct PlanRollback: Sendable {
  /// What it does.
  public internal(set) var action: PlanAction
  /// How long an attempt of it may take.
  public internal(set) var timeout: Field<Duration>?
  /// How often and when it is tried again.
  public internal(set) var retry: PlanRetry?
  /// Environment over that of its node.
  public internal(set) var environment: [EnvironmentEntry] = []
  /// What its process has of pyflow's own environment; what its node's has if nothing.
  public internal(set) var inheritance: Field<InheritedEnvironment>?
  /// What each of its processes may use.
  public internal(set) var limits: LimitFields?
  /// Where its process runs; where its node's does if nothing.
  public internal(set) var workingDirectory: Field<String>?
  /// Whether it is undone only if it has succeeded.
  public internal(set) var onlyAfterSuccess: Bool

  /// What it does, in one line as far as that is known before it runs.
  public var summary: String { action.summary }
}

extension PlanNode {
  /// The rollback as a node of its own: it runs where, and in the environment in which, its node does.
  public func undoing(by rollback: PlanRollback) -> PlanNode {
    var node = PlanNode(id: id, kind: kind, action: rollback.action)
    node.environment = environment + rollback.environment
    node.inheritance = rollback.inheritance ?? inheritance
    node.workingDirectory = rollback.workingDirectory ?? workingDirectory
    node.limits = rollback.limits
    node.timeout = rollback.timeout
    node.retry = rollback.retry
    return node
  }
}
