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
    /// Before what the run has to be another one; nothing if from the beginning.
    let moment: RehearsalState.Moment?
    let fault: RehearsalFault
    /// Where somebody else moves the traffic to, if that is what goes wrong.
    var drift: Drift?

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
  /// How the run ended: a status, `orphaned` or `endless`.
  let status: String
  /// How long it took from the first sign that something was wrong until all that was done was undone; nothing if it was not.
  let timeToSafety: Duration?
  /// The node that was undone last, by its id; of a rollout the one in it.
  let lastNode: String?
  /// How often pyflow died in it.
  let crashes: Int
  /// The invariants that did not hold.
  var violations: [InvariantViolation]
  /// What happened in it, in lines, if something did not hold.
  var timeline: [String] = []

  /// Whether it went on for ever.
  var isEndless: Bool { status == RehearsalRun.Outcome.endless }

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
    status = story.outcome.status
    let undoing = UndoingTime(story)
    timeToSafety = undoing.time
    lastNode = undoing.lastNode
    crashes = story.outcome.deaths.count
    self.violations = violations
    if !violations.isEmpty { timeline = RehearsalTimeline(story.outcome, style: .plain).lines }
  }
}
