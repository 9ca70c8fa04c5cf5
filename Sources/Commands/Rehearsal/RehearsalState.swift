internal import Running

/// A rehearsal as it stands before a round of effects is carried out: a value, from which several can go on, each in its own way.
struct RehearsalState: Sendable {
  /// Something that a script is asked about, the first time in a run.
  struct Moment: Hashable, Sendable {
    let node: Int
    let kind: RehearsalStory.Act.Kind
  }

  var engine: Engine
  var world: ScriptedWorld
  var journal: RehearsalJournal
  var outcome: RehearsalRun.Outcome
  /// What is to be carried out next.
  var effects: [Effect]
  /// What the script was asked about before.
  private(set) var asked: Set<Moment> = []

  init(
    engine: Engine, world: ScriptedWorld, journal: RehearsalJournal, outcome: RehearsalRun.Outcome, effects: [Effect]
  ) {
    (self.engine, self.world, self.journal, self.outcome) = (engine, world, journal, outcome)
    self.effects = effects
  }

  /// What the script is asked about in this round for the first time.
  mutating func takeNewMoments() -> [Moment] {
    effects.compactMap(Self.moment).filter { asked.insert($0).inserted }
  }

  private static func moment(of effect: Effect) -> Moment? {
    switch effect {
    case .start(let node, .run, _, _), .start(let node, .sample, _, _): Moment(node: node, kind: .run)
    case .start(let node, .rollback, _, _): Moment(node: node, kind: .rollback)
    case .lock(let node, _): Moment(node: node, kind: .lock)
    case .tell(.approvalRequested(let request)): Moment(node: request.node, kind: .question)
    default: nil
    }
  }
}

/// The states of a rehearsal right before something began for the first time: where others can go on otherwise.
struct RehearsalForks: Sendable {
  private var states: [RehearsalState.Moment: RehearsalState] = [:]

  /// The state before something began.
  subscript(_ moment: RehearsalState.Moment) -> RehearsalState? { states[moment] }

  mutating func note(_ state: RehearsalState, before moments: [RehearsalState.Moment]) {
    for moment in moments where states[moment] == nil { states[moment] = state }
  }
}
