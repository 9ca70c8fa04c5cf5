public import Templates
public import Text
public import Values

/// A channel as `[runbook.notify.NAME]` states it (design 3.5).
public struct ChannelDeclaration: Sendable {
  /// Its name.
  public let name: String
  /// Where the name stands.
  public let nameSpan: ByteSpan
  /// The service.
  public let kind: ChannelKind
  /// The events that it hears of; as its kind needs if nothing.
  public var topics: [NotificationTopic]?
  /// The least that it hears of.
  public var severity: NotificationSeverity?
  /// Of the events about a node, only those about these; all if empty.
  public var nodes: [ChannelReference] = []
  /// The environments in whose runs it hears anything; all if empty.
  public var environments: [ChannelReference] = []
  /// A condition on the event.
  public var when: Condition?
  /// The heading, rendered for each event.
  public var title: Field<String>?
  /// The text, rendered for each event.
  public var message: Field<String>?
  /// The channel that gets what this one could not deliver.
  public var fallback: ChannelReference?
  /// Whether no run begins that it cannot be told of.
  public var isRequired = false
  /// Where messages go, by key: what is one text.
  public var texts: [ChannelKey: Field<String>] = [:]
  /// Further header fields.
  public var headers: [(name: String, value: ValueTemplate)] = []
  /// Whom messages are sent to.
  public var recipients: [Field<String>] = []
  /// Whether the connection to the mail server must be encrypted.
  public var isEncrypted = true
  /// The words of the program that gets events; of a text for `sh`, that text alone.
  public var command: [String] = []
  /// Whether `command` is a text for `sh`.
  public var isShellCommand = false
  /// What a severity is called at the service, where that differs.
  public var severities: [NotificationSeverity: NotificationSeverity] = [:]

  init(name: String, nameSpan: ByteSpan, kind: ChannelKind) {
    self.name = name
    self.nameSpan = nameSpan
    self.kind = kind
  }
}

/// A name that a channel's table states, or that states a channel.
public struct ChannelReference: Sendable, Equatable {
  /// The name.
  public let name: String
  /// Where it stands.
  public let span: ByteSpan
}

extension ChannelDeclaration {
  /// What lets others send messages and stands in the runbook's text.
  var writtenCredentials: [String] {
    texts.filter(\.key.isCredential).compactMap { $0.value.literal } + Self.credentials(in: headers)
  }

  /// The values of header fields that are credentials by their names.
  public static func credentials(in headers: [(name: String, value: ValueTemplate)]) -> [String] {
    headers.compactMap { header in
      guard case .literal(let value) = header.value else { return nil }
      let name = header.name.lowercased()
      let words = ["auth", "token", "key", "secret", "password"]
      return words.contains { name.contains($0) } ? String.convert(value) : nil
    }
  }
}
