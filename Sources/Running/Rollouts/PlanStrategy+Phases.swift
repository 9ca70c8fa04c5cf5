public import Planning

/// When the nodes of a rollout run, and what can be wanted of it then.
extension PlanStrategy {
  /// The phases in which a node of it may run, the first one first; none of one that runs once it has ended.
  public func phases(of member: RolloutMember) -> [RolloutPhase] {
    let all = RolloutPhase.allCases.filter { !$0.hasEnded && RolloutTable.of(kind).hasRows(from: $0) }
    switch member.role {
    // The lock is kept by it as long as the rollout goes on.
    case .heartbeat: return all
    case .lockStatus: return [.start]
    case .capture: return all.filter(\.isRecovery)
    // Where the soak is followed by a question, what belongs to that belongs to no step.
    case .approve where member.step == 0, .watch where member.step == 0: return [.waitingInSoak]
    case .approve: return [.waiting]
    case .drain where member.target != nil, .update, .restore: return [.batch]
    case .verify where member.target != nil: return [.batch]
    case .revert, .reverify, .revertRestore: return [.reverting]
    default: return all.filter { RolloutStages.roles(in: $0, of: kind).joined().contains(member.role) }
    }
  }

  /// Whether there is a moment while a node of it runs at which it heeds what a person wants.
  public func accepts(_ wish: RolloutEvent, during member: RolloutMember) -> Bool {
    phases(of: member).contains { $0.accepts(wish, of: kind) }
  }

  /// Whether its table says what follows on a person's wish where a node of it runs first.
  public func hears(_ wish: RolloutEvent, during member: RolloutMember) -> Bool {
    phases(of: member).first.map { RolloutTable.of(kind).hears(wish, in: $0) } ?? false
  }
}
