public import Values

/// Something that channels may be told.
public struct Notification: Sendable, Equatable {
  /// What it is about.
  public var topic: NotificationTopic
  /// How much it matters.
  public var severity: NotificationSeverity
  /// The node that it is about, by its id.
  public var node: String?
  /// What the rollout changes that it is about.
  public var target: String?
  /// What has happened, in one line.
  public var title: String
  /// What there is to say about it, in lines.
  public var text = ""
  /// Why.
  public var reason: String?
  /// How the run ended.
  public var status: String?
  /// How long the node or the run took.
  public var duration: Duration?
  /// The last lines that a failed node printed.
  public var output: [String] = []
  /// The channels that hear of it in any case, by name.
  public var channels: [String] = []
  /// Whether these alone hear of it.
  public var isAddressed = false
  /// When it happened.
  public var time: Timestamp
  /// What no two of a run have in common: `RUN/TOPIC/NODE`.
  public var key: String

  /// A notification.
  public init(
    _ topic: NotificationTopic, severity: NotificationSeverity? = nil, node: String? = nil, title: String,
    time: Timestamp, key: String
  ) {
    self.topic = topic
    self.severity = severity ?? topic.severity
    self.node = node
    self.title = title
    self.time = time
    self.key = key
  }
}
