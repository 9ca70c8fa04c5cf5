internal import Values

/// What channels were told of a run, as its records tell.
public struct NotificationHistory: Sendable {
  /// Something that a channel has got.
  public struct Sent: Sendable, Equatable {
    /// The channel.
    public let channel: String
    /// What no two that it gets have in common.
    public let key: String
  }

  /// What was delivered, in that order.
  public private(set) var sent: [Sent] = []
  /// How the run has ended, every time.
  public private(set) var ends: [String] = []
  /// How often the run has ended for good: what is told after that is told anew.
  ///
  /// A run that waits for an approval has not.
  public private(set) var chapters = 0

  /// Of a run of which no record was read.
  public init() {}

  mutating func add(_ record: AuditRecord) {
    guard record.kind == .notifySent, let channel = record[.channel]?.string, let key = record[.key]?.string else {
      return
    }
    sent.append(Sent(channel: channel, key: key))
  }

  mutating func noteEnd(_ status: String?) {
    ends.append(status ?? "")
    if status != "waiting" { chapters += 1 }
  }
}
