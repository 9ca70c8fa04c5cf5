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
  let variables: [String: Value]
  /// What must never be recorded or shown.
  private var mask: SecretMask
  /// The secrets, and what was made of them.
  private var secrets: [String]
  /// The variables that are secrets.
  let secretNames: Set<String>

  var states: [NodeState]
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
  /// Nodes that are no end nodes and have not ended.
  var openForward = 0
  /// End nodes in the order in which they are decided; the instances of one node are decided together.
  let endSteps: [Range<Int>]
  var nextEndStep = 0
  /// End nodes that are decided and have not ended.
  var openEndNodes = 0
  /// How the nodes with instances are doing, by their indexes.
  var groups: [Int: GroupState] = [:]
  var startedAt = Instant(nanoseconds: 0)
  var lineIndex: LineIndex?

  /// Why nothing starts any more but answers.
  var stop: Stop?
  var firstFailure: Int?
  var allowedFailures: [Int] = []
  /// Whether any node failed, with permission or without.
  var hasFailures = false
  var signal: RunSignal?
  /// Whether a second signal has ended everything.
  var isAborted = false

  /// The stop that the nodes that wait know of.
  var heeded: (stop: Stop?, isAborted: Bool) = (nil, false)

  /// Whether a person can be asked at the terminal.
  var isAttended: Bool
  /// What people are asked, by node.
  var questions: [Int: OpenQuestion] = [:]
  /// Until when a run waits for which nothing but answers is missing.
  var waitEnd: Instant?

  /// Nodes that have to be undone if the run fails, in the order in which they started.
  var registered: [Int] = []
  /// The places of these nodes in that order, once they are undone.
  var startOrder: [Int: Int] = [:]
  /// When each rollback began.
  var undoingSince: [Int: Instant] = [:]
  /// The undoing, once it has begun.
  var recovery: Recovery?

  /// How the run ended; nothing while it goes on.
  public internal(set) var finish: RunFinish?

  /// Why nothing starts any more but answers.
  enum Stop: Equatable {
    case failure(of: Int)
    case cancelled
  }

  /// An engine for one run of `plan`.
  public init(plan: Plan, context: RunContext, options: RunOptions) {
    self.plan = plan
    self.context = context
    self.options = options
    isAttended = options.hasTerminal
    random = SplitMix(seed: context.seed)
    dependents = Dependents(plan.nodes)
    variables = Dictionary(
      plan.variables.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    secrets = plan.variables.filter(\.isSecret).compactMap(\.value.string)
    secretNames = Set(plan.variables.lazy.filter(\.isSecret).map(\.name))
    mask = SecretMask(secrets)
    room = plan.settings.pools.map(\.capacity)
    states = Array(repeating: NodeState(), count: plan.nodes.count)
    endSteps = Self.endSteps(of: plan.nodes)
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

  /// Begins the run.
  public mutating func begin(at now: Instant) -> [Effect] {
    startedAt = now
    tellRunLocks(isAcquired: true)
    for index in plan.nodes.indices { prepare(index) }
    goOn(at: now)
    return takeEffects()
  }

  /// Takes in what has happened until `now`, in order; with no events, that a deadline has passed.
  public mutating func handle(_ events: [Event], at now: Instant) -> [Effect] {
    for event in events {
      switch event {
      case .finished(let node, let result): ended(node, result, at: now)
      case .answered(let node, let answer): answered(node, answer, at: now)
      case .decided(let decision): take(decision, at: now)
      case .lock(let node, let outcome): heard(outcome, of: node, at: now)
      case .signal(let signal): interrupted(by: signal, at: now)
      }
    }
    while let timer = timers.popDue(at: now) {
      if timer.isOfRecovery { fireRecovery(timer, at: now) } else { fire(timer, at: now) }
    }
    goOn(at: now)
    return takeEffects()
  }

  private mutating func takeEffects() -> [Effect] {
    defer { effects = [] }
    return effects
  }

  private mutating func prepare(_ index: Int) {
    let node = plan.nodes[index]
    for entry in node.entries {
      if entry.requirement == nil { states[index].openGates += 1 } else { states[index].openConditions += 1 }
    }
    states[index].openWaits = Int32(node.waits.count)
    guard !node.isEndNode else { return }
    openForward += 1
    if isDecidable(index) { undecide(index) }
  }

  /// Decides and starts whatever can be, until nothing changes; then ends the run if nothing is left.
  private mutating func goOn(at now: Instant) {
    while true {
      heedStop(at: now)
      if let node = undecided.popFirst() {
        decide(node, at: now)
      } else if let node = ready.first, hasRoom(for: node) {
        _ = ready.popFirst()
        startOrPark(node, at: now)
      } else if openForward == 0, openEndNodes == 0, nextEndStep < endSteps.count {
        beginEndStep()
      } else {
        break
      }
    }
    guard finish == nil, awaitingLocks.isEmpty, delayed.isEmpty, active.isEmpty || isOnlyWaiting else {
      waitEnd = nil
      return
    }
    guard active.isEmpty || hasWaited(at: now) else { return }
    if needsRecovery { beginRecovery(at: now) }
    goOnUndoing(at: now)
    if recovery?.isOver ?? true { conclude(at: now) }
  }

  private mutating func beginEndStep() {
    let step = endSteps[nextEndStep]
    nextEndStep += 1
    openEndNodes = step.count
    for node in step { undecide(node) }
  }

  /// Whether all that is left waits for people who cannot be asked here.
  private var isOnlyWaiting: Bool {
    !isAttended && active.allSatisfy { states[$0].status == .waiting }
  }

  /// Whether it has waited for them for as long as it may.
  private mutating func hasWaited(at now: Instant) -> Bool {
    if recovery != nil { return true }
    let end = waitEnd ?? now.advanced(by: options.approvalWait)
    waitEnd = end > now ? end : nil
    return end <= now
  }

  /// Hides what was made of secrets from now on.
  mutating func hide(_ derived: [String]) {
    let new = derived.filter { !secrets.contains($0) }
    guard !new.isEmpty else { return }
    secrets += new
    mask = SecretMask(secrets)
  }

  mutating func tell(_ event: RunEvent) {
    effects.append(.tell(mask.isEmpty ? event : event.masked(by: mask)))
  }

  /// Puts a node among those that a decision is due on.
  mutating func undecide(_ node: Int) {
    states[node].isDecided = true
    undecided.insert(node)
  }

  // MARK: - The end

  /// How the run has ended, now that nothing is left to do.
  private var endStatus: RunStatus {
    let isUndone = recovery != nil && notUndone.isEmpty
    if recovery != nil, !isUndone { return .rollbackFailed }
    if signal != nil { return .cancelled }
    if firstFailure != nil { return isUndone ? .rolledBack : .failed }
    return active.isEmpty ? .succeeded : .waiting
  }

  private mutating func conclude(at now: Instant) {
    var counts: [NodeStatus: Int] = [:]
    for state in states { counts[state.status, default: 0] += 1 }
    var result = RunFinish(
      status: endStatus, cause: firstFailure, counts: counts, allowedFailures: allowedFailures,
      signal: signal, duration: now.duration(since: startedAt))
    result.outputs = runOutputs()
    result.undone = recovery?.undone ?? []
    result.notUndone = firstFailure != nil || signal != nil ? notUndone : []
    for index in result.notUndone { result.commandsLeft.append(rollbackCommand(of: index)) }
    finish = result
    tellReleases()
    tell(.runFinished(result))
  }
}
