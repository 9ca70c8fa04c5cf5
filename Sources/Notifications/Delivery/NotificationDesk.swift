public import Templates
public import Values

/// Decides which channel is told what, and what becomes of it: everything about notifications but the sending.
///
/// Pure: time, chance and what came of messages come in with its calls, and what is to be done goes out as effects.
public struct NotificationDesk: Sendable {
  /// What is to be done.
  public enum Effect: Sendable, Equatable {
    case send(Delivery)
    case abandon(number: Int)
    case record(DeliveryReport)
    /// To the outbox, before it is sent: a process that is killed must not take it along.
    case expect(OutboxEntry)
    /// To the outbox, as it was not delivered; `told` says that to somebody, the first time.
    case keep(OutboxEntry, told: String?)
    /// Somebody should know.
    case warn(String)
  }

  private let channels: [String: Channel]
  private let order: [String]
  private let run: NotificationRun
  private var queue: DeliveryQueue
  /// What channels have got.
  private var sent: SentKeys
  /// What is on its way to them, what could not be delivered, and what the outbox has of it, by what it is.
  private var inFlight: [String: Int] = [:]
  private var failed: Set<String> = []
  private var kept: Set<String> = []
  private var count = 0
  /// When deliveries that are not through were begun.
  private var begun: [Int: Instant] = [:]
  /// Whose messages a delivery carries: its own channel's, or those of the channels that it stands in for.
  private var carried: [Int: [Delivery]] = [:]
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
    _ notification: Notification, mask: SecretMask, at now: Instant,
    scope: (Message) -> any TemplateScope
  ) -> [Effect] {
    var effects = notification.channels.filter { channels[$0] == nil }.flatMap { name in
      warnOnce(
        name, "there is no channel `\(mask.masked(name))` in the runbook that is run, so nobody was told through it")
    }
    for (channel, outcome) in outcomes(of: notification, scope) {
      for problem in outcome.problems {
        effects += warnOnce("\(channel.name)\0\(problem)", "channel `\(channel.name)`: \(mask.masked(problem))")
      }
      guard let message = outcome.message else { continue }
      effects += post(message.masked(by: mask), to: channel, at: now)
    }
    return effects
  }

  /// What the outbox is to have before something is on record that would be told like this.
  public func expected(
    of notification: Notification, mask: SecretMask, scope: (Message) -> any TemplateScope
  ) -> [OutboxEntry] {
    outcomes(of: notification, scope).flatMap { channel, outcome in
      guard let message = outcome.message?.masked(by: mask) else { return [OutboxEntry]() }
      return channel.payloads(for: message).enumerated().compactMap { part, payload in
        let delivery = Delivery(number: -1, channel: channel.name, message: message, payload: payload, part: part)
        return delivery.isKeptAhead && !isKnown(delivery) ? OutboxEntry(pending: delivery) : nil
      }
    }
  }

  /// Sends what an earlier process of the run has left in the outbox.
  public mutating func takeUp(_ entries: [OutboxEntry], at now: Instant) -> [Effect] {
    entries.flatMap { entry in
      let delivery = Delivery(number: count, restoring: entry)
      return channels[entry.channel] == nil || isKnown(delivery) ? [] : send(delivery, for: [delivery], at: now)
    }
  }

  /// The channels that hear of it, with what their texts become.
  private func outcomes(
    of notification: Notification, _ scope: (Message) -> any TemplateScope
  ) -> [(channel: Channel, outcome: MessageTexts.Outcome)] {
    let usual = Message(notification, of: run)
    return order.compactMap { channels[$0] }.filter { $0.admits(notification, in: run.environment) }.map { channel in
      (channel, channel.texts.render(usual, scope: scope(usual)))
    }
  }

  private func isKnown(_ delivery: Delivery) -> Bool {
    sent.contains(delivery.key, of: delivery.channel) || inFlight[delivery.identity] != nil
      || failed.contains(delivery.identity)
  }

  /// A message was sent, with what came of it.
  public mutating func answer(_ number: Int, _ verdict: DeliveryVerdict, at now: Instant) -> [Effect] {
    carryOut(queue.answer(number, verdict, at: now), at: now)
  }

  /// Time has passed.
  public mutating func goOn(at now: Instant) -> [Effect] { carryOut(queue.goOn(at: now), at: now) }

  /// The run has ended; what is left has only so much time.
  public mutating func close(at now: Instant, within limit: Duration) -> [Effect] {
    carryOut(queue.close(at: now, within: limit), at: now)
  }

  /// Notes that a channel has got what has this key.
  public mutating func note(_ key: String, of channel: String) { sent.insert(key, of: channel) }

  // MARK: - Posting

  private mutating func post(_ message: Message, to channel: Channel, at now: Instant) -> [Effect] {
    deliveries(of: message, to: channel).flatMap { delivery -> [Effect] in
      if sent.contains(delivery.key, of: channel.name) { return [] }
      let expectation: [Effect] = delivery.isKeptAhead ? [.expect(OutboxEntry(pending: delivery))] : []
      // The channel may be told the same at the moment, in the place of another one.
      if let number = inFlight[delivery.identity] { return join([delivery], number) ? expectation : [] }
      if failed.contains(delivery.identity) { return keep(delivery, DeliveryFailure(.refused, "it failed before")) }
      return expectation + send(delivery, for: [delivery], at: now)
    }
  }

  private mutating func deliveries(of message: Message, to channel: Channel) -> [Delivery] {
    channel.payloads(for: message).enumerated().map { part, payload in
      defer { count += 1 }
      return Delivery(number: count, channel: channel.name, message: message, payload: payload, part: part)
    }
  }

  private mutating func send(_ delivery: Delivery, for origins: [Delivery], at now: Instant) -> [Effect] {
    count = max(count, delivery.number + 1)
    inFlight[delivery.identity] = delivery.number
    begun[delivery.number] = now
    carried[delivery.number] = origins
    return carryOut(queue.add(delivery, at: now), at: now)
  }

  /// Lets a delivery carry these as well; whether it did not yet.
  private mutating func join(_ origins: [Delivery], _ number: Int) -> Bool {
    let known = Set(carried[number, default: []].map(\.identity))
    let new = origins.filter { !known.contains($0.identity) }
    carried[number, default: []] += new
    return !new.isEmpty
  }

  private mutating func carryOut(_ orders: [DeliveryQueue.Effect], at now: Instant) -> [Effect] {
    var effects: [Effect] = []
    for order in orders {
      switch order {
      case .send(let delivery): effects.append(.send(delivery))
      case .abandon(let number): effects.append(.abandon(number: number))
      case .gaveUp: break  // What it does not get is told with the first of these.
      case .delivered(let delivery, let tries):
        effects.append(.record(report(delivery, tries, nil, at: now)))
        inFlight[delivery.identity] = nil
        carried[delivery.number] = nil
        sent.insert(delivery.key, of: delivery.channel)
      case .failed(let delivery, let tries, let failure):
        effects.append(.record(report(delivery, tries, failure, at: now)))
        inFlight[delivery.identity] = nil
        failed.insert(delivery.identity)
        effects += passOn(delivery, failure, at: now)
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
    let origins = carried[delivery.number, default: []].map(\.channel)
    if !origins.contains(delivery.channel) { report.standsInFor = origins.first }
    return report
  }

  /// To the fallback, or else to the outbox.
  private mutating func passOn(_ delivery: Delivery, _ failure: DeliveryFailure, at now: Instant) -> [Effect] {
    let origins = carried.removeValue(forKey: delivery.number) ?? [delivery]
    guard let name = channels[delivery.channel]?.fallback, let fallback = channels[name], failure.kind != .ended,
      !delivery.isRestored, var message = origins.first?.message
    else { return origins.flatMap { keep($0, failure) } }
    message.remark = "channel \(delivery.channel) failed: \(failure.message)"
    let deliveries = deliveries(of: message, to: fallback)
    // There may be no form in which the fallback could tell it.
    if deliveries.isEmpty { return origins.flatMap { keep($0, failure) } }
    return warnOnce(
      "\(delivery.channel)\0fallback",
      "channel `\(delivery.channel)` fails, `\(name)` is told instead: \(failure.message)"
    ) + deliveries.flatMap { standIn($0, for: origins, failure, at: now) }
  }

  private mutating func standIn(
    _ delivery: Delivery, for origins: [Delivery], _ failure: DeliveryFailure, at now: Instant
  ) -> [Effect] {
    // Nobody is told twice, neither by a resumed run nor in another channel's place.
    if sent.contains(delivery.key, of: delivery.channel) { return [] }
    if let number = inFlight[delivery.identity] {
      _ = join(origins, number)
      return []
    }
    if failed.contains(delivery.identity) { return origins.flatMap { keep($0, failure) } }
    return send(delivery, for: origins, at: now)
  }

  private mutating func keep(_ delivery: Delivery, _ failure: DeliveryFailure) -> [Effect] {
    guard kept.insert(delivery.identity).inserted else { return [] }
    let isFirst = told.insert("\(delivery.channel)\0kept").inserted
    let words = "channel `\(delivery.channel)` was not told: \(failure.message)"
    // Nobody reads the summary of a step that is over.
    if delivery.payload.way == .file { return isFirst ? [.warn(words)] : [] }
    return [.keep(OutboxEntry(delivery, failure), told: isFirst ? words : nil)]
  }

  private mutating func warnOnce(_ key: String, _ text: String) -> [Effect] {
    told.insert(key).inserted ? [.warn(text)] : []
  }
}
