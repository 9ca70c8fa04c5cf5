internal import Running
internal import Values

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
  /// What hides secrets in what is shown of programs, as where these are run.
  var mask = SecretMask([])
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
    case .start(let node, let step, _, _): Moment(node: node, kind: .look(step))
    case .lock(let node, _): Moment(node: node, kind: .lock)
    case .tell(.approvalRequested(let request)): Moment(node: request.node, kind: .question(request.moment))
    default: nil
    }
  }
}
