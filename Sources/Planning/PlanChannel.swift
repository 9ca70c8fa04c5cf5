public import Runbooks
public import Templates
public import Text
public import Values

/// A channel of a plan: who hears of what, and where that goes (design 3.5).
public struct PlanChannel: Sendable {
  /// Its name.
  public let name: String
  /// Where its name stands.
  public let nameSpan: ByteSpan
  /// The service.
  public let kind: ChannelKind
  /// The events that it hears of.
  public internal(set) var topics: [NotificationTopic]
  /// The least that it hears of.
  public internal(set) var severity = NotificationSeverity.info
  /// Of the events about a node, only those about these; all if empty.
  public internal(set) var nodes: [String] = []
  /// The environments in whose runs it hears anything; all if empty.
  public internal(set) var environments: [String] = []
  /// A condition on the event.
  public internal(set) var when: Condition?
  /// The heading, rendered for each event.
  public internal(set) var title: Field<String>?
  /// The text, rendered for each event.
  public internal(set) var message: Field<String>?
  /// The channel that gets what this one could not deliver.
  public internal(set) var fallback: String?
  /// Whether no run begins that it cannot be told of.
  public internal(set) var isRequired = false
  /// Where messages go, by key; what needs a secret is a template until a run has fetched it.
  public internal(set) var texts: [ChannelKey: Field<String>] = [:]
  /// Further header fields.
  public internal(set) var headers: [(name: String, value: ValueTemplate)] = []
  /// Whom messages are sent to.
  public internal(set) var recipients: [Field<String>] = []
  /// Whether the connection to the mail server must be encrypted.
  public internal(set) var isEncrypted = true
  /// The words of the program that gets events; of a text for `sh`, that text alone.
  public internal(set) var command: [String] = []
  /// Whether `command` is a text for `sh`.
  public internal(set) var isShellCommand = false
  /// What a severity is called at the service, where that differs.
  public internal(set) var severities: [NotificationSeverity: NotificationSeverity] = [:]
  /// The secrets that it uses.
  public internal(set) var usedSecrets: Set<String> = []

  init(_ declaration: ChannelDeclaration) {
    name = declaration.name
    nameSpan = declaration.nameSpan
    kind = declaration.kind
    // Whoever states how much it must matter wants to hear of all that matters so much.
    topics =
      declaration.topics
      ?? (declaration.severity == nil ? NotificationTopic.usual(for: declaration.kind) : NotificationTopic.routed)
    severity = declaration.severity ?? .info
    nodes = declaration.nodes.map(\.name)
    environments = declaration.environments.map(\.name)
    fallback = declaration.fallback?.name
    isRequired = declaration.isRequired
    isEncrypted = declaration.isEncrypted
    command = declaration.command
    isShellCommand = declaration.isShellCommand
    severities = declaration.severities
  }

  /// Whether its messages go through curl.
  public var needsCurl: Bool {
    switch kind {
    case .slack, .teams, .discord, .pagerduty, .webhook: true
    case .email: texts[.sendmail] == nil
    case .command, .github: false
    }
  }

  /// What lets others send messages, as far as it is known before the run.
  public var knownCredentials: [String] {
    texts.filter(\.key.isCredential).compactMap { $0.value.literal } + ChannelDeclaration.credentials(in: headers)
  }
}
