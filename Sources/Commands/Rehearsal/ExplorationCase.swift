internal import Planning
internal import Running
internal import Templates
internal import Text
internal import Values

/// One run of an exploration: what went wrong in it, how it ended, and what did not hold.
struct ExplorationCase: Sendable {
  /// Something that goes wrong.
  struct Strike: Sendable, Equatable {
    /// What it happens to, as scripts call it.
    let site: String
    /// The node's index.
    let node: Int
    let kind: RehearsalStory.Act.Kind
    let fault: RehearsalFault
    /// Where somebody else moves the traffic to, if that is what goes wrong.
    var drift: Drift?

    /// Before what the run has to be another one.
    var moment: RehearsalState.Moment { RehearsalState.Moment(node: node, kind: kind) }

    /// What scripts say for it.
    var entry: RehearsalScript.Entry { RehearsalScript.Entry(site, [step]) }

    private var step: ScriptStep {
      var step = fault.step
      step.changes = drift.map { [ScriptedScene.Change($0.key.rawValue, to: .literal(.string($0.place)))] } ?? []
      return step
    }
  }

  /// Where somebody else moves the traffic of a rollout to.
  struct Drift: Sendable, Equatable {
    let key: TrafficKey
    let place: String
  }

  /// What went wrong: nothing, one thing, or one more on the way back.
  let strikes: [Strike]
  /// How the run ended: a status, or `endless`.
  let status: String
  /// How long it took from the first that went wrong until nothing went on any more; nothing if nothing did.
  let timeToSafety: Duration?
  /// The node that was done last, by its id.
  let lastNode: String?
  /// How often pyflow died in it.
  let crashes: Int
  /// The invariants that did not hold.
  var violations: [InvariantViolation]
  /// What happened in it, in lines, if something did not hold.
  var timeline: [String] = []

  /// What went wrong in words: `ship/soak fail, then ship/undo-switch timeout`.
  var name: String {
    if strikes.isEmpty { return "nothing goes wrong" }
    return strikes.map { "\($0.site) \($0.fault.rawValue)" }.joined(separator: ", then ")
  }
}

extension ExplorationCase {
  /// What came of a run.
  init(_ strikes: [Strike], _ story: RehearsalStory, _ violations: [InvariantViolation]) {
    self.strikes = strikes
    status = story.outcome.isEndless ? "endless" : story.status?.rawValue ?? "endless"
    timeToSafety = story.timeToSafety
    lastNode = story.acts.last { $0.isOutside }.map { story.plan.nodes[$0.node].id }
    crashes = story.outcome.crashes
    self.violations = violations
    if !violations.isEmpty { timeline = RehearsalTimeline(story.outcome, style: .plain).lines }
  }
}

extension RehearsalStory {
  /// How long it took from the first sign that something was wrong to the end.
  fileprivate var timeToSafety: Duration? {
    let first = outcome.events.first { _, event in
      switch event {
      case .finished(let finish): !finish.status.isGood && !finish.isAllowed && finish.status != .skipped
      case .interrupted, .retrying: true
      case .rolloutMoved(_, let move): move.from == .orphaned || move.to.isRecovery || move.to == .halted
      case .kept, .renewed: true
      default: false
      }
    }
    return first.map { outcome.end.duration(since: $0.at) }
  }
}
