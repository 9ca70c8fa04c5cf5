internal import Audit
internal import Planning
internal import Running
internal import Text
internal import Values

/// One run of a plan in a scripted world, from its beginning to its end, recovered if pyflow "dies" in it (design 9).
///
/// It is the real engine, and its record the real one: only the world and the clock are others.
struct RehearsalRun {
  /// What is rehearsed.
  let plan: Plan
  let script: RehearsalScript
  var settings = Settings()

  /// How things are when it begins.
  struct Settings: Sendable {
    /// The colour that has the traffic.
    var live: String?
    /// The percentage that the new version has.
    var weight: String?
    /// The version that targets have.
    var version: String?
    /// What takes the run up where pyflow died.
    var purpose = RunPurpose.recover
    var places = 4
    var seed: UInt64 = 1
    /// What is around the nodes.
    var scene = ScriptedScene()
    /// The environment of the runbook that was chosen.
    var environment: String?
    /// The environment that pyflow has.
    var processEnvironment: [String: String] = [:]
    /// Whether pyflow runs at a terminal.
    var hasTerminal = false
    /// The runbook's folder.
    var directory = "/rehearsal"
  }

  /// More rounds than this are a run that never ends.
  private static let maximumRounds = 200_000
  private static let date = Timestamp(milliseconds: 1_790_000_000_000)
  /// How long a run waits for answers where nothing else is left to do, as with `--wait-approval`.
  private static let approvalWait = Duration.seconds(3600)

  /// What came of it.
  struct Outcome: Sendable {
    var finish: RunFinish?
    /// What was told, and when.
    var events: [(at: Instant, event: RunEvent)] = []
    /// Where every node stood at the end, by index.
    var statuses: [NodeStatus] = []
    /// The run as its record tells of it.
    var history: RunHistory
    /// The bytes of its record.
    var record: [UInt8] = []
    /// What would be in other files of it.
    var spills: [AuditSpill] = []
    /// The nodes that changed something, in order.
    var changes: [String] = []
    /// Where the traffic went at the end, by the scopes of rollouts.
    var places: [Int: String] = [:]
    /// The versions of the targets of rollouts at the end, by the scopes of these.
    var versions: [Int: ValueMap] = [:]
    /// The rows of the tables that its rollouts went by.
    var rows: Set<String> = []
    /// What only looked: `unless`, `confirm` and snapshots, with their places among the events.
    var looks: [(moment: Int, node: Int, step: Step)] = []
    /// Whether it went on for ever.
    var isEndless = false
    /// Whether nobody took it up after pyflow had died: there was nothing to undo.
    var isOrphaned = false
    /// When it ended; of a run that ends waiting, when it had nothing else left to do.
    var end = Instant(nanoseconds: 0)
    /// How often pyflow died, and what followed.
    var deaths: [Death] = []
    /// The plan as it was at first.
    var initialPlan: Plan
    /// The plan, with the instances that only the run told.
    var plan: Plan
    /// The world as it was at the end.
    var world: ScriptedWorld
    /// What channels were told.
    var channels: RehearsalChannels
    /// What was done for, once it had ended.
    var purpose = RunPurpose.run

    /// What is said of a run that goes on for ever.
    static let endless = "endless"

    /// How it ended, in one word.
    var status: String {
      if isOrphaned { return RolloutPhase.orphaned.rawValue }
      return finish?.status.rawValue ?? Self.endless
    }
  }

  /// pyflow dies in a run.
  struct Death: Sendable {
    let at: Instant
    /// How many events had been told.
    let moment: Int
    /// What takes the run up; nothing if there is nothing left to do.
    var purpose: RunPurpose?
  }

  func run() -> Outcome {
    var forks = RehearsalForks()
    return goOn(from: begin(), &forks)
  }

  /// The run before its first round.
  func begin() -> RehearsalState {
    let world = ScriptedWorld(
      of: plan, script, in: settings.scene, live: settings.live, weight: settings.weight, version: settings.version,
      date: Self.date)
    var outcome = Outcome(
      history: RunHistory(id: Self.id), initialPlan: plan, plan: plan, world: world,
      channels: RehearsalChannels(plan, script, context, environment: settings.environment))
    var journal = RehearsalJournal(plan, run: Self.id)
    journal.begin(identity, options, at: world.date(), into: &outcome.history)
    outcome.channels.begin(isResumed: false, at: world.now(), world.date())
    var engine = Engine(plan: plan, context: context, options: options)
    let effects = engine.begin(at: world.now(), after: world.beginnings)
    var state = RehearsalState(
      engine: engine, world: world, journal: journal, outcome: outcome, effects: effects)
    state.mask = SecretMask(plan.secretTexts)
    return state
  }

  /// Goes on from a state to the end, by this script; `forks` gets the states in which something begins for the first time.
  func goOn(from start: RehearsalState, _ forks: inout RehearsalForks, isForked: Bool = false) -> Outcome {
    var state = start
    state.world.follow(script)
    while !drive(&state, &forks, isForked), state.outcome.deaths.count < Self.mostDeaths {
      state.outcome.rows.formUnion(state.engine.rolloutCoverage)
      if !takeUp(&state) { break }
    }
    return conclude(state)
  }

  private func conclude(_ state: RehearsalState) -> Outcome {
    let engine = state.engine
    var world = state.world
    world.missWishes()
    var outcome = state.outcome
    outcome.finish = engine.finish
    outcome.rows.formUnion(engine.rolloutCoverage)
    outcome.plan = world.plan
    outcome.statuses = outcome.plan.nodes.indices.map { engine.status(of: $0) }
    outcome.changes = world.changes
    outcome.record = state.journal.lines
    outcome.spills = state.journal.spills
    outcome.end = end(of: outcome, world.now())
    if !outcome.isOrphaned { outcome.channels.finish(at: world.now(), world.date()) }
    outcome.world = world
    for (scope, runbook) in plan.runbooks.enumerated() where runbook.isRollout {
      outcome.places[scope] = world.place(of: scope)
      guard let owner = runbook.owner else { continue }
      outcome.versions[scope] = world.value(of: TrafficKey.version.rawValue, ofRollout: plan.nodes[owner].id)?.map
    }
    return outcome
  }

  /// A run that ends waiting had nothing else to do since the last thing that happened.
  private func end(of outcome: Outcome, _ now: Instant) -> Instant {
    guard outcome.finish?.status == .waiting else { return now }
    let last = outcome.events.last { if case .runFinished = $0.event { false } else { true } }
    return last?.at ?? now
  }

  /// After so many deaths nobody takes the run up any more: by such a script pyflow never comes to an end.
  private static let mostDeaths = 8

  /// The id of every run that is rehearsed.
  static let id = "01TEST00000000000000000000"

  private var options: RunOptions {
    var options = RunOptions(jobs: settings.places)
    options.hasTerminal = settings.hasTerminal
    options.approvalWait = Self.approvalWait
    // No time of day counts here.
    options.heedsWindows = false
    return options
  }

  private var requester: Person { ScriptedWorld.requester }

  private var context: RunContext {
    var context = RunContext(
      id: Self.id, requester: requester, directory: settings.directory, startedAt: Self.date,
      environment: settings.processEnvironment, seed: settings.seed)
    context.chosenEnvironment = settings.environment
    context.secretFiles = SecretFilePlaces(folder: "/rehearsal/secrets", key: settings.seed)
    return context
  }

  private var identity: RunIdentity {
    RunIdentity(
      version: Version.current, runbookPath: plan.source.name, runbookDigest: .zero, user: requester.name,
      userID: requester.userID, host: requester.host, process: 1)
  }

  /// What a round of a run has come to.
  private enum Course {
    case goesOn, ended, died
    /// Nothing is left that could happen.
    case stuck
  }

  /// Runs until the run has ended, or pyflow dies; false if it has died.
  private func drive(_ state: inout RehearsalState, _ forks: inout RehearsalForks, _ isForked: Bool) -> Bool {
    var rounds = 0
    while true {
      rounds += 1
      if isForked { fork(&state, &forks) }
      switch round(&state) {
      case .goesOn where rounds < Self.maximumRounds: break
      case .ended: return true
      case .died: return false
      case .goesOn, .stuck:
        state.outcome.isEndless = true
        return true
      }
    }
  }

  /// Does what is to be done, and waits for what comes of it.
  private func round(_ state: inout RehearsalState) -> Course {
    carryOut(&state)
    if state.engine.finish != nil { return .ended }
    let deadlines = [state.engine.nextDeadline, state.world.crashTime, state.outcome.channels.nextDeadline]
    let happened = state.world.wait(until: deadlines.compactMap { $0 }.min())
    state.outcome.channels.attend(at: state.world.now(), state.world.date())
    if let crash = state.world.crashTime, crash <= state.world.now() { return .died }
    if happened.isEmpty, state.engine.nextDeadline == nil, state.outcome.channels.nextDeadline == nil { return .stuck }
    record(wishesIn: happened, &state)
    state.effects = state.engine.handle(happened.map { $0.masked(by: state.mask) }, at: state.world.now())
    return .goesOn
  }

  /// Records what operators want, as `pyflow promote` and `pyflow abort` do: the run reads it there.
  private func record(wishesIn events: [Event], _ state: inout RehearsalState) {
    for case .rolloutRequested(let node, let wish, _) in events {
      let request = RolloutRequest(run: Self.id, node: node, wish: wish, person: requester, comment: nil)
      state.journal.append(request, at: state.world.date(), into: &state.outcome.history)
    }
  }

  private func fork(_ state: inout RehearsalState, _ forks: inout RehearsalForks) {
    let moments = state.takeNewMoments()
    if !moments.isEmpty { forks.note(state, before: moments) }
  }

  /// Records what a round tells, and does in the world what it orders.
  private func carryOut(_ state: inout RehearsalState) {
    let now = state.world.now()
    let events = state.effects.compactMap { if case .tell(let event) = $0 { event } else { nil } }
    state.journal.append(events, at: state.world.date(), into: &state.outcome.history)
    state.outcome.events += events.map { (now, $0) }
    for effect in state.effects {
      if case .start(let node, let step, _, _) = effect, step.isLook {
        state.outcome.looks.append((state.outcome.events.count, node, step))
      }
      state.world.perform(effect)
    }
    state.outcome.channels.hear(events, at: now, state.world.date())
  }

  /// The run is taken up where its record ends, as `pyflow recover` or `pyflow resume` does; false if these would not.
  private func takeUp(_ state: inout RehearsalState) -> Bool {
    var death = Death(at: state.world.now(), moment: state.outcome.events.count)
    state.world.restart()
    // What is half undone goes back to the end, whatever takes it up.
    let purpose = state.outcome.history.isHalfUndone ? RunPurpose.recover : settings.purpose
    state.outcome.isOrphaned = !state.outcome.history.hasMore(for: purpose)
    if !state.outcome.isOrphaned { death.purpose = purpose }
    state.outcome.deaths.append(death)
    if state.outcome.isOrphaned { return false }
    begin(&state, for: purpose)
    return true
  }

  private func begin(_ state: inout RehearsalState, for purpose: RunPurpose) {
    let (world, date) = (state.world, state.world.date())
    let past = state.outcome.history.past([:]) { world.person($0) }
    state.journal.resume(identity, for: purpose, options, at: date, into: &state.outcome.history)
    state.outcome.purpose = purpose
    state.outcome.channels.begin(isResumed: true, at: world.now(), date)
    var context = context
    context.attempt = state.outcome.deaths.count + 1
    state.engine = Engine(plan: plan, context: context, options: options, past: past, purpose: purpose)
    state.effects = state.engine.begin(at: world.now(), after: world.beginnings)
  }
}

extension Event {
  /// The event with no secret in what is shown of a program: whoever runs it sees to that, before the engine hears of it.
  fileprivate func masked(by mask: SecretMask) -> Event {
    guard !mask.isEmpty, case .finished(let node, var result) = self else { return self }
    result.tail = mask.masked(result.tail)
    return .finished(node: node, result)
  }
}

extension Step {
  /// Whether it only looks at how things are.
  var isLook: Bool {
    switch self {
    case .run, .sample, .rollback: false
    case .unless, .confirm, .snapshotBefore, .snapshotAfter: true
    }
  }
}
