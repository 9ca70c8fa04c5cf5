internal import Planning
internal import Running
internal import Text
internal import Values

/// What an exploration found: its runs, and what follows from them for people.
struct ExplorationReport: Sendable {
  /// An invariant that did not hold in some runs, for the same reason.
  struct Finding: Sendable {
    let violation: InvariantViolation
    /// The shortest run in which that was so.
    let first: ExplorationCase
    /// In how many runs it was so.
    var count = 1
  }

  let plan: Plan
  /// All runs: first that in which nothing goes wrong, then every fault with those that follow on the way back.
  let cases: [ExplorationCase]
  /// Which rows of the tables they went by.
  let coverage: [RowCoverage]
  /// What did not hold.
  private(set) var findings: [Finding]
  /// What happened in the run in which nothing went wrong, in lines, if it did not succeed all the same.
  var failedCourse: [String] = []
  /// What could not be rehearsed.
  var problems: [String] = []
  /// The nodes that no run has started.
  var idle: [String] = []
  /// What makes scenarios of its runs.
  var snippet: ScenarioSnippet

  init(_ plan: Plan, _ roster: RolloutRoster, _ cases: [ExplorationCase], rows: Set<String>) {
    self.plan = plan
    self.cases = cases
    snippet = ScenarioSnippet(plan: plan, settings: RehearsalRun.Settings())
    let hasCrashed = cases.contains { $0.crashes > 0 }
    coverage = RowCoverage.all(of: roster.rollouts.map(\.strategy), rows: rows, hasCrashed: hasCrashed)
    findings = Self.findings(in: cases)
  }

  /// Whether everything could be looked at, and held in every run.
  var isClean: Bool { findings.isEmpty && problems.isEmpty && failedCourse.isEmpty }

  /// Hides secrets in all that is shown of it: it may be just that which it has found.
  mutating func mask(by mask: SecretMask) {
    if mask.isEmpty { return }
    failedCourse = failedCourse.map { mask.masked($0) }
    problems = problems.map { mask.masked($0) }
    findings = findings.map { $0.masked(by: mask) }
  }

  private static func findings(in cases: [ExplorationCase]) -> [Finding] {
    var places: [String: Int] = [:]
    var found: [Finding] = []
    // Of a run in which one thing goes wrong more can be learnt than of one in which two do.
    for one in cases.filter({ $0.strikes.count < 2 }) + cases.filter({ $0.strikes.count == 2 }) {
      for violation in one.violations {
        let key = "\(violation.invariant.rawValue) \(violation.message)"
        if let place = places[key] {
          found[place].count += 1
        } else {
          places[key] = found.count
          found.append(Finding(violation: violation, first: one))
        }
      }
    }
    let order = Invariant.allCases
    return found.enumerated().sorted { one, other in
      let ranks = [one, other].map { order.firstIndex(of: $0.element.violation.invariant) ?? 0 }
      return (ranks[0], one.offset) < (ranks[1], other.offset)
    }.map(\.element)
  }

  /// The run that took longest from the first sign that something was wrong until all was as before.
  var slowest: ExplorationCase? {
    cases.filter { $0.timeToSafety != nil }.max { ($0.timeToSafety ?? .zero) < ($1.timeToSafety ?? .zero) }
  }

  /// Where a node stands: `deploy.toml:12`.
  func place(of node: Int) -> String? {
    guard node < plan.nodes.count else { return nil }
    var index = node
    var runbook = plan.runbooks[plan.nodes[node].runbook]
    // A rollout's nodes stand nowhere; it does itself.
    while runbook.isRollout, let owner = runbook.owner {
      (index, runbook) = (owner, plan.runbooks[plan.nodes[owner].runbook])
    }
    let line = LineIndex(runbook.source.bytes).line(ofByte: plan.nodes[index].idSpan.start)
    return "\(runbook.source.name):\(line)"
  }
}

extension ExplorationReport.Finding {
  fileprivate func masked(by mask: SecretMask) -> Self {
    var first = first
    first.timeline = first.timeline.map { mask.masked($0) }
    let message = InvariantViolation(
      violation.invariant, mask.masked(violation.message), at: violation.node, hint: violation.hint)
    return Self(violation: message, first: first, count: count)
  }
}
