public import Planning
internal import Text
public import Values

/// Decides what happens in a run: a pure state machine.
///
/// It never waits, prints, reads a clock or touches a file. Events and the time come in, effects go out; the same events
/// give the same effects. Each event costs what the nodes that it reaches cost, not what the plan costs.
public struct Engine: Sendable {
  /// What is run; instances that only the run tells are added as they are made.
  private(set) var plan: Plan
  let context: RunContext
  let options: RunOptions
  var dependents: Dependents
  /// What must never be recorded or shown.
  private var mask: SecretMask
  /// The secrets, and what was made of them.
  private var secrets: [String]

  var states: [NodeState]
  /// The runbooks of the plan.
  var runbooks: [RunbookState]
  var results: [Int: NodeResult] = [:]
  /// Nodes about which everything is known that a decision needs.
  var undecided = ReadyQueue()
  var ready = ReadyQueue()
  /// Nodes that would be ready if others did not hold what they need.
  var parked = ParkedNodes()
  /// What nodes hold of the machine, or want, by node.
  var claims: [Int: LockClaim] = [:]
  /// The nodes that hold locks, or have asked the world for them.
  var lockOwners: [String: Int] = [:]
  /// Nodes whose claims the world was asked for.
  var awaitingLocks: Set<Int> = []
  /// Of these, those that have to wait: for what, and for whom.
  var busyLocks: [Int: (resource: MachineResource, holder: LockHolder?)] = [:]
  /// What is left of each pool.
  var room: [Int]
  var timers = TimerQueue()
  var effects: [Effect] = []
  /// Nodes that hold one of the places of `jobs`.
  var occupied = 0
  /// Nodes that are polled, and how far that has come.
  var polls: [Int: Polling] = [:]
  /// How often a breaker was told how an attempt ended and has not answered.
  var openReports = 0
  /// How the last attempt failed of nodes whose breaker may let no further one through.
  var lastFailures: [Int: (reason: Reason, result: ActionResult?)] = [:]
  /// Failures that a person is asked about, by their nodes.
  var openFailures: [Int: (reason: Reason, result: ActionResult?)] = [:]
  /// Nodes that wait for their next attempt or sample.
  var delayed: Set<Int> = []
  /// What spreads delays.
  var random: SplitMix
  /// Nodes that run or wait for a person.
  var active: Set<Int> = []
  /// The node that owns the terminal.
  var interactive: Int?
  /// Nodes for which skipped or blocked nodes wait before they count as settled.
  var settleWaiters: [Int: [Int]] = [:]
  /// How the nodes with instances are doing, by their indexes.
  var groups: [Int: GroupState] = [:]
  /// The rollbacks that have begun and not ended, by their nodes.
  var undoings: [Int: Undoing] = [:]
  /// Instances that are undone while the others go on.
  var undoingsAtOnce: Set<Int> = []
  /// Instances that could not be undone at once.
  var failedUndoings: Set<Int> = []
  /// Runbooks that are being undone.
  var recovering: Set<Int> = []
  /// The looks at what nodes change, by their nodes.
  var snapshots: [Int: Snapshot] = [:]
  /// Nodes whose outcome is known, and which have not ended because what they have changed is looked at.
  var lookedAt: Set<Int> = []
  /// What was closed, in that order.
  var closed: [ClosedRollbacks] = []
  /// Nodes that were undone, in that order.
  var undone: [Int] = []
  /// Rollbacks that run.
  var runningRollbacks = 0
  /// Runbooks in which something has ended.
  var touched = ReadyQueue()
  var startedAt = Instant(nanoseconds: 0)
  var lineIndexes: [Int: LineIndex] = [:]

  /// What the run was begun, or taken up again, for.
  var purpose = RunPurpose.run
  /// Why nodes run again.
  var causes: [Int: Resumption.Cause] = [:]
  /// Nodes that would have to run again to give a secret once more, and may not.
  var secretsLost: [Int] = []
  /// Nodes that are to be left as they are, because only others were to run again.
  var notWanted: Set<Int> = []
  /// What those that are wanted stand on, and was undone.
  var undoneBelow: [Int] = []
  /// Answers to the questions of nodes from before the run was taken up.
  var earlierDecisions: [Int: [Decision]] = [:]
  /// Nodes whose questions were escalated before the run was taken up.
  var earlierEscalations: Set<Int> = []

  /// What the key-value store holds.
  var store = StoreView()
  var allowedFailures: [Int] = []
  var signal: RunSignal?
  /// Whether nothing but the end of pyflow's parent has asked to stop so far.
  var isAskedByParentsEnd = false
  /// The signal after which a kill follows soon.
  var noticed: RunSignal?
  /// Whether a second signal has ended everything.
  var isAborted = false
  /// Whether nodes that wait must hear that their runbook was stopped.
  var hasNewStop = false

  /// Whether a person can be asked at the terminal.
  var isAttended: Bool
  /// The rollouts that go on, or have ended, by their scopes.
  var rollouts: [Int: Rollout] = [:]
  /// Of these, those that go on.
  var openRollouts: Set<Int> = []
  /// Those that have come to their end, and of which nodes are still being ended.
  var endingRollouts: [Int: RolloutPhase] = [:]
  /// Nodes of rollouts that begin again as soon as they have ended.
  var restarts: Set<Int> = []
  /// Where rollouts stood when the run was taken up, by the nodes that stand for them.
  var pastRollouts: [Int: PastRollout] = [:]
  /// How nodes of rollouts had ended when the run was taken up.
  var pastMembers: [Int: PastMember] = [:]
  /// How rollouts have ended, by the nodes that stand for them.
  var rolloutEnds: [Int: RolloutPhase] = [:]
  /// Until when rollouts wait for their locks, by their scopes.
  var lockDeadlines: [Int: Instant] = [:]
  /// Why rollouts could not begin, where more is to be said than their tables do.
  var refusals: [Int: Reason] = [:]
  /// What the samples of nodes have said that were polled.
  var verdicts: [Int: (verdict: SampleVerdict, hadTooFew: Bool)] = [:]
  /// What people are asked, by node.
  var questions: [Int: OpenQuestion] = [:]
  /// Until when a run waits for which nothing but answers is missing.
  var waitEnd: Instant?
  /// Whether it has waited for them for long enough.
  var hasGivenUp = false

  /// The transitions that nodes have made: what a rehearsal covers.
  public var transitions: Set<Transition> { Set(Transition.table.map(\.transition).filter(made.contains)) }
  private var made = TransitionSet([])

  /// How the run ended; nothing while it goes on.
  public internal(set) var finish: RunFinish?

  /// An engine for one run of `plan`.
  public init(plan: Plan, context: RunContext, options: RunOptions) {
    self.plan = plan
    self.context = context
    self.options = options
    isAttended = options.hasTerminal
    random = SplitMix(seed: context.seed)
    dependents = Dependents(plan.nodes)
    secrets = plan.secretTexts
    mask = SecretMask(secrets)
    room = plan.settings.pools.map(\.capacity)
    states = Array(repeating: NodeState(), count: plan.nodes.count)
    runbooks = plan.runbooks.indices.map { number in
      RunbookState(plan.runbooks[number], endSteps: Self.endSteps(of: plan, number))
    }
  }

  /// Where a node stands.
  public func status(of node: Int) -> NodeStatus { states[node].status }

  /// Why a node ended as it did.
  public func reason(of node: Int) -> Reason? { states[node].reason }

  /// When the engine wants to hear of the time again, whatever happens.
  public var nextDeadline: Instant? { waitEnd.map { end in timers.next.map { min($0, end) } ?? end } ?? timers.next }

  /// Whether an answer would change anything.
  public var hasOpenQuestions: Bool { !questions.isEmpty }

  /// Nodes at once: one in sequential mode.
  var places: Int {
    plan.settings.isSequential ? 1 : max(1, options.jobs)
  }

  /// Begins the run; signals that have come before keep anything from starting.
  public mutating func begin(at now: Instant, after events: [Event] = []) -> [Effect] {
    startedAt = now
    tellRunLocks()
    if purpose.isUndoing { beginUndoing(at: now) } else { open(0, at: now) }
    for event in events { take(event, at: now) }
    goOn(at: now)
    return takeEffects()
  }

  /// Takes in what has happened until `now`, in order; with no events, that a deadline has passed.
  public mutating func handle(_ events: [Event], at now: Instant) -> [Effect] {
    for event in events { take(event, at: now) }
    while let timer = timers.popDue(at: now) { fire(timer, at: now) }
    goOn(at: now)
    return takeEffects()
  }

  private mutating func take(_ event: Event, at now: Instant) {
    switch event {
    case .finished(let node, let result): ended(node, result, at: now)
    case .answered(let node, let answer): if !answeredConsent(node, answer) { answered(node, answer, at: now) }
    case .decided(let decision): take(decision, at: now)
    case .lock(let node, let outcome): heard(outcome, of: node, at: now)
    case .breaker(let node, let answer): heard(answer, of: node, at: now)
    case .store(let view): store = view
    case .paused(let person): pause(by: person, at: now)
    case .rolloutRequested(let node, let wish, let person): requested(wish, of: node, by: person, at: now)
    case .signal(let signal): interrupted(by: signal, at: now)
    case .parentDied: parentDied(at: now)
    }
  }

  private mutating func takeEffects() -> [Effect] {
    defer { effects = [] }
    return effects
  }

  /// Decides and starts whatever can be, until nothing changes; then ends the run if nothing is left.
  private mutating func goOn(at now: Instant) {
    while finish == nil {
      heedStop(at: now)
      if let node = undecided.popFirst() {
        decide(node, at: now)
      } else if let runbook = touched.popFirst() {
        goOn(with: runbook, at: now)
      } else if let node = ready.first, hasRoom(for: node) {
        _ = ready.popFirst()
        // What a rollout does not need any more was passed over meanwhile.
        if states[node].status != .ready { continue }
        startOrPark(node, at: now)
      } else {
        break
      }
    }
    if finish == nil { heedPeople(at: now) }
  }

  /// Takes the instances of a node into the plan.
  mutating func add(_ instances: [PlanNode], to group: Int) {
    let count = plan.nodes.count
    plan.expand(group, into: instances)
    for (position, entry) in plan.nodes[group].entries.enumerated() where entry.origin == .instance {
      let edge = Dependents.Edge(node: Int32(group), entry: Int32(position))
      if entry.target < count {
        renew(entry.target)
        dependents.replace(edge, of: entry.target)
      } else {
        states.append(NodeState())
        dependents.append(edge)
      }
    }
    effects.append(.expand(ids: plan.nodes[count...].map(\.id)))
  }

  /// Takes the instances of a node out of the plan again.
  mutating func collapse(_ group: Int) {
    guard case .group(let expanded) = plan.nodes[group].action, expanded.late != nil else { return }
    for index in expanded.instances {
      move(index, to: .skipped)
      states[index].reason = .notAnItem
    }
    plan.collapse(group)
  }

  /// The text without secrets.
  func masked(_ text: String) -> String { mask.masked(text) }

  /// The end of the run without secrets.
  func masked(_ finish: RunFinish) -> RunFinish { mask.isEmpty ? finish : finish.masked(by: mask) }

  /// Hides what was made of secrets from now on.
  mutating func hide(_ derived: [String]) {
    let new = derived.filter { !secrets.contains($0) }
    guard !new.isEmpty else { return }
    secrets += new
    mask = SecretMask(secrets)
    effects.append(.hide(new))
  }

  /// Hides what a template has made of secrets, and has the files written that it names.
  mutating func heed(_ derived: [String], _ files: [SecretFile]) {
    hide(derived)
    if !files.isEmpty { effects.append(.write(files)) }
  }

  mutating func tell(_ event: RunEvent) {
    effects.append(.tell(mask.isEmpty ? event : event.masked(by: mask)))
  }

  /// Changes where a node stands: the only way to do so.
  mutating func move(_ index: Int, to status: NodeStatus) {
    let transition = Transition(from: states[index].status, to: status)
    assert(transition.isLegal, "no transition from \(transition.from) to \(transition.to): \(plan.nodes[index].id)")
    made.insert(transition)
    states[index].status = status
  }

  /// Makes a node one that has not started, in another generation.
  mutating func renew(_ index: Int) {
    let before = states[index]
    move(index, to: .pending)
    states[index] = before.again
  }

  /// Puts a node among those that a decision is due on.
  mutating func undecide(_ node: Int) {
    states[node].isDecided = true
    undecided.insert(node)
  }

  /// Puts a node among those that may start; what watches a rollout, or brings it back, waits behind nobody.
  mutating func makeReady(_ node: Int) {
    ready.insert(node, priority: isInRollout(node) ? Self.urgent : plan.nodes[node].priority)
  }
}
