/// The keys of an `escalate` table (design 3.4).
public enum EscalationKey: String, Sendable, CaseIterable {
  case after, to, notify

  /// What is known of the key.
  public var definition: KeyDefinition {
    switch self {
    case .after: KeyDefinition(.duration, "how long nobody has answered")
    case .to: KeyDefinition(.stringOrList, "who may approve then, besides those who may already")
    case .notify: KeyDefinition(.stringOrList, "channels that hear of it then")
    }
  }
}
