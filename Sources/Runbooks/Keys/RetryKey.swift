/// The keys of a `retry` table (design 3.3).
public enum RetryKey: String, Sendable, CaseIterable {
  case attempts, delay, backoff
  case maxDelay = "max_delay"
  case jitter, on, when

  /// What is known of the key.
  public var definition: KeyDefinition {
    switch self {
    case .attempts: KeyDefinition(.integer, "how often at most, the first time included")
    case .delay: KeyDefinition(.duration, "before the second attempt; 1s by default")
    case .backoff: KeyDefinition(.string, "\"exponential\" (default), \"linear\" or \"constant\": how the delay grows")
    case .maxDelay: KeyDefinition(.duration, "the longest delay; 1m by default")
    case .jitter: KeyDefinition(.boolean, "takes a random part of each delay; true by default")
    case .on:
      KeyDefinition(
        .retryCodes,
        "exit codes or HTTP statuses after which it is tried again; by default all, of a request those that may pass")
    case .when: KeyDefinition(.booleanOrString, "an expression over `result`; no further attempt where it is false")
    }
  }
}
