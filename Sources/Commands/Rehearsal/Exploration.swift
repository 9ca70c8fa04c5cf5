internal import Audit
internal import Effects
internal import Planning
internal import Running
internal import Text
internal import Values

/// Every single fault of a plan, and every fault of what then goes back (design 9).
///
/// All of its runs are independent of each other, and are made on all processors; what is reported does not depend on that.
struct Exploration: Sendable {
  let plan: Plan
  var settings = RehearsalRun.Settings()
  /// How many runs are made at once.
  var width = ParallelMap.width
  /// Whether a second thing goes wrong on the way back; without, a runbook of any size takes a moment.
  var isDeep = true
  /// The scenario whose world it has, if that says anything of it.
  var course: String?
  private let roster: RolloutRoster
  private let check: InvariantCheck

  /// An exploration of a plan, whose secrets get values that no other text has, which then must not turn up anywhere.
  init(plan: Plan, settings: RehearsalRun.Settings = RehearsalRun.Settings()) {
    self.plan = plan.withPlaceholders
    self.settings = settings
    self.settings.places = plan.rehearsalPlaces
    self.settings.scene.noise = Self.noise(of: self.plan)
    roster = RolloutRoster(self.plan)
    check = InvariantCheck(self.plan)
  }

  /// Programs print what they know, and what they made of it: all of that must be kept out of what is recorded and told.
  private static func noise(of plan: Plan) -> String {
    plan.secretTexts.map { secret in
      "\(secret) \(Base64.encoded(Array(secret.utf8))) \(PercentEncoding.encoded(secret.utf8))\n"
    }.joined()
  }

  /// What came of a number of runs.
  private struct Findings: Sendable {
    var cases: [ExplorationCase] = []
    /// The rows of the tables that they went by.
    var rows: Set<String> = []
    /// The nodes that were started in one of them.
    var started: Set<String> = []
    /// What could not be rehearsed.
    var problems: [String] = []

    mutating func append(_ other: Findings) {
      cases += other.cases
      rows.formUnion(other.rows)
      started.formUnion(other.started)
      problems += other.problems.filter { !problems.contains($0) }
    }
  }

  /// A fault, and the run that goes on otherwise from there.
  private struct Branch: Sendable {
    let number: Int
    let strike: ExplorationCase.Strike
    let state: RehearsalState?
  }

  /// Makes all runs; `tick` hears how many of the single faults are done, and of how many.
  func run(tick: (Int, Int) -> Void = { _, _ in }) -> ExplorationReport {
    var (findings, forks) = (Findings(), RehearsalForks())
    let healthy = rehearse([], from: nil, isReplayed: true, &forks, into: &findings)
    let sites = FaultSites(story: healthy)
    let strikes = (sites.all + sites.channels).flatMap(strikes)
    let branches = strikes.enumerated().map { number, strike in
      Branch(number: number, strike: strike, state: strike.moment.flatMap { forks[$0] })
    }
    let found = ParallelMap.map(
      branches, width: width, tick: { tick($0, strikes.count) }, compute: { explore($0) })
    for other in found { findings.append(other) }
    return report(findings, healthy)
  }

  private func report(_ findings: Findings, _ healthy: RehearsalStory) -> ExplorationReport {
    var report = ExplorationReport(plan, roster, findings.cases, rows: findings.rows)
    report.snippet = ScenarioSnippet(plan: plan, settings: settings, course: course)
    report.problems = findings.problems
    report.idle = idleNodes(besides: findings.started)
    if healthy.status != .succeeded {
      report.failedCourse = RehearsalTimeline(healthy.outcome, style: .plain).lines
    }
    report.mask(by: SecretMask(plan.secretTexts))
    return report
  }

  /// The nodes that no run has started, though the plan does not leave them out: behind them nothing was explored.
  private func idleNodes(besides started: Set<String>) -> [String] {
    plan.nodes.enumerated().filter { index, node in
      switch node.action {
      case .group, .runbook, .strategy: return false
      default: return !node.isKnownToBeSkipped && !node.isLeftOut && roster[index] == nil && !started.contains(node.id)
      }
    }.map(\.element.id)
  }

  /// Of how many single faults one is rehearsed once more, from the beginning, to see that it leaves the same record.
  private static let replayed = 4

  /// A fault, and all faults of what goes back after it.
  private func explore(_ branch: Branch) -> Findings {
    var (findings, forks, none) = (Findings(), RehearsalForks(), RehearsalForks())
    let first = branch.strike
    let isReplayed = branch.number.isMultiple(of: Self.replayed)
    let story = rehearse([first], from: branch.state, isReplayed: isReplayed, &forks, into: &findings)
    // What follows on an operator's wish follows on Ctrl-C too, or on a step that has passed: there it is played.
    guard isDeep, first.fault.wish == nil else { return findings }
    for site in FaultSites(story: story).recovery where site.name != first.site {
      for second in strikes(site) where !second.fault.isResume {
        let state = second.moment.flatMap { forks[$0] }
        _ = rehearse([first, second], from: state, isForked: false, &none, into: &findings)
      }
    }
    return findings
  }

  private func strikes(_ site: FaultSite) -> [ExplorationCase.Strike] {
    site.faults.map { fault in
      let drift = fault == .drift ? site.moment.flatMap { roster.drift(at: $0.node) } : nil
      return ExplorationCase.Strike(site: site.name, moment: site.moment, fault: fault, drift: drift)
    }
  }

  // MARK: - One run

  /// Makes one run, from where it is another one than that before it.
  private func rehearse(
    _ strikes: [ExplorationCase.Strike], from state: RehearsalState?, isForked: Bool = true, isReplayed: Bool = false,
    _ forks: inout RehearsalForks, into findings: inout Findings
  ) -> RehearsalStory {
    let run = rehearsal(of: strikes)
    let outcome = run.goOn(from: state ?? run.begin(), &forks, isForked: isForked)
    let story = RehearsalStory(outcome, of: plan, roster)
    var violations = check.violations(in: story)
    if isReplayed { violations += InvariantCheck.replay(outcome, run.run()) }
    findings.append(
      Findings(
        cases: [ExplorationCase(strikes, story, violations)], rows: outcome.rows,
        started: Set(outcome.started), problems: outcome.world.problems.map(\.message)))
    return story
  }

  private func rehearsal(of strikes: [ExplorationCase.Strike]) -> RehearsalRun {
    var settings = settings
    if strikes.contains(where: \.fault.isResume) { settings.purpose = .resume }
    return RehearsalRun(plan: plan, script: RehearsalScript(strikes.map(\.entry)), settings: settings)
  }
}

extension Plan {
  /// How many nodes run at once in a rehearsal: not as many as this machine could run, so that it goes the same way everywhere.
  var rehearsalPlaces: Int { settings.jobs ?? 4 }
}
