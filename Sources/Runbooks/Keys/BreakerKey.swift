/// The keys of a `breaker` table (design 5.5).
public enum BreakerKey: String, Sendable, CaseIterable {
  case name, threshold, cooldown

  /// What is known of the key.
  public var definition: KeyDefinition {
    switch self {
    case .name: KeyDefinition(.string, "the breaker; nodes and runs beside each other that name it share it")
    case .threshold: KeyDefinition(.integer, "failed attempts in a row after which it opens; 5 by default")
    case .cooldown: KeyDefinition(.duration, "how long it stays open before one attempt is let through; 60s by default")
    }
  }
}
