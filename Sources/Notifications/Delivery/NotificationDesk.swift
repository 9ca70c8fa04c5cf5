public import Templates
public import Values

/// Decides which channel is told what, and what becomes of it: everything about notifications but the sending.
///
/// Pure: time, chance and what came of messages come in with its calls, and what is to be done goes out as effects.
public struct NotificationDesk {
  /// What is to be done.
  public enum Effect: Sendable, Equatable {
    case send(Delivery)
    case abandon(number: Int)
    case record(DeliveryReport)
    /// To the outbox.
    case keep(OutboxEntry)
    /// Somebody should know.
    case warn(String)
  }

  private let channels: [String: Channel]
  private let order: [String]
  private let run: NotificationRun
  private var queue: DeliveryQueue
  private var sent: SentKeys
  private var count = 0
  /// When deliveries that are not through were begun.
  private var begun: [Int: Instant] = [:]
  /// What fallbacks stand in for.
  private var origins: [Int: Delivery] = [:]
  private var told: Set<String> = []

  /// A desk for the channels of a run, which have got what is in `sent`.
  public init(_ channels: [Channel], of run: NotificationRun, sent: SentKeys = SentKeys(), seed: UInt64) {
    self.channels = Dictionary(channels.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    order = channels.map(\.name)
    self.run = run
    self.sent = sent
    queue = DeliveryQueue(seed: seed)
  }

  /// Whether everything was delivered or given up.
  public var isIdle: Bool { queue.isEmpty }
  /// When something is to be done next.
  public var nextDeadline: Instant? { queue.nextDeadline }

  // MARK: - What happens

  /// Tells every channel that wants to hear of it; `mask` hides what must not be shown, `scope` has the names of its templates.
  public mutating func tell(
    _ notification: Notification, mask: SecretMask, at now: Instant, date: Timestamp,
    scope: (Message) -> any TemplateScope
  ) -> [Effect] {
    var effects = notification.channels.filter { channels[$0] == nil }.flatMap { name in
      warnOnce(
        name, "there is no channel `\(mask.masked(name))` in the runbook that is run, so nobody was told through it")
    }
    for name in order {
      guard let channel = channels[name], channel.admits(notification, in: run.environment) else { continue }
      let usual = Message(notification, of: run)
      let outcome = channel.texts.render(usual, scope: scope(usual))
      for problem in outcome.problems {
        effects += warnOnce("\(name)\0\(problem)", "channel `\(name)`: \(mask.masked(problem)); the usual text is sent")
      }
      guard let message = outcome.message else { continue }
      effects += post(message.masked(by: mask), to: channel, at: now, date: date)
    }
    return effects
  }

  /// A message was sent, with what came of it.
  public mutating func answer(
    _ number: Int, _ verdict: DeliveryVerdict, at now: Instant, date: Timestamp
  ) -> [Effect] {
    carryOut(queue.answer(number, verdict, at: now), at: now, date: date)
  }

  /// Time has passed.
  public mutating func goOn(at now: Instant, date: Timestamp) -> [Effect] {
    carryOut(queue.goOn(at: now), at: now, date: date)
  }

  /// The run has ended; what is left has only so much time.
  public mutating func close(at now: Instant, date: Timestamp, within limit: Duration) -> [Effect] {
    carryOut(queue.close(at: now, within: limit), at: now, date: date)
  }

  /// What the outbox would have to keep if this were the end.
  public func pending(at date: Timestamp) -> [OutboxEntry] {
    let failure = DeliveryFailure(.ended, "not delivered before the run ended")
    return queue.pending.sorted { $0.number < $1.number }.map { delivery in
      OutboxEntry(origins[delivery.number] ?? delivery, failure, at: date)
    }
  }

  /// Notes that a channel has got what has this key.
  public mutating func note(_ key: String, of channel: String) { sent.insert(key, of: channel) }

  // MARK: - Posting

  private mutating func post(
    _ message: Message, to channel: Channel, for origin: Delivery? = nil, at now: Instant, date: Timestamp
  ) -> [Effect] {
    var effects: [Effect] = []
    for (part, payload) in channel.payloads(for: message).enumerated() {
      let delivery = Delivery(
        number: count, channel: channel.name, message: message, payload: payload, part: part)
      // Nobody is told twice, neither by a resumed run nor by another channel's fallback.
      if sent.contains(delivery.key, of: channel.name) { continue }
      sent.insert(delivery.key, of: channel.name)
      count += 1
      begun[delivery.number] = now
      origins[delivery.number] = origin
      effects += carryOut(queue.add(delivery, at: now), at: now, date: date)
    }
    return effects
  }

  private mutating func carryOut(
    _ orders: [DeliveryQueue.Effect], at now: Instant, date: Timestamp
  ) -> [Effect] {
    var effects: [Effect] = []
    for order in orders {
      switch order {
      case .send(let delivery): effects.append(.send(delivery))
      case .abandon(let number): effects.append(.abandon(number: number))
      case .gaveUp: break  // What it does not get is told with the first of these.
      case .delivered(let delivery, let tries): effects.append(.record(report(delivery, tries, nil, at: now)))
      case .failed(let delivery, let tries, let failure):
        effects.append(.record(report(delivery, tries, failure, at: now)))
        effects += passOn(delivery, failure, at: now, date: date)
      }
    }
    return effects
  }

  private mutating func report(
    _ delivery: Delivery, _ tries: Int, _ failure: DeliveryFailure?, at now: Instant
  ) -> DeliveryReport {
    let start = begun.removeValue(forKey: delivery.number)
    var report = DeliveryReport(
      channel: delivery.channel, topic: delivery.message.notification.topic, key: delivery.key, tries: tries,
      duration: start.map { now.duration(since: $0) } ?? .zero, failure: failure)
    report.standsInFor = origins[delivery.number]?.channel
    return report
  }

  /// To the fallback, or else to the outbox.
  private mutating func passOn(
    _ delivery: Delivery, _ failure: DeliveryFailure, at now: Instant, date: Timestamp
  ) -> [Effect] {
    let origin = origins.removeValue(forKey: delivery.number) ?? delivery
    let channel = channels[delivery.channel]
    guard let name = channel?.fallback, let fallback = channels[name], failure.kind != .ended else {
      return [.keep(OutboxEntry(origin, failure, at: date))] + warn(of: origin.channel, failure, keeps: true)
    }
    var message = origin.message
    message.remark = "channel \(delivery.channel) failed: \(failure.message)"
    return warn(of: delivery.channel, failure, keeps: false, fallback: name)
      + post(message, to: fallback, for: origin, at: now, date: date)
  }

  // MARK: - Warnings

  private mutating func warn(
    of channel: String, _ failure: DeliveryFailure, keeps: Bool, fallback: String? = nil
  ) -> [Effect] {
    let what =
      fallback.map { "channel `\(channel)` fails, `\($0)` is told instead: \(failure.message)" }
      ?? "channel `\(channel)` was not told: \(failure.message); what it did not get is kept in .pyflow/outbox.jsonl, "
      + "for: pyflow notify flush \(run.runbook)"
    return warnOnce("\(channel)\0\(keeps)", what)
  }

  private mutating func warnOnce(_ key: String, _ text: String) -> [Effect] {
    told.insert(key).inserted ? [.warn(text)] : []
  }
}
