/// The keys of `window`: when a rollout may begin (design 8).
public enum WindowKey: String, Sendable, CaseIterable {
  case days, hours, zone

  /// What is known of the key.
  public var definition: KeyDefinition {
    switch self {
    case .days: KeyDefinition(.stringOrList, "days such as \"mon-thu\"; all by default")
    case .hours: KeyDefinition(.stringOrList, "from when to when, such as \"09:00-16:30\"; all day by default")
    case .zone:
      KeyDefinition(
        .string, "where the clock stands: \"Europe/Berlin\", \"UTC\", \"+02:00\"; \"local\" by default, this machine's")
    }
  }
}
