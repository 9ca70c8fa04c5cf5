import Planning
import Running
import Values

/// Runs a plan in a fake world, in no time.
public struct Rehearsal: Sendable {
  /// How every node ended, by id.
  public let statuses: [String: NodeStatus]
  /// Why, by id.
  public let reasons: [String: Reason]
  /// The ids of the nodes whose actions were started outside, in order.
  public let started: [String]
  /// Everything that was told, in order.
  public let events: [RunEvent]
  /// How the run ended.
  public let finish: RunFinish
  /// How nodes changed where they stand.
  public let transitions: Set<Transition>
  /// The circuit breakers at the end.
  public let breakers: [String: BreakerState]
  /// What was ordered, in order.
  public let effects: [Effect]

  /// The ids of all nodes, in order of the plan.
  public let ids: [String]

  /// The commands that were started, in order.
  public var commands: [String] {
    effects.compactMap { if case .start(_, _, _, .process(let process)) = $0 { process.summary } else { nil } }
  }

  /// The nodes whose processes were asked to end, or forced, and how, in order.
  public var ends: [String] {
    effects.compactMap { effect in
      guard case .end(let node, let mode) = effect else { return nil }
      switch mode {
      case .terminate: return "\(ids[node]): terminate"
      case .pass(let signal): return "\(ids[node]): pass \(signal)"
      case .kill: return "\(ids[node]): kill"
      }
    }
  }

  /// The environments in which they were started.
  public var environments: [[String: String]] {
    effects.compactMap { effect in
      guard case .start(_, _, _, .process(let process)) = effect else { return nil }
      return Dictionary(process.environment.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    }
  }

  /// The nodes and how they ended in one line: `build succeeded, deploy failed`.
  public var summary: String {
    statuses.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.rawValue)" }.joined(separator: ", ")
  }

  /// Who starts a run unless a test says otherwise.
  public static let requester = Person(name: "tester", userID: 1000, groups: ["staff"], host: "testhost")

  /// Runs `plan` to its end; with a `past`, from where that ended.
  public static func run(
    _ plan: Plan, scripts: [String: FakeWorld.Script] = [:], answers: [String: Answer] = [:],
    decisions: [(at: Duration, decision: Decision)] = [], signals: [(at: Duration, signal: RunSignal)] = [],
    options: RunOptions = RunOptions(jobs: 4), requester: Person = requester, environment: [String: String] = [:],
    pauses: [(at: Duration, person: String)] = [], busyLocks: [String: Duration] = [:],
    breakers: [String: BreakerState] = [:], past: PastRun? = nil, purpose: RunPurpose = .resume,
    scope: ResumeScope = .rest, parentDeath: Duration? = nil, stores: [(at: Duration, view: StoreView)] = []
  ) -> Rehearsal {
    let context = RunContext(
      id: "01TEST00000000000000000000", requester: requester, directory: "/srv/here",
      startedAt: Timestamp(milliseconds: 1_790_000_000_000), environment: environment)
    var engine =
      past.map { Engine(plan: plan, context: context, options: options, past: $0, purpose: purpose, scope: scope) }
      ?? Engine(plan: plan, context: context, options: options)
    var world = FakeWorld(
      ids: plan.nodes.map(\.id), scripts: scripts, answers: answers, decisions: decisions, signals: signals,
      pauses: pauses, busyLocks: busyLocks, breakers: breakers, parentDeath: parentDeath, stores: stores)
    var events: [RunEvent] = []
    // As the loop does: what is known already comes before anything is decided.
    let early = stores.contains { $0.at == .zero } ? world.wait(until: world.now()) : []
    var effects = engine.begin(at: world.now(), after: early)
    while true {
      for effect in effects {
        if case .tell(let event) = effect { events.append(event) } else { world.perform(effect) }
      }
      if engine.finish != nil { break }
      effects = engine.handle(world.wait(until: engine.nextDeadline), at: world.now())
    }
    return Rehearsal(plan, engine, world, events)
  }

  private init(_ plan: Plan, _ engine: Engine, _ world: FakeWorld, _ events: [RunEvent]) {
    var statuses: [String: NodeStatus] = [:]
    var reasons: [String: Reason] = [:]
    var plan = plan
    for case .expanded(let node, let instances) in events { plan.expand(node, into: instances) }
    for (index, node) in plan.nodes.enumerated() {
      statuses[node.id] = engine.status(of: index)
      reasons[node.id] = engine.reason(of: index)
    }
    self.statuses = statuses
    self.reasons = reasons
    self.events = events
    transitions = engine.transitions
    ids = plan.nodes.map(\.id)
    started = world.started
    effects = world.effects
    breakers = world.breakers
    // The loop above ends only when the engine has finished.
    finish =
      engine.finish
      ?? RunFinish(
        status: .failed, cause: nil, counts: [:], allowedFailures: [], signal: nil, duration: .zero)
  }
}
