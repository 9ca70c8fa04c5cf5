/// What notifications tell of a node.
public struct NotificationSubject: Sendable {
  /// Its id.
  public var id: String
  /// The channels that hear of it in any case.
  public var channels: [String]
  /// Those that hear when nobody has answered its question.
  public var escalationChannels: [String]
  /// What it changes, if it is a rollout.
  public var target: String?
  /// How long its question may stay open.
  public var limit: Duration?

  /// A node.
  public init(id: String, channels: [String] = [], escalationChannels: [String] = [], limit: Duration? = nil) {
    self.id = id
    self.channels = channels
    self.escalationChannels = escalationChannels
    self.limit = limit
  }
}
