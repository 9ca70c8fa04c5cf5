internal import Planning

/// How a node of a rollout had ended when the run was taken up.
struct PastMember: Sendable {
  let status: NodeStatus
  /// Its place among all starts of the run; nothing where only the order of the plan is known.
  var start: Int?

  /// Whether it may have done something.
  var hasBegun: Bool { status != .pending && status != .skipped }

  /// A node that had not begun.
  static let pending = PastMember(status: .pending)
}
