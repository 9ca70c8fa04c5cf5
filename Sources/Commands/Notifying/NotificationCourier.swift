internal import Audit
internal import Effects
internal import Notifications
internal import Planning
internal import Running
internal import Templates
internal import Values

/// Tells the channels of a run what happens in it, beside the run: nothing of the run waits for it, or fails because of it.
final class NotificationCourier: EventSink, DispatchClient {
  private var plan: Plan
  private let run: NotificationRun
  private var feed: NotificationFeed
  private var desk: NotificationDesk
  private let endpoints: [String: ChannelEndpoint]
  private let context: RunContext
  private let outbox: Outbox
  /// What the key-value store holds at the moment.
  private let store: () -> StoreView
  private let warn: (String) -> Void
  /// What sends.
  let dispatches: DispatchDesk
  /// What hides secrets, those that the run makes included.
  var mask: () -> SecretMask
  /// Where it is recorded what came of messages; nothing until the run itself is.
  private var writer: AuditWriter?
  private var unrecorded: [AuditNotification] = []
  private var deliveries: [Int: Delivery] = [:]
  private var hasWarnedOfRecords = false
  private var hasLost = false
  /// Whether the outbox has what may still be delivered.
  private var hasExpected = false
  /// What it has of the run's end already, and what it must go on having as it could not be kept otherwise; by what it is.
  private var prepared: Set<String> = []
  private var unkept: Set<String> = []
  private let past: NotificationHistory

  /// A courier for the channels of `setup`, which have got what is in `past`.
  init(
    _ setup: ChannelSetup, plan: Plan, run: NotificationRun, context: RunContext, past: NotificationHistory,
    dispatches: DispatchDesk, outbox: Outbox, store: @escaping () -> StoreView, warn: @escaping (String) -> Void
  ) {
    self.plan = plan
    self.run = run
    self.context = context
    self.outbox = outbox
    self.warn = warn
    self.store = plan.readsStore ? store : { StoreView() }
    self.past = past
    self.dispatches = dispatches
    endpoints = setup.endpoints
    feed = NotificationFeed(of: run)
    var sent = SentKeys()
    for entry in past.sent { sent.insert(entry.key, of: entry.channel) }
    desk = NotificationDesk(setup.channels, of: run, sent: sent, seed: OwnProcess.randomBits())
    let hidden = SecretMask(plan.secretTexts)
    mask = { hidden }
    dispatches.client = self
  }

  /// Records what comes of messages from now on, and what came of those before.
  func record(by writer: AuditWriter) {
    self.writer = writer
    let waiting = unrecorded
    unrecorded = []
    for record in waiting { write(record) }
  }

  // MARK: - What happens

  func hear(_ events: [RunEvent], at now: Instant) {
    for event in events {
      for notification in Self.notifications(of: event, &feed, &plan, at: now) { tell(notification, at: now) }
    }
  }

  private static func notifications(
    of event: RunEvent, _ feed: inout NotificationFeed, _ plan: inout Plan, at now: Instant
  ) -> [Notification] {
    if case .expanded(let node, let instances) = event { plan.expand(node, into: instances) }
    let nodes = plan.nodes
    return feed.notifications(
      of: event, subject: { NotificationSubject(nodes[$0]) }, at: SystemClock.date(), now: now)
  }

  /// Puts what will be told of the run's end into the outbox, durably, before that end is on record.
  ///
  /// From then on nothing would tell it after a kill. What is not on record in the end is not told.
  func prepare(_ events: [RunEvent]) {
    guard events.contains(where: { if case .runFinished = $0 { true } else { false } }) else { return }
    var (feed, plan) = (feed, plan)
    let now = SystemClock.now()
    let ends = events.flatMap { Self.notifications(of: $0, &feed, &plan, at: now) }.filter(\.topic.isEnd)
    let entries = ends.flatMap { end in
      desk.expected(of: end, mask: mask()) { [context, store] in
        NotificationScope(plan: plan, context: context, store: store(), names: MessageTexts.names(of: $0))
      }
    }
    expect(entries, isSynced: true)
    prepared = Set(entries.map(\.identity))
  }

  /// Sends what an earlier process of the run has left in the outbox, unless a flush does so at the moment.
  private func takeUpLeftovers(at now: Instant) {
    var leftovers: [String: OutboxEntry] = [:]
    var order: [String] = []
    do {
      guard let lock = try outbox.lock() else { return }
      defer { lock.release() }
      try outbox.edit { entry in
        guard entry.run == run.id, entry.runbook == run.fileName, endpoints[entry.channel] != nil else { return entry }
        let isSent = past.sent.contains { $0.channel == entry.channel && $0.key == entry.key }
        if isSent || !entry.isTrue(ends: past.ends) || leftovers[entry.identity] != nil { return nil }
        leftovers[entry.identity] = entry
        order.append(entry.identity)
        return entry.again
      }
    } catch { return warn("the outbox cannot be used: \(Outbox.words(for: error))") }
    hasExpected = hasExpected || !order.isEmpty
    carryOut(desk.takeUp(order.compactMap { leftovers[$0] }, at: now))
  }

  /// The world's mask has them already.
  func hide(_ secrets: [String]) {}

  func idle(at now: Instant) {}

  var nextDeadline: Instant? { [desk.nextDeadline, feed.nextDeadline].compactMap { $0 }.min() }

  func attend(at now: Instant) {
    for notification in feed.due(at: now) { tell(notification, at: now) }
    for (number, answer) in dispatches.takeAnswers() {
      guard let delivery = deliveries.removeValue(forKey: number) else { continue }
      let verdict = DeliveryVerdict(answer, delivery.payload.way, mask: mask())
      if verdict == .delivered { outbox.removeAlerts(before: OutboxEntry(pending: delivery)) }
      carryOut(desk.answer(number, verdict, at: now))
    }
    if let deadline = desk.nextDeadline, deadline <= now { carryOut(desk.goOn(at: now)) }
  }

  /// Tells what is said as the run begins, or is taken up again.
  func begin(isResumed: Bool, at now: Instant) {
    if isResumed { takeUpLeftovers(at: now) }
    tell(feed.beginning(isResumed: isResumed, at: SystemClock.date()), at: now)
  }

  /// What is said as the run begins, to channels that it must be said to before.
  func beginnings(for names: [String], among channels: [Channel], isResumed: Bool) -> [Delivery] {
    deliveries(of: feed.beginning(isResumed: isResumed, at: SystemClock.date()), for: names, among: channels)
  }

  /// What takes that back, for those who have heard it.
  func retractions(for names: [String], among channels: [Channel], isResumed: Bool) -> [Delivery] {
    deliveries(of: feed.retraction(isResumed: isResumed, at: SystemClock.date()), for: names, among: channels)
  }

  private func deliveries(
    of notification: Notification, for names: [String], among channels: [Channel]
  ) -> [Delivery] {
    let beginning = Message(notification, of: run)
    var deliveries: [Delivery] = []
    for channel in channels where names.contains(channel.name) {
      let scope = NotificationScope(
        plan: plan, context: context, store: store(), names: MessageTexts.names(of: beginning))
      let message = (channel.texts.render(beginning, scope: scope).message ?? beginning).masked(by: mask())
      for (part, payload) in channel.payloads(for: message).enumerated() {
        deliveries.append(
          Delivery(
            number: deliveries.count, channel: channel.name, message: message, payload: payload, part: part))
      }
    }
    return deliveries
  }

  /// Notes what was said before the run began.
  func note(_ result: DirectSender.Result) {
    guard result.failure == nil else { return }
    desk.note(result.delivery.key, of: result.delivery.channel)
    write(
      AuditNotification(
        DeliveryReport(
          channel: result.delivery.channel, topic: result.delivery.message.notification.topic,
          key: result.delivery.key, tries: result.tries, duration: result.duration), of: run.id))
  }

  private func tell(_ notification: Notification, at now: Instant) {
    let (plan, context, store) = (plan, context, store())
    let effects = desk.tell(notification, mask: mask(), at: now) { message in
      NotificationScope(plan: plan, context: context, store: store, names: MessageTexts.names(of: message))
    }
    carryOut(effects)
  }

  // MARK: - What is done

  private func carryOut(_ effects: [NotificationDesk.Effect]) {
    expect(effects.compactMap { if case .expect(let entry) = $0 { entry } else { nil } })
    for effect in effects {
      switch effect {
      case .expect: break
      case .send(let delivery): send(delivery)
      case .abandon(let number):
        deliveries[number] = nil
        dispatches.abandon(number)
      case .record(let report): write(AuditNotification(report, of: run.id))
      case .warn(let text): warn(text)
      case .keep(let entry, let told): keep(entry, told)
      }
    }
  }

  private func send(_ delivery: Delivery) {
    guard let endpoint = endpoints[delivery.channel] else { return }
    deliveries[delivery.number] = delivery
    dispatches.send(
      delivery.number,
      endpoint.dispatch(
        delivery.payload, key: delivery.key, topic: delivery.message.notification.topic.rawValue, run: run.id))
  }

  /// Puts into the outbox what is about to be sent; if that fails, it is said when something was not delivered.
  private func expect(_ entries: [OutboxEntry], isSynced: Bool = false) {
    let new = entries.filter { !prepared.contains($0.identity) }
    if new.isEmpty { return }
    do {
      try outbox.append(new, isSynced: isSynced)
      hasExpected = true
    } catch {}
  }

  private func keep(_ entry: OutboxEntry, _ told: String?) {
    do {
      try outbox.append([entry])
      hasLost = true
      let way = "what it did not get is kept in .pyflow/outbox.jsonl, for: pyflow notify flush \(run.runbook)"
      if let told { warn("\(told); \(way)") }
    } catch {
      unkept.insert(entry.identity)
      if let told { warn("\(told); what it did not get cannot be kept either: \(Outbox.words(for: error))") }
    }
  }

  private func write(_ record: AuditNotification) {
    guard let writer else { return unrecorded.append(record) }
    let date = SystemClock.date()
    do {
      try writer.append(at: date) { writer in
        writer.seal(record.body, at: date)
        return false
      }
    } catch {
      // The run itself says so, as soon as it has something to record.
      if !hasWarnedOfRecords { warn("that a channel was told cannot be recorded: \(Outbox.words(for: error))") }
      hasWarnedOfRecords = true
    }
  }

  // MARK: - The end

  /// Waits for what is not delivered yet, for a bounded time; `wait` waits for whatever happens until then, and returns whether
  /// somebody asks to end at once.
  func finish(within limit: Duration = DeliveryQueue.lastTime, wait: (Instant?) -> Bool) {
    carryOut(desk.close(at: SystemClock.now(), within: limit))
    while !desk.isIdle {
      guard wait(desk.nextDeadline) else { continue }
      carryOut(desk.close(at: SystemClock.now(), within: .zero))
    }
    do {
      let run = run.id
      if hasExpected {
        try outbox.edit { $0.run == run && $0.isPending && !unkept.contains($0.identity) ? nil : $0 }
      }
      if hasLost { try outbox.sync() }
    } catch {
      warn("what is kept in the outbox may have been delivered: \(Outbox.words(for: error))")
    }
  }
}

extension NotificationSubject {
  /// What notifications tell of a node of a plan.
  init(_ node: PlanNode) {
    self.init(id: node.id, channels: node.channels)
    if case .strategy(let strategy) = node.action { target = strategy.targetText }
    guard case .question(let question) = node.action else { return }
    limit = node.timeout?.literal
    escalationChannels = question.approval.escalation?.channels ?? []
  }
}

extension AuditNotification {
  /// The record of what came of a message.
  init(_ report: DeliveryReport, of run: String) {
    self.init(
      run: run, channel: report.channel, topic: report.topic.rawValue, key: report.key, tries: report.tries,
      milliseconds: report.duration.milliseconds)
    standsInFor = report.standsInFor
    failure = report.failure.map { ($0.kind.rawValue, $0.message) }
  }
}
