internal import Values

/// The keys of strategies (design 8; `docs/strategies.md`).
extension NodeKey {
  /// The definition of a key that only strategies have.
  var strategyDefinition: KeyDefinition {
    commonStrategyDefinition ?? blueGreenOrCanaryDefinition ?? progressiveDefinition
      ?? .later(.any, "part of a strategy", kinds: NodeKind.strategies)
  }

  private static let blueGreen: [NodeKind] = [.blueGreen]
  private static let canary: [NodeKind] = [.canary]
  private static let twoSides: [NodeKind] = [.blueGreen, .canary]
  private static let progressive: [NodeKind] = [.progressive]

  private static func text(_ time: Duration) -> String { DurationText.format(time) }

  private var commonStrategyDefinition: KeyDefinition? {
    func key(_ form: KeyDefinition.Form, _ summary: String) -> KeyDefinition {
      KeyDefinition(form, summary, kinds: NodeKind.strategies)
    }
    return switch self {
    case .target: key(.string, "what is changed, such as \"api@prod\": its lock, and its name in the audit")
    case .version: key(.string, "the version that is rolled out; the variable `VERSION` by default")
    case .previous: key(.string, "the version before; by default that of the last run that succeeded")
    case .check: key(.commandOrTable, "tells whether a side or a target is healthy; \"none\" must be written out")
    case .interval:
      key(.duration, "from one sample of a check to the next; \(Self.text(StrategyDefaults.interval)) by default")
    case .minHealthy:
      key(
        .duration,
        "how long a new side must be healthy without a break; \(Self.text(StrategyDefaults.minHealthy)) by default")
    case .deadline:
      key(.duration, "how long it may take to become so; \(Self.text(StrategyDefaults.deadline)) by default")
    case .failLimit:
      key(.integer, "failed samples that are allowed while it is watched; \(StrategyDefaults.failLimit) by default")
    case .unknownLimit:
      key(.integer, "samples in a row that may tell nothing; \(StrategyDefaults.unknownLimit) by default")
    case .minPass: key(.integer, "samples that must pass while it is watched; \(StrategyDefaults.minPass) by default")
    case .onUnknown: key(.string, "where nobody can tell: \"rollback\" (default), \"halt\" or \"approve\"")
    case .onFailure: key(.string, "\"rollback\" (default), or \"halt\"; of Progressive also \"revert_batch\"")
    case .approve: key(.listOrBoolean, "asks a person before more traffic is moved: `true`, or after these steps")
    case .approveTimeout:
      key(
        .duration, "how long that may take; \(Self.text(StrategyDefaults.approveTimeout)) by default, then it is undone"
      )
    case .soak:
      key(
        .duration,
        "how long the new version is watched with all traffic; \(Self.text(StrategyDefaults.soak)) by default")
    case .actionTimeout:
      key(.duration, "how long each action may take; \(Self.text(StrategyDefaults.actionTimeout)) by default")
    case .grace:
      key(.duration, "how long an action may go on after a signal; \(Self.text(StrategyDefaults.grace)) by default")
    case .undoRetries: key(.integer, "how often going back is tried again; \(StrategyDefaults.undoRetries) by default")
    case .progressDeadline:
      key(
        .duration,
        "how long nothing may come of it going forward; \(Self.text(StrategyDefaults.progressDeadline)) by default")
    case .onFailCapture: key(.commandOrTable, "what is kept for people when it fails first, such as logs")
    case .window:
      key(.stringOrTable, "when it may begin: \"mon-thu 09:00-16:00 Europe/Berlin\", or `{ days, hours, zone }`")
    default: nil
    }
  }

  private var blueGreenOrCanaryDefinition: KeyDefinition? {
    switch self {
    case .deploy: KeyDefinition(.commandOrTable, "puts the new version where no traffic is", kinds: Self.twoSides)
    case .active: KeyDefinition(.commandOrTable, "prints the colour that has the traffic", kinds: Self.blueGreen)
    case .switch: KeyDefinition(.commandOrTable, "points the traffic at `rollout.to`", kinds: Self.blueGreen)
    case .colors:
      KeyDefinition(.listOfStrings, "the two sides; \"blue\" and \"green\" by default", kinds: Self.blueGreen)
    case .smoke: KeyDefinition(.commandOrTable, "tries the new side before it has traffic", kinds: Self.blueGreen)
    case .cleanup: KeyDefinition(.commandOrTable, "removes what `deploy` has made", kinds: Self.twoSides)
    case .retire: KeyDefinition(.commandOrTable, "stops the old side when all went well", kinds: Self.twoSides)
    case .shift: KeyDefinition(.commandOrTable, "gives the new version `rollout.weight` percent", kinds: Self.canary)
    case .steps:
      KeyDefinition(
        .listOrTemplate,
        "the percentages on the way to 100; "
          + "\(StrategyDefaults.weights.map(String.init).joined(separator: ", ")) by default",
        kinds: Self.canary)
    case .hold:
      KeyDefinition(
        .durations,
        "how long each step is watched: a time, or one for each; \(Self.text(StrategyDefaults.hold)) by default",
        kinds: Self.canary)
    case .holdMax:
      KeyDefinition(
        .duration,
        "how long at most, for want of samples: whole holds are added until then; \(StrategyDefaults.holdFactor) times `hold` by default",
        kinds: Self.canary)
    case .weight: KeyDefinition(.commandOrTable, "prints the percentage that the new version has", kinds: Self.canary)
    case .stableCheck: KeyDefinition(.commandOrTable, "tells whether the old version is healthy", kinds: Self.canary)
    case .metrics: KeyDefinition(.list, "numbers that are watched, each a table", kinds: Self.canary)
    case .compare: .later(.table, "statistical comparison", kinds: Self.canary)
    case .promote:
      KeyDefinition(.commandOrTable, "gives the new version everything; `shift` to 100 by default", kinds: Self.canary)
    case .promoteReplacesStable:
      KeyDefinition(.boolean, "after `promote` there is no old version to go back to", kinds: Self.canary)
    case .undoPromote: KeyDefinition(.commandOrTable, "brings the old version back", kinds: Self.canary)
    case .drain:
      KeyDefinition(
        .any,
        "of Canary: how long open requests have when traffic has gone back, \(Self.text(StrategyDefaults.drain)) by default; of Progressive: takes a target out of the load balancer",
        kinds: [.canary, .progressive])
    default: nil
    }
  }

  private var progressiveDefinition: KeyDefinition? {
    switch self {
    case .update: KeyDefinition(.commandOrTable, "puts the new version on `rollout.target`", kinds: Self.progressive)
    case .targets:
      KeyDefinition(.listOrTemplate, "what is updated, one after the other or in batches", kinds: Self.progressive)
    case .targetsFrom:
      KeyDefinition(
        .stringOrList, "a command that only looks and prints them, a line each, while the run is planned",
        kinds: Self.progressive)
    case .batches:
      KeyDefinition(
        .listOrTemplate,
        "how many at once: numbers, or percentages of all, at least one; the last repeats; 1, then 25% by default",
        kinds: Self.progressive)
    case .minAvailable:
      KeyDefinition(
        .integerOrPercentage,
        "how many must be available while a batch is updated; by default all but the largest batch, and but those that may fail",
        kinds: Self.progressive)
    case .parallel:
      KeyDefinition(
        .integer, "how many of a batch at once; all by default, and never more than `jobs`", kinds: Self.progressive)
    case .restore:
      KeyDefinition(.commandOrTable, "puts a target back into the load balancer", kinds: Self.progressive)
    case .gate:
      KeyDefinition(
        .commandOrTable, "tells whether the service is healthy between batches; every updated target by default",
        kinds: Self.progressive)
    case .pause:
      KeyDefinition(
        .duration, "how long between batches; \(Self.text(StrategyDefaults.pause)) by default", kinds: Self.progressive)
    case .order: KeyDefinition(.string, "\"listed\" (default), \"reverse\" or \"shuffle\"", kinds: Self.progressive)
    case .current: KeyDefinition(.commandOrTable, "prints the version that a target has", kinds: Self.progressive)
    case .revert: KeyDefinition(.commandOrTable, "puts the old version back on a target", kinds: Self.progressive)
    default: nil
    }
  }
}
