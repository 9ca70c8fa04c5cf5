internal import Values

/// Drives the engine: the only place where deciding and acting meet.
public struct RunLoop<W: World, J: Journal, S: EventSink> {
  /// How often watchers hear that time passes, and it is looked whether others have recorded something for the run.
  private static var idleInterval: Duration { .milliseconds(500) }

  private var engine: Engine
  private var world: W
  private var journal: J
  private var sink: S
  /// When the record was last looked at.
  private var lastLook: Instant?

  /// A loop over the given engine and its surroundings.
  public init(engine: Engine, world: W, journal: J, sink: S) {
    self.engine = engine
    self.world = world
    self.journal = journal
    self.sink = sink
  }

  /// Runs to the end.
  ///
  /// Each round: (1) record what was decided, in one batch; (2) carry it out; (3) tell the watchers, while what was started
  /// runs; (4) wait for something to happen; (5) decide.
  /// If it cannot be recorded, nothing further starts: every process is ended and the error is thrown.
  public mutating func run() throws -> RunFinish {
    let early = world.wait(until: world.now())
    var effects = engine.begin(at: world.now(), after: early)
    while true {
      let events = effects.compactMap { if case .tell(let event) = $0 { event } else { nil } }
      try record(events)
      for effect in effects { perform(effect) }
      if !events.isEmpty { sink.hear(events, at: world.now()) }
      if let finish = engine.finish { return finish }
      effects = engine.handle(try wait(), at: world.now())
    }
  }

  private mutating func record(_ events: [RunEvent]) throws {
    guard !events.isEmpty else { return }
    try orEndEverything { loop throws in try loop.journal.append(events, at: loop.world.date()) }
  }

  private mutating func orEndEverything<Result>(_ body: (inout RunLoop) throws -> Result) throws -> Result {
    do {
      return try body(&self)
    } catch {
      world.endEverything()
      throw error
    }
  }

  private mutating func perform(_ effect: Effect) {
    if case .tell = effect { return }
    if case .hide(let secrets) = effect { sink.hide(secrets) }
    world.perform(effect)
  }

  /// Waits for events or the engine's next deadline, and lets watchers know in between that time passes.
  private mutating func wait() throws -> [Event] {
    while true {
      let idle = world.now().advanced(by: Self.idleInterval)
      let deadline = engine.nextDeadline
      let events = world.wait(until: deadline.map { min($0, idle) } ?? idle) + (try messages())
      if !events.isEmpty { return events }
      let now = world.now()
      if let deadline, deadline <= now { return [] }
      try orEndEverything { loop throws in try loop.journal.check() }
      sink.idle(at: now)
    }
  }

  /// What others want of the run; looked for every so often.
  private mutating func messages() throws -> [Event] {
    let now = world.now()
    if let lastLook, now.duration(since: lastLook) < Self.idleInterval { return [] }
    lastLook = now
    return try orEndEverything { loop throws in try loop.journal.messages() }
  }
}
