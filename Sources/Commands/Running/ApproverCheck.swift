internal import Effects
internal import Planning

/// Who is to approve and is not known to this machine: better said before the run has waited for them in vain.
enum ApproverCheck {
  /// The approvers of a plan whom this machine does not know, each once, in order.
  static func unknown(in plan: Plan) -> [Approver] {
    var told: Set<Approver> = []
    return plan.nodes.flatMap { node -> [Approver] in
      guard case .question(let question) = node.action else { return [] }
      return question.approval.approvers(isEscalated: true)
    }.filter { told.insert($0).inserted && !isKnown($0) }
  }

  private static func isKnown(_ approver: Approver) -> Bool {
    switch approver {
    case .user(let name): UserDatabase.person(named: name) != nil
    case .group(let name): UserDatabase.group(named: name) != nil
    }
  }
}
