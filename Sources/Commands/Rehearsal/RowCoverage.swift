internal import Planning
internal import Running

/// Which rows of a table of transitions an exploration went by (design 8).
struct RowCoverage: Sendable {
  /// The table's rows: `B1–B36`.
  let title: String
  /// The ids of rows that were gone by.
  let met: [String]
  /// Those that this plan could go by, and did not.
  let missed: [String]
  /// Those that need what is not rehearsed, or what this plan does not have.
  let impossible: [String]

  /// The tables of the kinds of rollouts.
  static func all(of strategies: [PlanStrategy], rows: Set<String>, hasCrashed: Bool) -> [RowCoverage] {
    if strategies.isEmpty { return [] }
    let met = Set(rows.map { String($0.prefix { $0 != " " }) })
    var found: [RowCoverage] = []
    for kind in PlanStrategy.Kind.allCases {
      let own = strategies.filter { $0.kind == kind }
      guard let first = own.first else { continue }
      let all = RolloutTable.of(first.kind).rows
      if found.isEmpty { found.append(Self("P", all, own, met, hasCrashed)) }
      found.append(Self(Self.letter(kind), all, own, met, hasCrashed))
      if kind == .progressive { found.append(Self("T", RolloutTable.target.rows, own, met, hasCrashed)) }
    }
    return found
  }

  private static func letter(_ kind: PlanStrategy.Kind) -> String {
    switch kind {
    case .blueGreen: "B"
    case .canary: "K"
    case .progressive: "R"
    }
  }

  private init<Phase>(
    _ letter: String, _ rows: [RolloutRow<Phase>], _ strategies: [PlanStrategy], _ met: Set<String>, _ hasCrashed: Bool
  ) {
    var (possible, ids) = (Set<String>(), [String]())
    var met = met
    for row in rows where row.id.hasPrefix(letter) {
      if !ids.contains(row.id) { ids.append(row.id) }
      if row.event == .processDeath, hasCrashed { met.insert(row.id) }
    }
    for strategy in strategies {
      for row in Self.reachable(rows, strategy) { possible.insert(row.id) }
    }
    ids.sort { Self.order($0) < Self.order($1) }
    title = "\(ids.first ?? letter)–\(ids.last ?? letter)"
    self.met = ids.filter(met.contains)
    missed = ids.filter { !met.contains($0) && possible.contains($0) }
    impossible = ids.filter { !met.contains($0) && !possible.contains($0) }
  }

  /// The rows that a rollout could go by, beginning where it begins.
  private static func reachable<Phase>(_ rows: [RolloutRow<Phase>], _ strategy: PlanStrategy) -> [RolloutRow<Phase>] {
    let facts = RolloutFacts(of: strategy)
    let possible = rows.filter { isPossible($0, facts) && strategy.mayHear($0.event, in: $0.from as? RolloutPhase) }
    let byPhase = Dictionary(grouping: possible, by: \.from)
    guard let first = rows.first?.from else { return [] }
    var seen: Set<Phase> = [first]
    var (queue, found) = ([first], [RolloutRow<Phase>]())
    while let phase = queue.popLast() {
      for row in byPhase[phase] ?? [] {
        found.append(row)
        if seen.insert(row.to).inserted { queue.append(row.to) }
      }
    }
    return found
  }

  /// `B25a` comes after `B9`.
  private static func order(_ id: String) -> (Int, String) { (Int(id.dropFirst().prefix(while: \.isNumber)) ?? 0, id) }

  /// What only others do, or the calendar: no exploration makes it happen.
  private static let unrehearsed: Set<RolloutEvent> = [
    .busy, .lockTimeout, .stale, .dirty, .outsideWindow, .noProgress,
  ]

  private static func isPossible<Phase>(_ row: RolloutRow<Phase>, _ facts: RolloutFacts) -> Bool {
    !unrehearsed.contains(row.event)
      && row.guards.allSatisfy { `guard` in
        switch `guard` {
        case .approves: !facts.approvedSteps.isEmpty
        case .doesNotApprove: facts.approvedSteps.count < facts.steps
        case .isNotLast, .isNotFirst: facts.steps > 1
        case let other where other.isOfPlan: facts.hold(other)
        default: true
        }
      }
  }
}

extension RolloutGuard {
  /// Whether the plan alone says if it holds.
  fileprivate var isOfPlan: Bool {
    switch self {
    case .waitsForLock, .doesNotWait, .retires, .doesNotRetire, .unknownRollsBack, .unknownHalts, .unknownAsks,
      .haltsOnFailure, .failureRollsBack, .failureRevertsBatch, .stableStays, .stableIsReplaced,
      .promotionCanBeUndone, .promotionStays, .drainsTarget, .doesNotDrainTarget:
      true
    default: false
    }
  }
}

extension PlanStrategy {
  /// Whether a rollout can hear of something at all, as far as its nodes tell.
  fileprivate func mayHear(_ event: RolloutEvent, in phase: RolloutPhase?) -> Bool {
    func has(_ role: RolloutRole) -> Bool { members.contains { $0.role == role } }
    switch (phase, event) {
    // How the world is at first no exploration changes.
    case (.observing, .drifted), (.observing, .nothingToDo), (.observing, .strange): return false
    case (.observing, .fail): return has(.preflight)
    case (.confirming, .unobserved): return !has(.confirm)
    case (.confirming, _): return has(.confirm)
    case (.shifting, .drifted), (.shifting, .unknown): return has(.guard)
    case (.promoting, .drifted): return has(.promoteGuard)
    case (.soaking, .drifted), (.waitingInSoak, .drifted): return has(.drift)
    case (.analysing, .stableSick): return has(.stable)
    case (.undoShift, .stableSick): return has(.undoCheck)
    case (.undoDeploy, .fail), (.undoDeploy, .timeout): return has(.undoDeploy)
    default: return true
    }
  }
}
