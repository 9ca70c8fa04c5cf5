internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// Who may approve, which must be known before the run: no output of a node decides that.
extension FieldPlanner {
  mutating func plan(_ manual: ManualDeclaration) -> PlanQuestion {
    PlanQuestion(text: plan(manual.question, key: "prompt"), approval: plan(manual.approval))
  }

  private mutating func plan(_ declaration: ApprovalDeclaration) -> PlanApproval {
    var approval = PlanApproval()
    approval.approvers = plan(declaration.approvers, key: NodeKey.approvers.rawValue, besides: [])
    approval.minimum = minimum(of: declaration)
    approval.excludesRequester = known(declaration.excludesRequester, key: NodeKey.notRequester.rawValue) ?? true
    approval.fields = declaration.fields.map { PlanField(declaration: $0) }
    approval.escalation = declaration.escalation.flatMap { plan($0, besides: approval.approvers) }
    approval.isGate = declaration.isGate
    if approval.minimum != .max { checkNumber(of: approval, at: declaration.minimumSpan) }
    return approval
  }

  /// The approvers; one that is not known yet stands for nobody, so that no rule is weaker than it was written.
  private mutating func plan(
    _ approvers: [ApprovalDeclaration.Approver], key: String, besides others: [Approver]
  ) -> [Approver] {
    var result: [Approver] = []
    for approver in approvers {
      guard let name = known(approver.name, key: key) else {
        result.append(.user(PlanAction.text(approver.name)))
        continue
      }
      guard let named = Approver(name) else {
        refuse(key, expected: "the name of a user, or \"group:NAME\"", found: name, at: approver.span)
        continue
      }
      if result.contains(named) || others.contains(named) {
        report(.approverTwice(name), at: approver.span)
      } else {
        result.append(named)
      }
    }
    return result
  }

  private mutating func minimum(of declaration: ApprovalDeclaration) -> Int {
    guard let count = known(declaration.minimum, key: NodeKey.minApprovals.rawValue) else { return .max }
    if count >= 1 { return count }
    if let span = declaration.minimumSpan {
      refuse(NodeKey.minApprovals.rawValue, expected: "at least 1", found: String(count), at: span)
    }
    return 1
  }

  private mutating func plan(
    _ declaration: ApprovalDeclaration.Escalation, besides approvers: [Approver]
  ) -> PlanApproval.Escalation? {
    let to = plan(declaration.approvers, key: EscalationKey.to.rawValue, besides: approvers)
    guard let after = known(timeout: declaration.after, key: EscalationKey.after.rawValue) else { return nil }
    return PlanApproval.Escalation(after: after, approvers: to, channels: declaration.channels.map(\.name))
  }

  /// Of named users, more than there are can never approve; how many a group has is not known here.
  private mutating func checkNumber(of approval: PlanApproval, at span: ByteSpan?) {
    let named = approval.approvers(isEscalated: true)
    let hasGroup = named.contains { if case .group = $0 { true } else { false } }
    guard let span, !named.isEmpty, !hasGroup, approval.minimum > named.count else { return }
    report(.tooFewApprovers(needed: approval.minimum, named: named.count), at: span)
  }

  /// Checks the gates of environments that were not chosen.
  mutating func check(_ environments: [RunbookEnvironment]) {
    for case .manual(let manual) in environments.compactMap(\.gate?.action) { _ = plan(manual) }
  }

  /// What a person is asked about a node of another kind than Manual.
  mutating func prompts(of node: NodeDeclaration) -> PlanPrompts? {
    if node.promptBefore == nil, node.promptAfter == nil { return nil }
    let before = node.promptBefore.map { plan($0, key: NodeKey.promptBefore.rawValue) }
    let after = having(\.isAfterRun, true) { planner in
      node.promptAfter.map { planner.plan($0, key: NodeKey.promptAfter.rawValue) }
    }
    return PlanPrompts(before: before, after: after)
  }
}
