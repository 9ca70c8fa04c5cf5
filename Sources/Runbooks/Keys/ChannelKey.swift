/// The keys of a channel in `[runbook.notify.NAME]` (design 3.5).
///
/// All come with later work.
public enum ChannelKey: String, Sendable, CaseIterable {
  case kind, url, to, on, when, message, fallback, required

  /// What is known of the key.
  public var definition: KeyDefinition {
    switch self {
    case .kind: .later(.string, "the service: \"slack\", \"teams\", \"email\", …")
    case .url: .later(.string, "where messages are sent; a secret")
    case .to: .later(.stringOrList, "whom they are sent to")
    case .on: .later(.listOfStrings, "the events that it hears of")
    case .when: .later(.booleanOrString, "a condition on the event")
    case .message: .later(.string, "a template of the text")
    case .fallback: .later(.string, "the channel that is used when this one fails")
    case .required: .later(.boolean, "whether a run needs it to work")
    }
  }
}
