internal import Values

/// The shortest rollout of each kind that works: what a mistake in one is answered with.
public enum StrategyExample {
  /// A metric that is limited, and compared with that of the old version.
  public static let metric = """
    [[ship.metrics]]
    name      = "errors"
    value     = "./errors.sh canary"
    max       = 0.05
    baseline  = "./errors.sh stable"
    max_ratio = 2
    """

  /// The example of a kind; nothing of kinds that are no strategies.
  static func text(of kind: NodeKind) -> String {
    switch kind {
    case .blueGreen:
      """
      [ship]
      type   = "BlueGreen"
      target = "api@{{ ENV }}"
      active = "./lb.sh live"
      deploy = "./deploy.sh {{ rollout.idle }} {{ VERSION }}"
      check  = { url = "http://{{ rollout.side }}.internal/healthz" }
      switch = "./lb.sh point {{ rollout.to }}"
      """
    case .canary:
      """
      [ship]
      type   = "Canary"
      target = "api@{{ ENV }}"
      deploy = "./deploy.sh canary {{ VERSION }}"
      shift  = "./lb.sh canary-weight {{ rollout.weight }}"
      check  = { url = "https://canary.example.com/healthz" }
      """
    case .progressive:
      """
      [ship]
      type    = "Progressive"
      target  = "api@{{ ENV }}"
      targets = ["web1", "web2", "web3", "web4"]
      update  = "ssh {{ rollout.target }} ./update.sh {{ VERSION | quote }}"
      check   = { url = "http://{{ rollout.target }}:8080/healthz" }
      revert  = "ssh {{ rollout.target }} ./update.sh {{ rollout.previous | quote }}"
      """
    default: ""
    }
  }

  /// A value that a key of a strategy can have, as it is written; nothing of keys whose values depend on what is rolled out.
  static func value(of key: NodeKey, _ kind: NodeKind) -> String? {
    if let count = count(key) { return String(count) }
    if let time = time(key, kind) { return "\"\(DurationText.format(time))\"" }
    return switch key {
    case .onUnknown, .onFailure: "\"halt\""
    case .approve, .promoteReplacesStable: "true"
    case .colors: "[\"blue\", \"green\"]"
    case .steps: "[5, 25, 50]"
    case .targets: "[\"web1\", \"web2\"]"
    case .batches: "[1, \"25%\"]"
    case .minAvailable: "\"50%\""
    case .order: "\"reverse\""
    case .metrics: "[{ name = \"errors\", value = \"./errors.sh\", max = 0.05 }]"
    default: nil
    }
  }

  private static func count(_ key: NodeKey) -> Int? {
    switch key {
    case .failLimit, .maxFailures: 1
    case .unknownLimit: StrategyDefaults.unknownLimit
    case .minPass: StrategyDefaults.minPass
    case .undoRetries: StrategyDefaults.undoRetries
    case .parallel: 2
    default: nil
    }
  }

  private static func time(_ key: NodeKey, _ kind: NodeKind) -> Duration? {
    switch key {
    case .interval: StrategyDefaults.interval
    case .minHealthy: StrategyDefaults.minHealthy
    case .deadline: StrategyDefaults.deadline
    case .approveTimeout: StrategyDefaults.approveTimeout
    case .soak: StrategyDefaults.soak
    case .actionTimeout: StrategyDefaults.actionTimeout
    case .grace: StrategyDefaults.grace
    case .progressDeadline: StrategyDefaults.progressDeadline
    case .hold: StrategyDefaults.hold
    case .holdMax: StrategyDefaults.hold * StrategyDefaults.holdFactor
    case .pause: StrategyDefaults.pause
    case .drain: kind == .canary ? StrategyDefaults.drain : nil
    default: nil
    }
  }
}
