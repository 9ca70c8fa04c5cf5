public import Values

/// A channel of a run: who hears of what, and in which form.
///
/// Where that goes is not its business; what it takes for that is secret.
public struct Channel: Sendable {
  /// Its name.
  public let name: String
  /// The service.
  public let kind: ChannelKind
  /// The events that it hears of.
  public var topics: Set<NotificationTopic>
  /// The least that it hears of.
  public var severity = NotificationSeverity.info
  /// Of the events about a node, only those about these; all if empty.
  public var nodes: [String] = []
  /// The environments in whose runs it hears anything; all if empty.
  public var environments: [String] = []
  /// Its own words.
  public var texts = MessageTexts(when: nil, title: nil, message: nil)
  /// The channel that gets what this one could not deliver.
  public var fallback: String?
  /// Who mails are from, and whom they are to.
  public var sender = ""
  /// Whom mails are to.
  public var recipients: [String] = []
  /// What joins alerts into one; of the runbook if nothing.
  public var dedupKey: String?
  /// What a severity is called at the service, where that differs.
  public var severities: [NotificationSeverity: NotificationSeverity] = [:]
  /// Whether changes can be told to it: not with a key of a whole ruleset.
  public var takesChanges = true

  /// A channel that hears of what its kind needs.
  public init(name: String, kind: ChannelKind) {
    self.name = name
    self.kind = kind
    topics = Set(NotificationTopic.usual(for: kind))
  }

  // MARK: - What it hears of

  /// Whether it hears of a notification, as far as the event tells.
  public func admits(_ notification: Notification, in environment: String?) -> Bool {
    if !environments.isEmpty, !environments.contains(environment ?? "") { return false }
    if notification.channels.contains(name) { return true }
    if notification.isAddressed { return false }
    guard topics.contains(notification.topic), notification.severity >= severity else { return false }
    guard let node = notification.node, !nodes.isEmpty else { return true }
    return nodes.contains { Self.covers($0, node) }
  }

  /// Whether the node `name` is the node `id`, or one that it was made into.
  private static func covers(_ name: String, _ id: String) -> Bool {
    id == name || id.hasPrefix(name + "[") || id.hasPrefix(name + "/")
  }

  // MARK: - What it is told

  /// What is sent, in order.
  public func payloads(for message: Message) -> [Payload] {
    switch kind {
    case .slack: [Payload(.post, SlackPayload.body(message))]
    case .teams: [Payload(.post, TeamsPayload.body(message), smallest: TeamsPayload.smallest(message))]
    case .discord: [Payload(.post, DiscordPayload.body(message))]
    case .webhook: [Payload(.post, EventDocument.body(message))]
    case .command: [Payload(.program, EventDocument.body(message) + [UInt8(ascii: "\n")])]
    case .email: [Payload(.mail, MailText.bytes(message, from: sender, to: recipients))]
    case .github: [Payload(.file, SummaryEntry.body(message))]
    case .pagerduty: alerts(for: message)
    }
  }

  private func alerts(for message: Message) -> [Payload] {
    switch message.notification.topic {
    case .runSucceeded, .runRolledBack, .rolloutSucceeded, .rolloutRolledBack:
      // Nobody is called up any more; and that something was changed is worth knowing when something else breaks.
      let isChange = message.notification.topic == .runSucceeded && takesChanges
      let change = isChange ? [Payload(.change, PagerDutyPayload.change(message))] : []
      return resolved(by: message).map { Payload(.alert, PagerDutyPayload.resolve(dedupKey: $0)) } + change
    case _ where message.notification.severity == .info && message.notification.topic != .test:
      return takesChanges ? [Payload(.change, PagerDutyPayload.change(message))] : []
    default:
      let own = message.notification.severity
      let key = message.notification.target.map(key(ofTarget:)) ?? key(of: message.run)
      return [
        Payload(.alert, PagerDutyPayload.trigger(message, dedupKey: key, severity: severities[own] ?? own))
      ]
    }
  }

  /// What joins the alerts of a runbook.
  private func key(of run: NotificationRun) -> String {
    dedupKey ?? "pyflow:\(run.title)\(run.environment.map { "@\($0)" } ?? "")"
  }

  /// What joins those about something that rollouts change, whatever runbook they stand in.
  private func key(ofTarget target: String) -> String { dedupKey ?? "pyflow:\(target)" }

  /// The alerts that a good end clears up: its rollout's, or those of the run and of all that it changes.
  private func resolved(by message: Message) -> [String] {
    if message.notification.topic.isRollout { return message.notification.target.map { [key(ofTarget: $0)] } ?? [] }
    var keys = [key(of: message.run)]
    for target in message.run.targets.map(key(ofTarget:)) where !keys.contains(target) { keys.append(target) }
    return keys
  }
}
