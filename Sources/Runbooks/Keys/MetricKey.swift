/// The keys of a table in `metrics` of a canary rollout (design 8).
public enum MetricKey: String, Sendable, CaseIterable {
  case name, value, max, min, baseline
  case maxRatio = "max_ratio"
  case maxDelta = "max_delta"
  case floor, kind, empty
  case dryRun = "dry_run"

  /// What is known of the key.
  public var definition: KeyDefinition {
    switch self {
    case .name: KeyDefinition(.string, "what it is called")
    case .value: KeyDefinition(.commandOrTable, "prints the number")
    case .max: KeyDefinition(.number, "the most that is healthy")
    case .min: KeyDefinition(.number, "the least that is healthy")
    case .baseline: KeyDefinition(.commandOrTable, "prints the number of the old version, which it is compared with")
    case .maxRatio: KeyDefinition(.number, "how many times the baseline it may be")
    case .maxDelta: KeyDefinition(.number, "by how much it may be over the baseline")
    case .floor:
      KeyDefinition(.number, "what is not over this is never too much against the baseline; a tenth of `max`, or 0")
    case .kind: KeyDefinition(.string, "\"critical\" (default), or \"info\": it is recorded and decides nothing")
    case .empty: KeyDefinition(.string, "what no number means: \"unknown\" (default), \"pass\" or \"fail\"")
    case .dryRun: KeyDefinition(.boolean, "its verdict is told and decides nothing")
    }
  }
}
