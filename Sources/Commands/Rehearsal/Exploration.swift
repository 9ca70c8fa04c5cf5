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
  private let roster: RolloutRoster
  private let check: InvariantCheck

  init(plan: Plan, settings: RehearsalRun.Settings = RehearsalRun.Settings()) {
    var plan = plan
    plan.fillSecrets()
    self.plan = plan
    self.settings = settings
    roster = RolloutRoster(plan)
    check = InvariantCheck(plan)
  }

  /// What came of a number of runs.
  private struct Findings: Sendable {
    var cases: [ExplorationCase] = []
    /// The rows of the tables that they went by.
    var rows: Set<String> = []

    mutating func append(_ other: Findings) {
      cases += other.cases
      rows.formUnion(other.rows)
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
    let strikes = FaultSites(story: healthy).all.flatMap(strikes)
    let branches = strikes.enumerated().map { number, strike in
      Branch(number: number, strike: strike, state: forks[strike.moment])
    }
    let found = ParallelMap.map(
      branches, width: width, tick: { tick($0, strikes.count) }, compute: { explore($0) })
    for other in found { findings.append(other) }
    return ExplorationReport(plan, roster, findings.cases, rows: findings.rows)
  }

  /// Of how many single faults one is rehearsed once more, from the beginning, to see that it leaves the same record.
  private static let replayed = 4

  /// A fault, and all faults of what goes back after it.
  private func explore(_ branch: Branch) -> Findings {
    var (findings, forks, none) = (Findings(), RehearsalForks(), RehearsalForks())
    let first = branch.strike
    let isReplayed = branch.number.isMultiple(of: Self.replayed)
    let story = rehearse([first], from: branch.state, isReplayed: isReplayed, &forks, into: &findings)
    guard isDeep else { return findings }
    for site in FaultSites(story: story).recovery where site.name != first.site {
      for second in strikes(site) where !second.fault.isResume {
        _ = rehearse([first, second], from: forks[second.moment], isForked: false, &none, into: &findings)
      }
    }
    return findings
  }

  private func strikes(_ site: FaultSite) -> [ExplorationCase.Strike] {
    site.faults.map { fault in
      let drift = fault == .drift ? roster.drift(at: site.node) : nil
      return ExplorationCase.Strike(site: site.name, node: site.node, kind: site.kind, fault: fault, drift: drift)
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
    findings.cases.append(ExplorationCase(strikes, story, violations))
    findings.rows.formUnion(outcome.rows)
    return story
  }

  private func rehearsal(of strikes: [ExplorationCase.Strike]) -> RehearsalRun {
    var settings = settings
    if strikes.contains(where: \.fault.isResume) { settings.purpose = .resume }
    return RehearsalRun(plan: plan, script: RehearsalScript(strikes.map(\.entry)), settings: settings)
  }
}

extension Plan {
  /// Gives its secrets values that no other text has, which then must not turn up anywhere.
  fileprivate mutating func fillSecrets() {
    for number in runbooks.indices where !runbooks[number].secrets.isEmpty {
      let values = runbooks[number].secrets.map { ($0.name, "rehearsed-secret-\(number)-\($0.name)") }
      take(Dictionary(values) { first, _ in first }, of: number)
    }
  }
}
