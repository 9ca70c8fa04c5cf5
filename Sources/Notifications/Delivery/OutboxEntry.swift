internal import Running
internal import Text
public import Values

/// A message that was not delivered, or not yet, as the outbox keeps it: what was to be sent, and never where to.
public struct OutboxEntry: Sendable, Hashable {
  /// The version of the form.
  private static let version = 1

  /// When that happened which it tells.
  public var time: Timestamp
  /// The run.
  public var run: String
  /// The file name of its runbook, whose channels those are; it stands in the same folder.
  public var runbook: String
  /// The channel.
  public var channel: String
  /// What it is about, by its name.
  public var event: String
  /// What no two that the channel gets have in common.
  public var key: String
  /// What was to be sent.
  public var payload: Payload
  /// Why it was not delivered.
  public var reason: String

  /// Whether the run still sends it: what is left of these when its process is dead was not delivered.
  public private(set) var isPending = false
  /// Which end of the run it tells, counted from 1, if it was written before that was on record: it is only true if the audit says so.
  public private(set) var end: Int?

  /// What is put down of a delivery before it is sent.
  public init(pending delivery: Delivery) {
    self.init(delivery, DeliveryFailure(.ended, "under way when pyflow ended"))
    isPending = true
    if delivery.isEnd { end = delivery.message.run.ends + 1 }
  }

  /// What is left of a delivery.
  public init(_ delivery: Delivery, _ failure: DeliveryFailure) {
    time = delivery.message.notification.time
    run = delivery.message.run.id
    runbook = delivery.message.run.fileName
    channel = delivery.channel
    event = delivery.message.notification.topic.rawValue
    key = delivery.key
    payload = delivery.payload
    reason = "\(failure.kind.rawValue): \(failure.message)"
  }

  /// The entry while a run that was taken up again sends it.
  public var again: OutboxEntry {
    var entry = self
    (entry.isPending, entry.end) = (true, nil)
    return entry
  }

  /// Whether what it tells has happened: `ends` says how the run has ended, every time.
  public func isTrue(ends: [String]) -> Bool {
    guard let end else { return true }
    guard ends.indices.contains(end - 1), let status = RunStatus(rawValue: ends[end - 1]) else { return false }
    return RunEnding.topic(of: status).rawValue == event
  }

  /// What no other message to a channel has in common with it.
  public var identity: String { "\(channel)\u{0}\(key)" }

  /// Hashes what tells it from other messages.
  public func hash(into hasher: inout Hasher) { hasher.combine(identity) }

  /// The line that the outbox has for it.
  public var line: [UInt8] {
    var stream = JSONStream()
    stream.object { stream in
      stream.member("version", Self.version)
      stream.member("time", time.rfc3339)
      stream.member("run", run)
      stream.member("runbook", runbook)
      stream.member("channel", channel)
      stream.member("event", event)
      stream.member("key", key)
      stream.member("way", payload.way.rawValue)
      stream.member("reason", reason)
      if isPending { stream.member("pending", true) }
      if let end { stream.member("end", end) }
      // Every payload is text.
      stream.member("body", String(decoding: payload.bytes, as: UTF8.self))
    }
    return stream.bytes + [UInt8(ascii: "\n")]
  }

  /// The entry that a line holds; nothing if it holds none.
  public init?(_ line: some Collection<UInt8>) {
    guard let map = (try? JSONReader.read(Array(line)))?.map, map["version"]?.int == Self.version,
      let time = map["time"]?.string.flatMap({ Timestamp(rfc3339: $0) }), let run = map["run"]?.string,
      let runbook = map["runbook"]?.string, let channel = map["channel"]?.string, let event = map["event"]?.string,
      let key = map["key"]?.string,
      let way = map["way"]?.string.flatMap({ Payload.Way(rawValue: $0) }), let body = map["body"]?.string
    else { return nil }
    self.time = time
    self.run = run
    self.runbook = runbook
    self.channel = channel
    self.event = event
    self.key = key
    payload = Payload(way, Array(body.utf8))
    reason = map["reason"]?.string ?? ""
    isPending = map["pending"] == .bool(true)
    end = map["end"]?.int
  }
}
