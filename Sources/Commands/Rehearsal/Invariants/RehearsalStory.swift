internal import Planning
internal import Reports
internal import Running
internal import Values

/// A rehearsal as the invariants ask about it: what was started, how it ended and where rollouts stood, in one pass.
struct RehearsalStory {
  /// Something that was started.
  struct Act {
    enum Kind: Hashable, Sendable {
      case run, rollback, lock
      /// A question, and what of its node it is about; nothing if the node is nothing but the question.
      case question(ApprovalRequest.Moment?)
      /// What only looks: `unless`, `confirm`, a snapshot.
      case look(Step)
    }

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
  private(set) var rollouts: [RolloutActs]
  /// When what undoes nodes was closed, by node.
  private(set) var closed: Set<Int> = []
  /// What nodes hold of the machine.
  private var claims: [Int: LockClaim] = [:]

  init(_ outcome: RehearsalRun.Outcome, of plan: Plan, _ roster: RolloutRoster) {
    self.roster = roster
    self.outcome = outcome
    self.plan = plan
    rollouts = roster.rollouts.map { RolloutActs(owner: $0.owner, strategy: $0.strategy) }
    var (deaths, looks) = (outcome.deaths[...], outcome.looks[...])
    for moment in 0...outcome.events.count {
      while let look = looks.first, look.moment <= moment {
        begin(Act(moment: moment, node: look.node, kind: .look(look.step), isOutside: true))
        looks.removeFirst()
      }
      while let death = deaths.first, death.moment <= moment {
        die()
        deaths.removeFirst()
      }
      if moment < outcome.events.count { take(outcome.events[moment].event, at: moment) }
    }
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
      begin(Act(moment: moment, node: request.node, kind: .question(request.moment), isOutside: true))
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
    case .lockAcquired(let node?, let claim): lock(node, claim, at: moment)
    case .lockReleased(let node?, _): unlock(node)
    case .lockReserved(let claim, _): reserve(claim)
    default: break
    }
  }

  private mutating func begin(_ act: Act) {
    acts.append(act)
    guard act.kind == .run || act.kind == .rollback else { return }
    if let rollout = roster.rollout(of: act.node) { rollouts[rollout].begin() }
    guard act.kind == .run, let place = roster[act.node] else { return }
    rollouts[place.rollout].start(place.member, act.node, at: act.moment)
  }

  private mutating func end(_ end: End) {
    ends.append(end)
    guard !end.isRollback, let place = roster[end.node] else { return }
    rollouts[place.rollout].finish(place.member, isGood: end.isGood)
  }

  private mutating func die() {
    claims = [:]
    for rollout in rollouts.indices { rollouts[rollout].die() }
  }

  // MARK: - Locks

  private mutating func lock(_ node: Int, _ claim: LockClaim, at moment: Int) {
    acts.append(Act(moment: moment, node: node, kind: .lock, isOutside: true))
    claims[node] = claim
    if let place = roster[node] { rollouts[place.rollout].lockTaken() }
  }

  private mutating func unlock(_ node: Int) {
    claims[node] = nil
    if let place = roster[node] { rollouts[place.rollout].lockGivenBack() }
  }

  /// The record says of what stays with the run only what it is.
  private mutating func reserve(_ claim: LockClaim) {
    for (node, held) in claims where held == claim {
      if let place = roster[node] { rollouts[place.rollout].lockReserved() }
    }
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
    let id = plan.nodes[act.node].id
    switch act.kind {
    case .run: return id
    case .rollback: return "\(id)!\(Step.rollback.rawValue)"
    case .look(let step): return "\(id)!\(step.rawValue)"
    case .question(let moment): return moment.map { "\(id)!\($0.rawValue)" } ?? id
    case .lock: return roster[act.node] == nil ? "\(id)!lock" : id
    }
  }

  /// Whether it goes back, or answers a failure.
  func isRecovery(_ act: Act) -> Bool {
    if act.kind == .rollback || act.kind == .look(.confirm) || plan.nodes[act.node].isHandler { return true }
    return roster[act.node]?.member.role.isOfWayBack ?? false
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
