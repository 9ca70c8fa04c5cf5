internal import Runbooks
public import Templates
public import Values

/// An action that belongs to a node, with settings of its own: what undoes it, or looks at what it changes.
public struct PlanStep: Sendable {
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

  init(action: PlanAction) { self.action = action }

  /// How long what only looks, a snapshot or an `unless`, may take where the runbook does not say (design 3.3).
  public static let lookTimeout = StepDeclaration.lookTimeout

  /// What it does, in one line as far as that is known before it runs.
  public var summary: String { action.summary }
}

extension PlanNode {
  /// Whether background processes that it, or what undoes it, starts may be meant to stay.
  public var mayLeaveRunning: Bool { action.mayLeaveRunning || rollback?.action.mayLeaveRunning ?? false }

  /// Whether it, or what belongs to it, sends requests.
  public var sendsRequests: Bool {
    let steps = [rollback, precautions?.snapshot, precautions?.confirm]
    return ([action] + steps.compactMap { $0?.action }).contains { if case .request = $0 { true } else { false } }
  }

  /// The hosts that it, or what undoes it, waits for, as far as they are known before it runs.
  public var awaitedHosts: [String] {
    [action, rollback?.action].compactMap { action in
      guard case .function(let call)? = action, call.function == .waitFor else { return nil }
      guard case .literal(let host)? = call.parameters.first(where: { $0.name == "host" })?.value else { return nil }
      return host.string
    }
  }

  /// What belongs to the node as a node of its own: it runs where, and in the environment in which, this one does.
  public func performing(_ step: PlanStep) -> PlanNode {
    var node = PlanNode(id: id, kind: kind, action: step.action)
    node.environment = environment + step.environment
    node.inheritance = step.inheritance ?? inheritance
    node.workingDirectory = step.workingDirectory ?? workingDirectory
    node.secrets = secrets
    node.limits = step.limits
    node.timeout = step.timeout
    node.retry = step.retry
    return node
  }
}
