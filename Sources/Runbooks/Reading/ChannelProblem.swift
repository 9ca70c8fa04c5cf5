internal import Text
internal import Values

/// The mistakes that a channel can hold.
enum ChannelProblem: Problem, Equatable {
  case invalidName(String)
  case noKind(String)
  case unknownKind(String, suggestion: String?)
  case unknownTopic(String, suggestion: String?)
  case unknownSeverity(String, suggestion: String?)
  case keyOfOtherKind(ChannelKey, ChannelKind)
  case missingKey(ChannelKey, ChannelKind)
  case serverOrProgram
  case unknownFallback(String, suggestion: String?)
  case fallbackCycle([String])
  case unknownEnvironment(String, suggestion: String?)
  case unknownNode(String, suggestion: String?)
  case commandTemplate
  case literalCredential(ChannelKey)
  case oldTeamsConnector
  case unencrypted

  var id: String {
    switch self {
    case .literalCredential, .unencrypted: "channel.secret"
    case .oldTeamsConnector: "channel.teams-connector"
    case .fallbackCycle: "channel.cycle"
    case .unknownTopic, .unknownSeverity: "channel.event"
    case .unknownFallback, .unknownEnvironment, .unknownNode: "channel.unknown-name"
    default: "channel.declaration"
    }
  }

  var severity: Severity {
    switch self {
    case .literalCredential, .oldTeamsConnector, .unencrypted: .warning
    default: .error
    }
  }

  var message: String {
    switch self {
    case .invalidName(let name): "`\(name)` cannot be a channel's name"
    case .noKind(let name): "channel `\(name)` does not say what it is"
    case .unknownKind(let name, _): "there is no channel of kind `\(name)`"
    case .unknownTopic(let name, _): "there is no event `\(name)`"
    case .unknownSeverity(let name, _): "there is no severity `\(name)`"
    case .keyOfOtherKind(let key, let kind): "key `\(key.rawValue)` does not belong to a \(kind.rawValue) channel"
    case .missingKey(let key, let kind): "a \(kind.rawValue) channel needs `\(key.rawValue)`"
    case .serverOrProgram: "an email channel needs one of `server` and `sendmail`"
    case .unknownFallback(let name, _): "there is no channel `\(name)`"
    case .fallbackCycle(let names): "channels fall back on each other in a circle: " + names.joined(separator: " → ")
    case .unknownEnvironment(let name, _): "there is no environment `\(name)`"
    case .unknownNode(let name, _): "there is no node `\(name)`"
    case .commandTemplate: "the command of a channel is no template: it reads the event on its standard input"
    case .literalCredential(let key):
      "whoever reads this file can send messages: `\(key.rawValue)` is a secret"
    case .oldTeamsConnector: "this is the address of an Office 365 connector, which Microsoft turns off"
    case .unencrypted: "the password is sent unencrypted"
    }
  }

  var hint: String? {
    switch self {
    case .invalidName: "use A-Z, a-z, 0-9, `_` and `-`, beginning with a letter or `_`"
    case .noKind: "add kind = \"…\": " + Self.list(ChannelKind.self)
    case .unknownKind(_, let suggestion): Self.meant(suggestion) ?? "there are " + Self.list(ChannelKind.self)
    case .unknownTopic(_, let suggestion):
      Self.meant(suggestion)
        ?? "there are " + NotificationTopic.routed.map(\.rawValue).joined(separator: ", ")
    case .unknownSeverity(_, let suggestion):
      Self.meant(suggestion) ?? "there are " + Self.list(NotificationSeverity.self)
    case .keyOfOtherKind(let key, _): "it belongs to " + key.kinds.map(\.rawValue).joined(separator: ", ")
    case .missingKey(let key, _):
      key.isCredential ? "add \(key.rawValue) = \"{{ secrets.NAME }}\"" : "add \(key.rawValue) = \"…\""
    case .serverOrProgram: "write server = \"smtp://HOST:587\", or sendmail = \"/usr/sbin/sendmail\""
    case .unknownFallback(_, nil): "channels are declared in [runbook.notify.NAME]"
    case .unknownFallback(_, let suggestion), .unknownEnvironment(_, let suggestion), .unknownNode(_, let suggestion):
      Self.meant(suggestion)
    case .fallbackCycle: "let one of them do without"
    case .commandTemplate: "a command with braces goes into a script"
    case .literalCredential(let key):
      "declare it in [runbook.secrets], and write \(key.rawValue) = \"{{ secrets.NAME }}\""
    case .oldTeamsConnector: "make a workflow from the template `Post to a channel when a webhook request is received`"
    case .unencrypted: "leave out tls = false"
    }
  }

  private static func meant(_ suggestion: String?) -> String? { suggestion.map { "did you mean `\($0)`?" } }

  private static func list<Word: CaseIterable & RawRepresentable<String>>(_ type: Word.Type) -> String {
    type.allCases.map(\.rawValue).joined(separator: ", ")
  }
}
