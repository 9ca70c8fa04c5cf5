/// The keys of a `requires_approval` table: those of a Manual node that a gate has too (design 3.1).
public enum GateKey: String, Sendable, CaseIterable {
  case prompt, approvers
  case minApprovals = "min_approvals"
  case notRequester = "not_requester"
  case timeout, escalate

  /// The key of nodes that means the same.
  var nodeKey: NodeKey {
    switch self {
    case .prompt: .prompt
    case .approvers: .approvers
    case .minApprovals: .minApprovals
    case .notRequester: .notRequester
    case .timeout: .timeout
    case .escalate: .escalate
    }
  }

  /// What is known of the key.
  public var definition: KeyDefinition { nodeKey.definition }
}
