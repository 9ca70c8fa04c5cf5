public import Values

/// What came of a message to a channel, as it is recorded: nothing of what was said, and nothing secret.
public struct DeliveryReport: Sendable, Equatable {
  /// The channel.
  public var channel: String
  /// What the message was about.
  public var topic: NotificationTopic
  /// What no two that the channel gets have in common.
  public var key: String
  /// How often it was sent.
  public var tries: Int
  /// From when it was to be sent until it was known what came of it.
  public var duration: Duration
  /// Why it was not delivered; nothing if it was.
  public var failure: DeliveryFailure?
  /// The channel that this one stands in for.
  public var standsInFor: String?

  /// What came of a message.
  public init(
    channel: String, topic: NotificationTopic, key: String, tries: Int, duration: Duration,
    failure: DeliveryFailure? = nil
  ) {
    self.channel = channel
    self.topic = topic
    self.key = key
    self.tries = tries
    self.duration = duration
    self.failure = failure
  }
}
