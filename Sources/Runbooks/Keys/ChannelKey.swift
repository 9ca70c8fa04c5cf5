public import Values

/// The keys of a channel in `[runbook.notify.NAME]` (design 3.5).
public enum ChannelKey: String, Sendable, CaseIterable {
  // Every channel.
  case kind, on, severity, nodes, environments, when, title, message, fallback, required

  // Where messages go.
  case url, headers
  case signingSecret = "signing_secret"
  case caFile = "ca_file"
  case routingKey = "routing_key"
  case severities
  case dedupKey = "dedup_key"
  case eventsURL = "events_url"
  case to, from, server, user, password, tls, sendmail
  case command

  /// What is known of the key.
  public var definition: KeyDefinition {
    switch self {
    case .kind: KeyDefinition(.string, "the service: " + ChannelKind.allCases.map(\.rawValue).joined(separator: ", "))
    case .on: KeyDefinition(.stringOrList, "the events that it hears of; by default as its kind needs")
    case .severity: KeyDefinition(.string, "the least that it hears of: \"info\", \"warning\", \"error\", \"critical\"")
    case .nodes: KeyDefinition(.stringOrList, "of the events about a node, only those about these")
    case .environments: KeyDefinition(.stringOrList, "it hears only of runs in these environments")
    case .when: KeyDefinition(.booleanOrString, "a condition on the event")
    case .title: KeyDefinition(.string, "a template of the heading")
    case .message: KeyDefinition(.string, "a template of the text")
    case .fallback: KeyDefinition(.string, "the channel that gets what this one could not deliver")
    case .required: KeyDefinition(.boolean, "no run begins that it cannot be told of; false by default")
    case .url: KeyDefinition(.string, "where messages are posted; a secret")
    case .headers: KeyDefinition(.headers, "further header fields")
    case .signingSecret: KeyDefinition(.string, "signs each body: X-Pyflow-Signature, HMAC-SHA-256; a secret")
    case .caFile: KeyDefinition(.string, "certificates that are trusted in place of the system's")
    case .routingKey: KeyDefinition(.string, "the integration key of a service; a secret")
    case .severities: KeyDefinition(.table, "what a severity is called there, where that differs")
    case .dedupKey: KeyDefinition(.string, "what joins alerts into one; of the runbook's title by default")
    case .eventsURL:
      KeyDefinition(.string, "where events are posted; https://events.pagerduty.com by default")
    case .to: KeyDefinition(.stringOrList, "whom messages are sent to")
    case .from: KeyDefinition(.string, "who they are from")
    case .server: KeyDefinition(.string, "the mail server: smtp://HOST:PORT, which then is encrypted, or smtps://…")
    case .user: KeyDefinition(.string, "the name that it knows pyflow by")
    case .password: KeyDefinition(.string, "the password for that; a secret")
    case .tls: KeyDefinition(.boolean, "whether the connection must be encrypted; true by default")
    case .sendmail: KeyDefinition(.string, "the program that sends mail, in place of a server; it gets -t -i")
    case .command: KeyDefinition(.stringOrList, "what reads the event as JSON on its standard input")
    }
  }

  /// The kinds of channels that have it; all if empty.
  public var kinds: [ChannelKind] {
    switch self {
    case .kind, .on, .severity, .nodes, .environments, .when, .title, .message, .fallback, .required: []
    case .url: [.slack, .teams, .discord, .webhook]
    case .headers, .signingSecret: [.webhook]
    case .caFile: [.slack, .teams, .discord, .webhook, .pagerduty, .email]
    case .routingKey, .severities, .dedupKey, .eventsURL: [.pagerduty]
    case .to, .from, .server, .user, .password, .tls, .sendmail: [.email]
    case .command: [.command]
    }
  }

  /// Whether its value lets whoever knows it send messages, so that it is shown to nobody.
  public var isCredential: Bool {
    switch self {
    case .url, .signingSecret, .routingKey, .password: true
    default: false
    }
  }

  /// The keys that a channel of a kind cannot do without.
  static func needed(by kind: ChannelKind) -> [ChannelKey] {
    switch kind {
    case .slack, .teams, .discord, .webhook: [.url]
    case .pagerduty: [.routingKey]
    case .email: [.to, .from]
    case .command: [.command]
    case .github: []
    }
  }

  /// The keys whose values are one text, each possibly a template.
  static let texts: [ChannelKey] = [
    .url, .signingSecret, .caFile, .routingKey, .dedupKey, .eventsURL, .from, .server, .user, .password, .sendmail,
  ]
}
