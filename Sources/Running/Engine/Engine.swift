public import Planning
internal import Text
public import Values

/// Decides what happens in a run: a pure state machine.
///
/// It never waits, prints, reads a clock or touches a file. Events and the time come in, effects go out; the same events
/// give the same effects. Each event costs what the nodes that it reaches cost, not what the plan costs.
public struct Engine: Sendable {
  let plan: Plan
  let context: RunContext
  let options: RunOptions
  let dependents: Dependents
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
  /// The names of the locks that nodes hold or want, by node.
  var wantedLocks: [Int: [String]] = [:]
  /// The nodes that hold locks, or have asked the world for them.
  var lockOwners: [String: Int] = [:]
  /// Nodes whose locks the world was asked for.
  var awaitingLocks: Set<Int> = []
  /// The lock that keeps a node waiting, and who holds it.
  var busyLocks: [Int: (lock: String, holder: LockHolder?)] = [:]
  /// What is left of each pool.
  var room: [Int]
  var timers = TimerQueue()
  var effects: [Effect] = []
  /// Nodes that hold one of the places of `jobs`.
  var occupied = 0
  /// Nodes that wait for their next attempt.
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
  /// Nodes that wait for a person's permission to start.
  var permissions: Set<Int> = []
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

  var allowedFailures: [Int] = []
  var signal: RunSignal?
  /// Whether a second signal has ended everything.
  var isAborted = false
  /// Whether nodes that wait must hear that their runbook was stopped.
  var hasNewStop = false

  /// Whether a person can be asked.
  var isAttended: Bool

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
  public var nextDeadline: Instant? { timers.next }

  /// Nodes at once: one in sequential mode.
  var places: Int {
    plan.settings.isSequential ? 1 : max(1, options.jobs)
  }

  /// Begins the run.
  public mutating func begin(at now: Instant) -> [Effect] {
    startedAt = now
    tellRunLocks(isAcquired: true)
    open(0, at: now)
    goOn(at: now)
    return takeEffects()
  }

  /// Takes in what has happened until `now`, in order; with no events, that a deadline has passed.
  public mutating func handle(_ events: [Event], at now: Instant) -> [Effect] {
    for event in events {
      switch event {
      case .finished(let node, let result): ended(node, result, at: now)
      case .answered(let node, let answer):
        if answeredConsent(node, answer) || answeredPermission(node, answer, at: now) { continue }
        answered(node, answer, at: now)
      case .lock(let node, let outcome): heard(outcome, of: node, at: now)
      case .signal(let signal): interrupted(by: signal, at: now)
      }
    }
    while let timer = timers.popDue(at: now) { fire(timer, at: now) }
    goOn(at: now)
    return takeEffects()
  }

  private mutating func takeEffects() -> [Effect] {
    defer { effects = [] }
    return effects
  }

  /// Decides and starts whatever can be, until nothing changes; then ends the run if nothing is left.
  private mutating func goOn(at now: Instant) {
    while finish == nil {
      heedStop()
      if let node = undecided.popFirst() {
        decide(node, at: now)
      } else if let runbook = touched.popFirst() {
        goOn(with: runbook, at: now)
      } else if let node = ready.first, hasRoom(for: node) {
        _ = ready.popFirst()
        startOrPark(node, at: now)
      } else {
        break
      }
    }
    if finish == nil, isOnlyWaiting { giveUpWaiting(at: now) }
  }

  /// Hides what was made of secrets from now on.
  mutating func hide(_ derived: [String]) {
    let new = derived.filter { !secrets.contains($0) }
    guard !new.isEmpty else { return }
    secrets += new
    mask = SecretMask(secrets)
    effects.append(.hide(new))
  }

  mutating func tell(_ event: RunEvent) {
    effects.append(.tell(mask.isEmpty ? event : event.masked(by: mask)))
  }

  /// Puts a node among those that a decision is due on.
  mutating func undecide(_ node: Int) {
    states[node].isDecided = true
    undecided.insert(node)
  }

  /// Puts a node among those that may start.
  mutating func makeReady(_ node: Int) {
    ready.insert(node, priority: plan.nodes[node].priority)
  }
}
