/// The services that a channel can speak to (design 3.5).
public enum ChannelKind: String, Sendable, CaseIterable {
  case slack, teams, discord, email, pagerduty, webhook, command, github

  /// Whether its messages are read by people as they come, who want to be left alone otherwise.
  public var isForPeople: Bool {
    switch self {
    case .slack, .teams, .discord, .email, .github: true
    case .pagerduty, .webhook, .command: false
    }
  }
}

extension ChannelKind: ValueConvertible {}
