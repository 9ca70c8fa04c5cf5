public import Planning
public import Values

/// A world in which time is a number and every action does what a script says (design 9): no process, no waiting.
public struct ScriptedWorld: Sendable {
  /// The names under which templates of the world read it, and what a rollout knows.
  static let worldName = "world"
  static let rolloutName = RolloutValue.root

  /// What is rehearsed; instances that only the run tells are added as they are made.
  public private(set) var plan: Plan
  var script: RehearsalScript
  let scene: ScriptedScene
  var time: Instant
  private let startedAt: Timestamp
  var traffic: ScriptedTraffic
  /// What is told of the world that no rollout is bound to.
  var values = ValueMap()
  /// What the key-value store holds.
  var store = StoreView()
  /// The contents of files that functions have written, by their paths.
  var files: [String: [UInt8]] = [:]
  /// What is to happen, soonest first.
  private(set) var agenda: [Entry] = []
  /// How often each node has done something.
  private var counts: [String: Int] = [:]
  /// What ends nodes that do not end by themselves: whether asking is enough.
  private var endless: [Int: Bool] = [:]
  private var breakers: [String: BreakerState] = [:]
  private var admitted: [Int: PlanBreaker] = [:]
  private(set) var ids: [String]
  /// What nodes of rollouts knew when they last began.
  var rolloutValues: [Int: [RolloutValue: String]] = [:]
  /// Nodes whose work in the world is done, or must not be, whatever is told of their end.
  private var settled: Set<Int> = []
  /// Nodes that pyflow's death has kept from telling that they have done their work.
  private var happened: Set<Int> = []
  /// The people who have answered something, in order.
  var people: [Person] = []
  /// When pyflow dies; nothing if it does not.
  public internal(set) var crashTime: Instant?
  /// The nodes that changed something, in the order in which they began.
  public private(set) var changes: [String] = []
  /// What it could not do.
  public internal(set) var problems: [RehearsalProblem] = []

  /// Where rollouts stand, by the nodes that stand for them.
  var phases: [Int: RolloutPhase] = [:]

  /// Something that is to happen, with what is different in the world from then on.
  struct Entry {
    let at: Instant
    let event: Event
    var deed: Deed?
  }

  /// What an action has done in the world.
  struct Deed {
    let node: Int
    let step: Step
    /// Whether it has done what it is there for.
    var isDone: Bool
    let changes: [ScriptedScene.Change]
  }

  /// The world of a plan at a moment, with the traffic as it is at first.
  public init(
    of plan: Plan, _ script: RehearsalScript, in scene: ScriptedScene = ScriptedScene(), live: String? = nil,
    weight: String? = nil, version: String? = nil, from moment: Instant = Instant(nanoseconds: 0), date: Timestamp
  ) {
    self.plan = plan
    self.script = script
    self.scene = scene
    time = moment
    startedAt = date
    ids = plan.nodes.map(\.id)
    traffic = ScriptedTraffic(of: plan, live: live, weight: weight, version: version)
    store.values = scene.store
    for change in scene.values { apply(change, by: nil) }
  }

  /// Goes by another script from now on.
  public mutating func follow(_ script: RehearsalScript) { self.script = script }

  /// The virtual clock.
  public func now() -> Instant { time }

  /// The virtual calendar.
  public func date() -> Timestamp {
    Timestamp(milliseconds: startedAt.milliseconds + time.nanoseconds / 1_000_000)
  }

  /// Where the traffic of a rollout goes, by the scope of its nodes.
  public func place(of scope: Int) -> String? { traffic.places[scope] }

  /// What is known when pyflow begins, at first and each time that the run is taken up.
  public var beginnings: [Event] { plan.readsStore ? [.store(store)] : [] }

  /// Goes on after pyflow has died: what ran then is gone, what it had done is done.
  public mutating func restart() {
    missWishes()
    agenda = []
    endless = [:]
    crashTime = nil
  }

  // MARK: - Carrying out effects

  /// Puts what comes of an effect on the agenda.
  public mutating func perform(_ effect: Effect) {
    switch effect {
    case .tell(let event): hear(event)
    case .hide, .write: break
    case .expand(let new): ids += new
    case .start(let node, let step, _, let action): start(node, step, action)
    case .end(let node, let mode): end(node, mode)
    case .withdraw(let node): withdraw(node)
    case .lock(let node, let claim): take(claim, node)
    case .unlock, .reserve: break
    case .breaker(let node, let request): add(.breaker(node: node, answer(request, of: node)), after: .zero)
    }
  }

  private mutating func hear(_ event: RunEvent) {
    switch event {
    case .expanded(let node, let instances): plan.expand(node, into: instances)
    case .approvalRequested(let request): ask(request)
    case .finished(let finish):
      if finish.status == .succeeded, !settled.contains(finish.node) { settle(finish.node, .run) }
      if finish.status.hasEnded { withdraw(finish.node) }
    case .rolloutMoved(let owner, let move): phases[owner] = move.to
    case .rolloutRequested(let owner, let wish, _, isHeeded: false): refuse(wish, of: owner)
    default: break
    }
  }

  /// Forgets the answers to a question that nobody asks any more.
  private mutating func withdraw(_ node: Int) {
    let id = ids[node]
    agenda.removeAll { entry in
      switch entry.event {
      case .answered(node, _): true
      case .decided(let decision): decision.node == id
      default: false
      }
    }
  }

  func name(_ node: Int, _ step: Step) -> String {
    step == .run || step == .sample ? ids[node] : "\(ids[node])!\(step.rawValue)"
  }

  /// What is scripted for the next time that something is done.
  mutating func next(_ name: String) -> ScriptStep? {
    defer { counts[name, default: 0] += 1 }
    return script.step(of: name, time: counts[name, default: 0])
  }

  private mutating func start(_ node: Int, _ step: Step, _ action: Action) {
    let name = name(node, step)
    if case .ask(let question) = action { return answer(question, of: node, step) }
    let scripted = next(name)
    let what = scripted ?? .usual
    if changes(node, step) { changes.append(name) }
    rolloutValues[node] = Self.rolloutValues(of: action)
    if step == .run { settled.insert(node) } else { settled.remove(node) }
    if what.moves == false { settled.insert(node) }
    switch what.ending {
    case .crash:
      crashTime = crashTime ?? time.advanced(by: what.take)
      if what.moves == true { happened.insert(node) }
    default: disturb(node, what, after: what.take / 2)
    }
    let isWork = step == .run || step == .rollback
    var deed = Deed(node: node, step: step, isDone: isWork && (what.moves ?? what.ending.isGood), changes: what.changes)
    guard let result = result(of: scripted, node, step, action) else {
      if let (limit, failure) = ownEnd(of: what, action) {
        return add(.finished(node: node, failure), after: limit, deed)
      }
      deed.isDone = isWork && what.moves == true
      carryOut(deed)
      if what.ending != .crash { endless[node] = what.ending == .timeout }
      return
    }
    // What is ended before it is done, and is said to do its work all the same, has done it at once.
    if what.ending.isDisturbed, what.moves == true {
      carryOut(deed)
      deed.isDone = false
    }
    add(.finished(node: node, result), after: what.take, deed)
  }

  private func changes(_ node: Int, _ step: Step) -> Bool {
    guard node < plan.nodes.count else { return true }
    if let member = plan.rolloutMember(node) { return member.member.role.changes }
    return step == .rollback || step == .run && plan.nodes[node].action.mayChange && plan.nodes[node].poll == nil
  }

  /// Whether a node that died with pyflow has done its work: what its `confirm` finds.
  func hasHappened(_ node: Int) -> Bool { happened.contains(node) }

  private mutating func end(_ node: Int, _ mode: Effect.EndMode) {
    if endless[node] == false, mode != .kill { return }
    endless[node] = nil
    agenda.removeAll { if case .finished(node, _) = $0.event { true } else { false } }
    let signal =
      switch mode {
      case .kill: 9
      case .pass(.interrupt): 2
      case .terminate, .pass: 15
      }
    add(.finished(node: node, ActionResult(.killed(signal: signal))), after: .zero)
  }

  // MARK: - Locks and breakers

  /// A lock is free, unless the script says that another run holds it, or that it cannot be had.
  private mutating func take(_ claim: LockClaim, _ node: Int) {
    let isRolloutsLock = plan.rolloutMember(node)?.member.role == .lock
    let what = next(isRolloutsLock ? ids[node] : "\(ids[node])!lock")
    let resource = claim.resources.first ?? .lock("")
    switch what?.ending {
    case nil: add(.lock(node: node, .acquired()), after: .zero)
    case .unknown?: add(.lock(node: node, .failed("it cannot be told who holds it")), after: .zero)
    case .fail?, .timeout?, .hang?, .reject?, .wait?:
      let holder = LockHolder(run: "01OTHER0000000000000000000", user: "somebody", host: "rehearsal", process: 2)
      add(.lock(node: node, .busy(resource, holder)), after: .zero)
    case .crash?: crashTime = crashTime ?? time.advanced(by: what?.take ?? .zero)
    default:
      if let what { disturb(node, what, after: .zero) }
      add(.lock(node: node, .acquired()), after: what?.take ?? .zero)
    }
  }

  private mutating func answer(_ request: BreakerRequest, of node: Int) -> BreakerAnswer {
    switch request {
    case .admission(let breaker, let isIgnored):
      let admission =
        isIgnored
        ? .admitted(isProbe: false)
        : breakers[breaker.name, default: BreakerState()].admit(breaker, at: date(), isProbed: false)
      if case .admitted = admission { admitted[node] = breaker }
      return .admission(admission, problem: nil)
    case .report(let report):
      guard let breaker = admitted.removeValue(forKey: node) else { return .noted(nil) }
      return .noted(breakers[breaker.name, default: BreakerState()].note(report, breaker, at: date()))
    }
  }

  // MARK: - Time

  mutating func add(_ event: Event, after duration: Duration, _ deed: Deed? = nil) {
    let moment = time.advanced(by: duration)
    let position = agenda.firstIndex { $0.at > moment } ?? agenda.count
    agenda.insert(Entry(at: moment, event: event, deed: deed), at: position)
  }

  /// Moves time to the next event or the deadline, whichever comes first.
  public mutating func wait(until deadline: Instant?) -> [Event] {
    guard let next = agenda.first, next.at <= deadline ?? next.at else {
      if let deadline { time = max(time, deadline) }
      return []
    }
    time = max(time, next.at)
    let due = agenda.prefix { $0.at <= time }
    agenda.removeFirst(due.count)
    for entry in due { if let deed = entry.deed { carryOut(deed) } }
    return due.map(\.event)
  }
}
