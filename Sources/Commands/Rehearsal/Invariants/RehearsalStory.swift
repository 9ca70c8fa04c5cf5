internal import Planning
internal import Running
internal import Values

/// A rehearsal as the invariants ask about it: what was started, how it ended and where rollouts stood, in one pass.
struct RehearsalStory {
  /// Something that was started.
  struct Act {
    enum Kind: Sendable { case run, rollback, question, lock }

    /// Its place among all events.
    let moment: Int
    let node: Int
    let kind: Kind
    /// Whether it is done outside pyflow, or by a person.
    let isOutside: Bool
  }

  /// The end of something.
  struct End {
    let moment: Int
    let node: Int
    let isRollback: Bool
    let isGood: Bool
    /// Whether it has to be undone then.
    var isRegistered = false
  }

  let roster: RolloutRoster
  let outcome: RehearsalRun.Outcome
  /// The plan with the instances that only the run told.
  private(set) var plan: Plan
  private(set) var acts: [Act] = []
  private(set) var ends: [End] = []
  /// The rollouts, in the order of the plan.
  private(set) var rollouts: [RolloutStory]
  /// When what undoes nodes was closed, by node.
  private(set) var closed: Set<Int> = []

  init(_ outcome: RehearsalRun.Outcome, of plan: Plan, _ roster: RolloutRoster) {
    self.roster = roster
    self.outcome = outcome
    self.plan = plan
    rollouts = roster.rollouts.map { RolloutStory(owner: $0.owner, strategy: $0.strategy) }
    for (moment, entry) in outcome.events.enumerated() { take(entry.event, at: moment) }
  }

  /// How the run ended; nothing if it did not.
  var status: RunStatus? { outcome.finish?.status }

  // MARK: - What it is made of

  private mutating func take(_ event: RunEvent, at moment: Int) {
    switch event {
    case .expanded(let node, let instances): plan.expand(node, into: instances)
    case .started(let node, _, let action):
      begin(Act(moment: moment, node: node, kind: .run, isOutside: Self.isOutside(action)))
    case .approvalRequested(let request):
      begin(Act(moment: moment, node: request.node, kind: .question, isOutside: true))
    case .rollbackStarted(let node, _, let action):
      begin(Act(moment: moment, node: node, kind: .rollback, isOutside: Self.isOutside(action)))
    case .finished(let finish):
      end(
        End(
          moment: moment, node: finish.node, isRollback: false, isGood: finish.status.isGood,
          isRegistered: finish.isRegistered))
    case .rollbackFinished(let finish):
      end(End(moment: moment, node: finish.node, isRollback: true, isGood: finish.status.isGood))
    case .rollbacksClosed(let nodes): closed.formUnion(nodes.nodes)
    case .rolloutMoved(let owner, let move):
      if let rollout = roster.rollout(of: owner) { rollouts[rollout].take(move, at: moment) }
    case .lockAcquired(let node?, _): lock(node, true, at: moment)
    case .lockReleased(let node?, _): lock(node, false, at: moment)
    default: break
    }
  }

  private mutating func begin(_ act: Act) {
    acts.append(act)
    if let rollout = roster.rollout(of: act.node) { rollouts[rollout].begin(at: act.moment) }
    guard act.kind == .run, let place = roster[act.node] else { return }
    rollouts[place.rollout].start(place.member, act.node, at: act.moment)
  }

  private mutating func end(_ end: End) {
    ends.append(end)
    guard !end.isRollback, let place = roster[end.node] else { return }
    rollouts[place.rollout].finish(place.member, isGood: end.isGood, at: end.moment)
  }

  private mutating func lock(_ node: Int, _ isHeld: Bool, at moment: Int) {
    guard let place = roster[node] else { return }
    rollouts[place.rollout].locks.append((moment, isHeld))
    if isHeld { acts.append(Act(moment: moment, node: node, kind: .lock, isOutside: true)) }
  }

  private static func isOutside(_ action: Action) -> Bool {
    switch action {
    case .process, .request, .builtin, .plugin: true
    case .ask, .announce, .call: false
    }
  }

  // MARK: - What is asked

  /// What it is called in scripts.
  func name(of act: Act) -> String {
    if act.kind == .lock, roster[act.node] == nil { return "\(plan.nodes[act.node].id)!lock" }
    return act.kind == .rollback ? "\(plan.nodes[act.node].id)!\(Step.rollback.rawValue)" : plan.nodes[act.node].id
  }

  /// Whether it goes back, or answers a failure.
  func isRecovery(_ act: Act) -> Bool {
    if act.kind == .rollback || plan.nodes[act.node].isHandler { return true }
    guard let role = roster[act.node]?.member.role else { return false }
    return role.isRecovery || role == .revertRestore
  }

  /// Whether it may change something.
  func changes(_ act: Act) -> Bool {
    act.kind == .rollback || act.kind == .run && changesSomething(act.node)
  }

  /// Whether a node may change something.
  func changesSomething(_ node: Int) -> Bool {
    if let place = roster[node] { return place.member.role.changes }
    return plan.nodes[node].poll == nil && plan.nodes[node].action.mayChange
  }
}
