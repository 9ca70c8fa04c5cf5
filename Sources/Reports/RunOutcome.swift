public import Planning
public import Running

/// How every node of a run has ended, or where it stands: what reports about a whole run are made of.
public struct RunOutcome: Sendable {
  /// The plan, with the instances that the run has made.
  public private(set) var plan: Plan
  /// The ends of nodes that ran, or failed before they could.
  public private(set) var ends: [Int: NodeFinish] = [:]
  /// Nodes that stay as they were when the run ended that is taken up again.
  public private(set) var kept: [Int: NodeStatus] = [:]
  /// Nodes that have ended without running.
  public private(set) var passed: [Int: (status: NodeStatus, reason: Reason)] = [:]
  /// What nodes have asked people, and nobody has answered.
  public private(set) var questions: [Int: ApprovalRequest] = [:]
  /// How what undoes nodes has ended.
  public private(set) var rollbacks: [Int: NodeStatus] = [:]

  /// The outcome of a run of `plan` that has not begun.
  public init(plan: Plan) {
    self.plan = plan
  }

  /// Takes in what has happened.
  public mutating func hear(_ events: [RunEvent]) {
    for event in events {
      switch event {
      case .expanded(let node, let instances): plan.expand(node, into: instances)
      case .kept(let node, let status): kept[node] = status
      case .finished(let finish):
        ends[finish.node] = finish
        questions[finish.node] = nil
      case .rollbackFinished(let finish): rollbacks[finish.node] = finish.status
      case .passedOver(let node, let status, let reason):
        passed[node] = (status, reason)
        questions[node] = nil
      case .approvalRequested(let request): questions[request.node] = request
      default: break
      }
    }
  }

  /// Where a node stands.
  public func status(of node: Int) -> NodeStatus {
    ends[node]?.status ?? kept[node] ?? passed[node]?.status ?? (questions[node] == nil ? .pending : .waiting)
  }

  /// Why it stands there, unless it succeeded.
  public func reason(of node: Int) -> Reason? {
    if let finish = ends[node] { return finish.reason }
    return kept[node] == nil ? passed[node]?.reason : nil
  }
}
