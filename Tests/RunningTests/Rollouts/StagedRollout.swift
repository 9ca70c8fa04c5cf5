import Planning
import Running
import TestSupport
import Testing
import Values

/// A runbook with a rollout that is played in a scripted world, with what happens to it meanwhile.
struct StagedRollout: Sendable {
  /// Something that happens at a moment.
  enum Incident: Sendable {
    case signal(RunSignal)
    case wish(RolloutEvent)
    case pause
    /// pyflow dies, and the run is taken up at once.
    case death(RunPurpose)
  }

  var runbook: String
  var script: [String: [ScriptStep]] = [:]
  var incidents: [(at: Duration, what: Incident)] = []
  var options = RunOptions(jobs: 8)
  var live: String?
  var weight: String?
  var version: String?
  var variables: [String: String] = [:]

  /// What came of it.
  struct Outcome {
    /// The rows that it went by, in order.
    var rows: [String] = []
    var moves: [RolloutMove] = []
    /// The ids of the nodes that changed something, in order.
    var changes: [String] = []
    var finish: RunFinish?
    /// Where the traffic goes at the end.
    var place: String?
    var events: [RunEvent] = []
    var statuses: [String: NodeStatus] = [:]
    var coverage: Set<String> = []
    /// The nodes that began in phases in which their rollout says that they do not run.
    var misplaced: [String] = []
    /// How long it took.
    var time = Duration.zero
    /// When nodes started, in order.
    var starts: [(id: String, at: Duration)] = []

    /// The rows in one line.
    var story: String { rows.joined(separator: " ") }
    /// The nodes that rollouts that have failed say are their cause.
    var causes: [String] {
      events.compactMap { event in
        guard case .finished(let finish) = event, case .rollout(_, _, let node)? = finish.reason else { return nil }
        return node
      }
    }
    /// How the rollout ended, with the cause.
    var end: String {
      guard let last = moves.last else { return "" }
      return last.to.rawValue + (last.cause.map { " \($0)" } ?? "")
    }
  }

  /// Plays it from its beginning to its end.
  func play() throws -> Outcome {
    let (plan, diagnostics) = Reading.plan(runbook, variables: variables)
    try #require(!diagnostics.hasErrors, "\(diagnostics.items.map(\.message))")
    let entries = script.sorted { $0.key < $1.key }.map { RehearsalScript.Entry($0.key, $0.value) }
    var world = ScriptedWorld(
      of: plan, RehearsalScript(entries), live: live, weight: weight, version: version, date: Self.date)
    var engine = Engine(plan: plan, context: Self.context, options: options)
    var outcome = Outcome()
    var left = incidents.sorted { $0.at < $1.at }
    var effects = engine.begin(at: world.now())
    for _ in 0..<100_000 {
      for effect in effects {
        note(effect, of: plan, at: world.now(), in: &outcome)
        world.perform(effect)
      }
      if engine.finish != nil { break }
      let next = left.first.map { Self.start.advanced(by: $0.at) }
      var events = world.wait(until: [engine.nextDeadline, next].compactMap { $0 }.min())
      while let first = left.first, Self.start.advanced(by: first.at) <= world.now() {
        left.removeFirst()
        switch first.what {
        case .signal(let signal): events.append(.signal(signal))
        case .wish(let wish): events.append(.rolloutRequested(node: "ship", wish, by: "eve"))
        case .pause: events.append(.paused(by: "eve"))
        case .death(let purpose):
          let past = Self.past(of: engine, plan, outcome)
          world.restart()
          engine = Engine(plan: plan, context: Self.context, options: options, past: past, purpose: purpose)
          for effect in engine.begin(at: world.now()) {
            note(effect, of: plan, at: world.now(), in: &outcome)
            world.perform(effect)
          }
          events = []
        }
      }
      effects = engine.handle(events, at: world.now())
    }
    outcome.finish = engine.finish
    outcome.changes = world.changes
    outcome.coverage = engine.rolloutCoverage
    outcome.time = world.now().duration(since: Self.start)
    for (index, node) in plan.nodes.enumerated() { outcome.statuses[node.id] = engine.status(of: index) }
    outcome.place = plan.runbooks.indices.compactMap { world.place(of: $0) }.first
    return outcome
  }

  private func note(_ effect: Effect, of plan: Plan, at now: Instant, in outcome: inout Outcome) {
    switch effect {
    case .start(let node, _, _, _):
      outcome.starts.append((plan.nodes[node].id, now.duration(since: Self.start)))
      let phase = outcome.moves.last?.to ?? .start
      guard !phase.hasEnded, let place = plan.rolloutMember(node) else { return }
      if !place.strategy.phases(of: place.member).contains(phase) {
        outcome.misplaced.append("\(plan.nodes[node].id) in \(phase.rawValue)")
      }
    case .tell(let event):
      outcome.events.append(event)
      guard case .rolloutMoved(_, let move) = event else { return }
      outcome.moves.append(move)
      outcome.rows.append(move.row)
    default: break
    }
  }

  private static let start = Instant(nanoseconds: 0)
  private static let date = Timestamp(milliseconds: 1_790_000_000_000)
  private static let context = RunContext(
    id: "01TEST00000000000000000000", requester: Rehearsal.requester, directory: "/srv/here", startedAt: date,
    environment: [:])

  /// How far the run had come, as its records would tell.
  private static func past(of engine: Engine, _ plan: Plan, _ outcome: Outcome) -> PastRun {
    var past = PastRun()
    for (index, node) in plan.nodes.enumerated() {
      var known = PastRun.Node()
      switch engine.status(of: index) {
      case .running: known.status = .unknown
      case .ready, .waiting: known.status = .pending
      case let status: known.status = status
      }
      known.attempt = known.status == .pending ? 0 : 1
      if case .strategy = node.action { known.rollout = Self.rollout(outcome.moves) }
      past.nodes[node.id] = known
    }
    return past
  }

  private static func rollout(_ moves: [RolloutMove]) -> PastRollout? {
    guard let last = moves.last else { return nil }
    let moved = moves.last { $0.from == .switching || $0.from == .shifting }
    var past = PastRollout(
      phase: last.to, from: last.from == .orphaned ? last.to : last.from, step: last.step,
      old: moves.last { $0.old != nil }?.old, lastResultWasGood: moved.map { $0.event == .ok } ?? true)
    past.hasPromoted = moves.contains { $0.to == .promoting }
    return past
  }
}

extension StagedRollout {
  static func blueGreen(
    _ keys: String = "", _ script: [String: [ScriptStep]] = [:], incidents: [(at: Duration, what: Incident)] = []
  ) -> StagedRollout {
    StagedRollout(
      runbook: """
        [ship]
        type = "BlueGreen"
        target = "api"
        version = "2"
        active = "live"
        deploy = "deploy {{rollout.idle}}"
        check = "check {{rollout.side}}"
        switch = "point {{rollout.to}}"
        \(keys)
        """, script: script, incidents: incidents)
  }

  static func canary(
    _ keys: String = "", _ script: [String: [ScriptStep]] = [:], incidents: [(at: Duration, what: Incident)] = []
  ) -> StagedRollout {
    StagedRollout(
      runbook: """
        [ship]
        type = "Canary"
        target = "api"
        version = "2"
        steps = [10, 50]
        deploy = "deploy"
        shift = "shift {{rollout.weight}}"
        check = "check"
        \(keys)
        """, script: script, incidents: incidents)
  }

  static func progressive(
    _ keys: String = "", targets: Int = 4, _ script: [String: [ScriptStep]] = [:],
    incidents: [(at: Duration, what: Incident)] = []
  ) -> StagedRollout {
    let names = (1...targets).map { "\"w\($0)\"" }.joined(separator: ", ")
    return StagedRollout(
      runbook: """
        [ship]
        type = "Progressive"
        target = "api"
        version = "2"
        targets = [\(names)]
        update = "update {{rollout.target}}"
        check = "check {{rollout.target}}"
        revert = "revert {{rollout.target}}"
        \(keys)
        """, script: script, incidents: incidents)
  }
}

extension ScriptStep {
  static let pass = ScriptStep(.pass)
  static let fail = ScriptStep(.fail)
  static let unknown = ScriptStep(.unknown)
  static let hang = ScriptStep(.hang)
  static let late = ScriptStep(.timeout)
  static let no = ScriptStep(.reject)
  static func says(_ text: String, times: Int? = nil) -> ScriptStep { ScriptStep(.pass, output: text, times: times) }
}
