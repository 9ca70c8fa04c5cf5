internal import Planning
internal import Values

/// A rollout that goes on: where it stands, and what it wants done next (design 8).
///
/// A pure state machine over its table.
/// What nodes do and when they may is the engine's; here is only decided which come next, and what their ends mean.
struct Rollout: Sendable {
  let strategy: PlanStrategy
  let table: RolloutTable<RolloutPhase>
  let index: MemberIndex
  var phase = RolloutPhase.start
  /// The phase before.
  var lastPhase = RolloutPhase.start
  var facts: RolloutFacts
  /// The places among the members of the nodes that go on in this stage.
  var running: Set<Int> = []
  /// What is known of the phase at hand.
  var stage = Stage()
  /// Where the traffic was when it began: a colour, or a percentage.
  var old: String?
  /// The first node that failed, if any has: what everything that follows is due to.
  var cause: Int?
  /// What a person wanted, if that is what everything that follows is due to.
  var wishCause: String?
  /// Why it ended as it did, where its table says so.
  var endCause: String?
  /// A wish to stop that is heard in the next phase that heeds it.
  var wish: RolloutEvent?
  /// The targets of a progressive rollout.
  var targets: [RolloutTarget]
  /// Those of the batch at hand that have not begun, in order; while it goes back those that have not gone back.
  var pendingTargets: ArraySlice<Int> = []
  /// How many targets have failed going forward.
  var failedTargets = 0
  /// For how many targets something goes on.
  var busyTargets = 0
  /// Targets that may go on at once.
  let targetLimit: Int
  /// The last numbers of the baselines, by metric.
  var baselines: [Int: Double] = [:]
  /// The metrics that begin when what they are compared with has said something, by their numbers.
  var metricsHeld: [Int: Int] = [:]
  /// Whether the old version is sick itself, as its check said last.
  var isStableSick = false
  /// What a probe printed before anything was changed, where no rollout can begin there.
  var misplaced: String?
  /// What became of its lock.
  var lock = RolloutLock()
  /// What becomes of what a failure leaves behind to be looked at.
  var capture = Capture.notBegun
  /// How often going back was tried again in this phase.
  var tries = 0
  /// How long a step was held.
  var held = Duration.zero
  var orders: [RolloutOrder] = []
  /// Where it stood when the run was taken up; it goes on there as soon as it holds its lock.
  var past: PastRollout?
  /// The rows of its tables that it has gone by: what a rehearsal covers.
  var coverage: Set<String> = []
  /// Whether an event that no row is for stops pyflow, as it does where asserts are on.
  var trapsIllegalEvents = true

  /// How far the nodes of a phase are.
  struct Stage: Sendable {
    /// Which of the phase's stages goes on, from 0.
    var number = 0
    /// Whether something of it told nothing.
    var isUncertain = false
    /// Whether something of it had too few samples.
    var hadTooFew = false
  }

  /// A rollout of `limit` targets at once at most, whatever its strategy says.
  init(_ strategy: PlanStrategy, waitsForLock: Bool, isForced: Bool = false, limit: Int = .max) {
    self.strategy = strategy
    index = MemberIndex(strategy)
    facts = RolloutFacts(of: strategy)
    facts.waitsForLock = waitsForLock
    facts.isForced = isForced
    targets = strategy.targets.map { RolloutTarget(batch: $0.batch) }
    targetLimit = max(1, min(limit, strategy.parallel ?? limit))
    table = RolloutTable.of(strategy.kind)
  }

  /// What is to be done now, in order; asked after every event.
  mutating func takeOrders() -> [RolloutOrder] {
    defer { orders = [] }
    return orders
  }

  /// Whether promoting the new version has begun.
  var hasPromoted: Bool {
    get { facts.hasPromoted }
    set { facts.hasPromoted = newValue }
  }

  // MARK: - Events

  /// Begins.
  mutating func begin() { startStage() }

  /// Takes in something that is not the end of a node: what became of the lock, a person's wish, a deadline.
  mutating func hear(_ event: RolloutEvent) {
    switch event {
    case .abort, .cancel, .noProgress: stop(event)
    default: take(event)
    }
  }

  /// Takes in that a node has ended.
  mutating func ended(_ place: Int, _ outcome: RolloutOutcome) {
    if capture == .runs(place) { return captured() }
    let member = strategy.members[place]
    if member.role == .heartbeat { return lostLock(place) }
    if member.role == .baseline || member.role == .watchBaseline {
      if outcome.checked != .pass { baselines[member.number] = nil }
      heardBaseline(member.number)
    }
    guard leave(place), !endedLock(member, outcome) else { return }
    if let target = member.target, member.role.endsTarget, phase != .observing {
      return targetEnded(target, place, outcome)
    }
    // Wherever the traffic is found to be then, a command that moves it and fails is what went wrong.
    if member.role == .switch || member.role == .shift { note(place, ifFailed: outcome) }
    if let event = meaning(of: outcome, member) {
      take(event, because: place)
    } else if RolloutStages.isBegunAgain(member.role, in: phase) {
      startLater(place)
    } else {
      finishStageIfDone()
    }
  }

  // MARK: - Nodes

  mutating func start(_ places: [Int]) {
    for place in places { enter(place) }
    orders.append(.start(places))
  }

  /// Starts a node again, once some time has passed.
  mutating func startLater(_ place: Int) {
    enter(place)
    orders.append(.startLater(place))
  }

  mutating func abandon(_ places: [Int]) {
    if places.isEmpty { return }
    for place in places { leave(place) }
    orders.append(.abandon(places))
  }

  /// Notes that a node goes on.
  mutating func enter(_ place: Int) {
    guard running.insert(place).inserted, let target = strategy.members[place].target else { return }
    targets[target].running += 1
    if targets[target].running == 1 { busyTargets += 1 }
  }

  /// Notes that a node does not go on any more; false if it did not.
  @discardableResult
  mutating func leave(_ place: Int) -> Bool {
    guard running.remove(place) != nil else { return false }
    if let target = strategy.members[place].target {
      targets[target].running -= 1
      if targets[target].running == 0 { busyTargets -= 1 }
    }
    return true
  }
}
