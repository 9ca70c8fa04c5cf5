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
  /// Whether it comes from the outbox: nothing but what is to be sent is known of it, so no fallback can tell it.
  public private(set) var isRestored = false

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
    isRestored = true
    let topic = NotificationTopic(rawValue: entry.event) ?? .nodeMessage
    message = Message(
      Notification(topic, title: "", time: entry.time, key: entry.key),
      of: NotificationRun(id: entry.run, title: "", runbook: entry.runbook, user: "", host: ""))
  }

  /// What no other message to a channel has in common with it.
  var identity: String { "\(channel)\u{0}\(key)" }

  /// Whether the outbox has it before it is sent: not what the next one replaces, or what no later process could deliver.
  var isKeptAhead: Bool { payload.way != .file && update == nil }

  /// Whether it tells that the run has ended, for good or for now.
  var isEnd: Bool { message.notification.topic.isEnd }

  /// What a newer one takes the place of: an update about the same thing.
  var update: String? {
    let notification = message.notification
    return notification.topic.isUpdate ? "\(notification.topic.rawValue)/\(notification.node ?? "")" : nil
  }
}
