internal import Values

/// A payload on its way to a channel.
public struct Delivery: Sendable, Equatable {
  /// What tells it from others.
  public let number: Int
  /// The channel.
  public let channel: String
  /// What it tells, which fallbacks tell in their own words.
  public let message: Message
  /// What is sent.
  public var payload: Payload
  /// What no two that the channel gets have in common.
  public let key: String

  /// A payload; `part` tells several of one message apart.
  public init(number: Int, channel: String, message: Message, payload: Payload, part: Int = 0) {
    self.number = number
    self.channel = channel
    self.message = message
    self.payload = payload
    key = message.notification.key + (part > 0 ? "+\(part)" : "")
  }

  /// What is left of one in the outbox.
  public init(number: Int, restoring entry: OutboxEntry) {
    self.number = number
    channel = entry.channel
    payload = entry.payload
    key = entry.key
    let topic = NotificationTopic(rawValue: entry.event) ?? .nodeMessage
    message = Message(
      Notification(topic, title: "", time: entry.time, key: entry.key),
      of: NotificationRun(id: entry.run, title: "", runbook: "", user: "", host: ""))
  }

  /// What a newer one takes the place of: an update about the same thing.
  var update: String? {
    let notification = message.notification
    return notification.topic.isUpdate ? "\(notification.topic.rawValue)/\(notification.node ?? "")" : nil
  }
}
