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
  /// What was put into the outbox although it may still be delivered, by what it is.
  private var ahead: [String: ArraySlice<UInt8>] = [:]

  /// A courier for the channels of `setup`, which have got what is in `past`.
  init(
    _ setup: ChannelSetup, plan: Plan, run: NotificationRun, context: RunContext, past: NotificationHistory,
    dispatches: DispatchDesk, outbox: Outbox, warn: @escaping (String) -> Void
  ) {
    self.plan = plan
    self.run = run
    self.context = context
    self.outbox = outbox
    self.warn = warn
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
    let date = SystemClock.date()
    for event in events {
      if case .expanded(let node, let instances) = event { plan.expand(node, into: instances) }
      let plan = plan
      let notifications = feed.notifications(
        of: event, subject: { NotificationSubject(plan.nodes[$0]) }, at: date, now: now)
      for notification in notifications { tell(notification, at: now) }
    }
  }

  /// The world's mask has them already.
  func hide(_ secrets: [String]) {}

  func idle(at now: Instant) {}

  var nextDeadline: Instant? { [desk.nextDeadline, feed.nextDeadline].compactMap { $0 }.min() }

  func attend(at now: Instant) {
    for notification in feed.due(at: now) { tell(notification, at: now) }
    let date = SystemClock.date()
    for (number, answer) in dispatches.takeAnswers() {
      guard let delivery = deliveries.removeValue(forKey: number) else { continue }
      let verdict = DeliveryVerdict(answer, delivery.payload.way, mask: mask())
      carryOut(desk.answer(number, verdict, at: now, date: date))
    }
    if let deadline = desk.nextDeadline, deadline <= now { carryOut(desk.goOn(at: now, date: date)) }
  }

  /// Tells what is said as the run begins, or is taken up again.
  func begin(isResumed: Bool, at now: Instant) {
    tell(feed.beginning(isResumed: isResumed, at: SystemClock.date()), at: now)
  }

  /// What is said as the run begins, to channels that it must be said to before.
  func beginnings(for names: [String], among channels: [Channel], isResumed: Bool) -> [Delivery] {
    let beginning = Message(feed.beginning(isResumed: isResumed, at: SystemClock.date()), of: run)
    var deliveries: [Delivery] = []
    for channel in channels where names.contains(channel.name) {
      let scope = NotificationScope(plan: plan, context: context, names: MessageTexts.names(of: beginning))
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
    let (plan, context) = (plan, context)
    let effects = desk.tell(notification, mask: mask(), at: now, date: SystemClock.date()) { message in
      NotificationScope(plan: plan, context: context, names: MessageTexts.names(of: message))
    }
    carryOut(effects)
  }

  // MARK: - What is done

  private func carryOut(_ effects: [NotificationDesk.Effect]) {
    for effect in effects {
      switch effect {
      case .send(let delivery): send(delivery)
      case .abandon(let number):
        deliveries[number] = nil
        dispatches.abandon(number)
      case .record(let report): write(AuditNotification(report, of: run.id))
      case .warn(let text): warn(text)
      case .keep(let entry):
        hasLost = true
        // It may stand there already.
        if ahead.removeValue(forKey: entry.identity) == nil { keep(entry) }
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

  private func keep(_ entry: OutboxEntry) {
    do { try outbox.append(entry) } catch {
      warn("what channel `\(entry.channel)` did not get cannot be kept either: \(Outbox.words(for: error))")
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
    carryOut(desk.close(at: SystemClock.now(), date: SystemClock.date(), within: limit))
    // Whoever kills this process now must not keep anybody in the dark.
    for entry in desk.pending(at: SystemClock.date()) {
      keep(entry)
      ahead[entry.identity] = entry.line.dropLast()
    }
    while !desk.isIdle {
      guard wait(desk.nextDeadline) else { continue }
      carryOut(desk.close(at: SystemClock.now(), date: SystemClock.date(), within: .zero))
    }
    do {
      try outbox.remove(Array(ahead.values))
      if hasLost { try outbox.sync() }
    } catch {
      warn("what is kept in the outbox may have been delivered: \(Outbox.words(for: error))")
    }
  }
}

extension NotificationSubject {
  /// What notifications tell of a node of a plan.
  fileprivate init(_ node: PlanNode) {
    self.init(id: node.id, channels: node.channels)
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
