internal import Values

/// The record of a message to a channel: that it was sent, or why not; never what was said, and never where to.
public struct AuditNotification: Sendable {
  /// The run that it is about.
  public var run: String
  /// The channel.
  public var channel: String
  /// What it was about.
  public var topic: String
  /// What no two that the channel gets have in common.
  public var key: String
  /// How often it was sent.
  public var tries: Int
  /// How long that took, in milliseconds.
  public var milliseconds: Int
  /// The channel that this one stands in for.
  public var standsInFor: String?
  /// The kind of failure, and what is to be said of it; nothing if it was delivered.
  public var failure: (kind: String, message: String)?

  /// A message that was delivered.
  public init(run: String, channel: String, topic: String, key: String, tries: Int, milliseconds: Int) {
    self.run = run
    self.channel = channel
    self.topic = topic
    self.key = key
    self.tries = tries
    self.milliseconds = milliseconds
  }

  /// The body of `notify.sent` or `notify.failed`.
  public var body: [UInt8] {
    var stream = JSONStream()
    stream.member(AuditField.run.rawValue, run)
    stream.member(
      AuditField.event.rawValue, (failure == nil ? AuditEvent.notifySent : .notifyFailed).rawValue)
    stream.member(AuditField.channel.rawValue, channel)
    stream.member(AuditField.topic.rawValue, topic)
    stream.member(AuditField.key.rawValue, AuditEncoder.shortened(key))
    stream.member(AuditField.tries.rawValue, tries)
    stream.member(AuditField.durationMs.rawValue, milliseconds)
    if let standsInFor { stream.member(AuditField.standsInFor.rawValue, standsInFor) }
    if let failure {
      stream.object(AuditField.reason.rawValue) { stream in
        stream.member(AuditField.code.rawValue, failure.kind)
        stream.member(AuditField.message.rawValue, AuditEncoder.shortened(failure.message))
      }
    }
    return stream.bytes
  }
}
