import Planning
import Running
import Values

/// A world in which time is a number and every action ends as a script says.
public struct FakeWorld: World {
  /// How an action ends.
  public struct Script: Sendable {
    /// How long it takes.
    public var duration: Duration
    /// How it ends; nothing if it never ends by itself.
    public var result: ActionResult?
    /// Whether it ends when it is asked to.
    public var heedsSignals: Bool

    /// An action that ends after `duration`.
    public init(_ ending: ActionResult.Ending = .exited(0), after duration: Duration = .seconds(1), stdout: String = "")
    {
      var result = ActionResult(ending)
      result.stdout = Array(stdout.utf8)
      result.tail = result.stdout
      self.result = result
      self.duration = duration
      heedsSignals = true
    }

    /// An action that goes on until it is ended.
    public static func endless(heedsSignals: Bool = true) -> Script {
      var script = Script()
      script.result = nil
      script.heedsSignals = heedsSignals
      return script
    }
  }

  private var time = Instant(nanoseconds: 0)
  private var ids: [String]
  private let scripts: [String: Script]
  /// What is typed a second after a node's question is asked at the terminal.
  private let answers: [String: Answer]
  /// Locks that another run holds, or machine pools that it fills, and until when.
  private let busyLocks: [String: Duration]
  private var signals: [(at: Duration, signal: RunSignal)]
  /// What is to happen, soonest first.
  private var agenda: [(at: Instant, event: Event)] = []
  /// The circuit breakers, by name.
  public private(set) var breakers: [String: BreakerState]
  private var admitted: [Int: PlanBreaker] = [:]
  private var askCounts: [String: Int] = [:]
  private var startCounts: [String: Int] = [:]
  /// The ids of the nodes that were started, in order.
  public private(set) var started: [String] = []
  /// The effects that were carried out, in order.
  public private(set) var effects: [Effect] = []

  /// A world for a plan with the given node ids; `id!rollback` names a node's rollback, `id#2` its second attempt, `id@2`
  /// its second start, be it an attempt or a sample.
  ///
  /// Actions without a script succeed after a second.
  public init(
    ids: [String], scripts: [String: Script] = [:], answers: [String: Answer] = [:],
    decisions: [(at: Duration, decision: Decision)] = [], signals: [(at: Duration, signal: RunSignal)] = [],
    pauses: [(at: Duration, person: String)] = [], busyLocks: [String: Duration] = [:],
    breakers: [String: BreakerState] = [:], parentDeath: Duration? = nil,
    stores: [(at: Duration, view: StoreView)] = []
  ) {
    self.breakers = breakers
    self.busyLocks = busyLocks
    self.ids = ids
    self.scripts = scripts
    self.answers = answers
    self.signals = signals
    for entry in decisions { add(.decided(entry.decision), after: entry.at) }
    for entry in pauses { add(.paused(by: entry.person), after: entry.at) }
    for entry in stores { add(.store(entry.view), after: entry.at) }
    for entry in signals { add(.signal(entry.signal), after: entry.at) }
    if let parentDeath { add(.parentDied, after: parentDeath) }
  }

  /// The virtual clock.
  public func now() -> Instant { time }

  /// The virtual calendar: it begins in 2026.
  public func date() -> Timestamp {
    Timestamp(milliseconds: 1_790_000_000_000 + time.nanoseconds / 1_000_000)
  }

  /// Puts what comes of an effect on the agenda.
  public mutating func perform(_ effect: Effect) {
    effects.append(effect)
    switch effect {
    case .tell, .hide, .write: break
    case .withdraw(let node): agenda.removeAll { if case .answered(node, _) = $0.event { true } else { false } }
    case .expand(let new): ids += new
    case .start(let node, let step, _, .ask):
      let name = name(node, step)
      askCounts[name, default: 0] += 1
      if let answer = answers["\(name)#\(askCounts[name] ?? 0)"] ?? answers[name] {
        add(.answered(node: node, answer), after: .seconds(1))
      }
    case .start(let node, let step, let attempt, let action):
      let name = name(node, step)
      started.append(name)
      startCounts[name, default: 0] += 1
      let start = "\(name)@\(startCounts[name] ?? 0)"
      let script = scripts[start] ?? scripts["\(name)#\(attempt)"] ?? scripts[name] ?? Script()
      if var result = script.result {
        if case .exited(0) = result.ending, Self.isFunction(action) { result.ending = .done(unchanged: nil) }
        add(.finished(node: node, result), after: script.duration)
      }
    case .breaker(let node, let request): add(.breaker(node: node, answer(request, of: node)), after: .zero)
    case .end(let node, let mode): end(node, mode)
    case .lock(let node, let claim): lock(node, claim)
    case .unlock(let node), .reserve(let node, _):
      agenda.removeAll { if case .lock(node, _) = $0.event { true } else { false } }
    }
  }

  /// The other run that holds locks in this world.
  public static let holder = LockHolder(
    run: "01OTHER0000000000000000000", user: "eve", host: "testhost", process: 7, since: "2026-01-01T00:00:00.000Z")

  private mutating func lock(_ node: Int, _ claim: LockClaim) {
    let busy = claim.resources.filter { Instant(nanoseconds: 0).advanced(by: busyLocks[$0.name] ?? .zero) > time }
    let end = busy.compactMap { busyLocks[$0.name] }.max().map { Instant(nanoseconds: 0).advanced(by: $0) } ?? time
    if let first = busy.first { add(.lock(node: node, .busy(first, Self.holder)), after: .zero) }
    add(.lock(node: node, .acquired()), after: end.duration(since: time))
  }

  private mutating func answer(_ request: BreakerRequest, of node: Int) -> BreakerAnswer {
    switch request {
    case .admission(let breaker, let isIgnored):
      let isProbed =
        admitted.values.contains { $0.name == breaker.name } && breakers[breaker.name]?.position == .halfOpen
      let admission =
        isIgnored
        ? .admitted(isProbe: false)
        : breakers[breaker.name, default: BreakerState()].admit(breaker, at: date(), isProbed: isProbed)
      if case .admitted = admission { admitted[node] = breaker }
      return .admission(admission, problem: nil)
    case .report(let report):
      guard let breaker = admitted.removeValue(forKey: node) else { return .noted(nil) }
      return .noted(breakers[breaker.name, default: BreakerState()].note(report, breaker, at: date()))
    }
  }

  /// Whether an action has a result instead of an exit code.
  private static func isFunction(_ action: Action) -> Bool {
    switch action {
    case .builtin, .plugin: true
    default: false
    }
  }

  private func name(_ node: Int, _ step: Step) -> String {
    step == .run || step == .sample ? ids[node] : "\(ids[node])!\(step.rawValue)"
  }

  private mutating func end(_ node: Int, _ mode: Effect.EndMode) {
    let script = scripts[ids[node]] ?? Script()
    if mode != .kill, !script.heedsSignals { return }
    agenda.removeAll { if case .finished(node, _) = $0.event { true } else { false } }
    add(.finished(node: node, ActionResult(.killed(signal: mode == .kill ? 9 : 15))), after: .milliseconds(1))
  }

  private mutating func add(_ event: Event, after duration: Duration) {
    let moment = time.advanced(by: duration)
    let position = agenda.firstIndex { $0.at > moment } ?? agenda.count
    agenda.insert((moment, event), at: position)
  }

  /// Moves time to the next event or the deadline, whichever comes first.
  public mutating func wait(until deadline: Instant?) -> [Event] {
    guard let next = agenda.first, next.at <= deadline ?? next.at else {
      if let deadline { time = max(time, deadline) }
      return []
    }
    time = max(time, next.at)
    var events: [Event] = []
    while let first = agenda.first, first.at <= time {
      events.append(first.event)
      agenda.removeFirst()
    }
    return events
  }

  /// Forgets everything.
  public mutating func endEverything() { agenda = [] }
}
