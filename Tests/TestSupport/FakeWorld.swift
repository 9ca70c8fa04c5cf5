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
  private let ids: [String]
  private let scripts: [String: Script]
  private let answers: [String: Answer]
  /// Locks that another run holds, and until when.
  private let busyLocks: [String: Duration]
  private var signals: [(at: Duration, signal: RunSignal)]
  /// What is to happen, soonest first.
  private var agenda: [(at: Instant, event: Event)] = []
  /// The ids of the nodes that were started, in order.
  public private(set) var started: [String] = []
  /// The effects that were carried out, in order.
  public private(set) var effects: [Effect] = []

  /// A world for a plan with the given node ids; `id!rollback` names a node's rollback, `id#2` its second attempt.
  ///
  /// Actions without a script succeed after a second.
  public init(
    ids: [String], scripts: [String: Script] = [:], answers: [String: Answer] = [:],
    signals: [(at: Duration, signal: RunSignal)] = [], busyLocks: [String: Duration] = [:]
  ) {
    self.busyLocks = busyLocks
    self.ids = ids
    self.scripts = scripts
    self.answers = answers
    self.signals = signals
    for entry in signals { agenda.append((time.advanced(by: entry.at), .signal(entry.signal))) }
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
    case .tell, .hide, .withdraw: break
    case .start(let node, let step, _, .ask):
      if let answer = answers[name(node, step)] { add(.answered(node: node, answer), after: .seconds(1)) }
    case .start(let node, let step, let attempt, _):
      let name = name(node, step)
      started.append(name)
      let script = scripts["\(name)#\(attempt)"] ?? scripts[name] ?? Script()
      if let result = script.result { add(.finished(node: node, result), after: script.duration) }
    case .end(let node, let mode): end(node, mode)
    case .lock(let node, let names): lock(node, names)
    case .unlock(let node): agenda.removeAll { if case .lock(node, _) = $0.event { true } else { false } }
    }
  }

  /// The other run that holds locks in this world.
  public static let holder = LockHolder(
    run: "01OTHER0000000000000000000", user: "eve", host: "testhost", process: 7, since: "2026-01-01T00:00:00.000Z")

  private mutating func lock(_ node: Int, _ names: [String]) {
    let busy = names.filter { Instant(nanoseconds: 0).advanced(by: busyLocks[$0] ?? .zero) > time }
    let end = busy.compactMap { busyLocks[$0] }.max().map { Instant(nanoseconds: 0).advanced(by: $0) } ?? time
    if let first = busy.first { add(.lock(node: node, .busy(lock: first, Self.holder)), after: .zero) }
    add(.lock(node: node, .acquired), after: end.duration(since: time))
  }

  private func name(_ node: Int, _ step: Step) -> String {
    step == .run ? ids[node] : "\(ids[node])!\(step.rawValue)"
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
