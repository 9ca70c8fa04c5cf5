internal import Notifications
internal import Planning
internal import Running
internal import Text
internal import Values

/// Who hears of a rehearsal: the channels of the plan, which get every message at once unless the script says otherwise.
struct RehearsalChannels: Sendable {
  /// A message that came somewhere, or did not.
  struct Message: Sendable, Equatable {
    let channel: String
    let topic: NotificationTopic
    /// What no two messages that a channel gets have in common.
    let key: String
    let isDelivered: Bool
  }

  private var plan: Plan
  private let script: RehearsalScript
  private let context: RunContext
  private var run: NotificationRun
  private var feed: NotificationFeed
  private var desk: NotificationDesk
  private let mask: SecretMask
  private var counts: [String: Int] = [:]
  /// What there was to tell, whoever hears of it.
  private(set) var told: [Notification] = []
  /// What channels were told.
  var messages: [Message] = []

  init(_ plan: Plan, _ script: RehearsalScript, _ context: RunContext, environment: String?) {
    self.plan = plan
    self.script = script
    self.context = context
    let run = NotificationRun(
      id: context.id, title: plan.title, runbook: plan.source.name, environment: environment,
      user: context.requester.name, host: context.requester.host)
    self.run = run
    feed = NotificationFeed(of: run)
    desk = NotificationDesk(plan.settings.channels.map { Channel($0) }, of: run, seed: context.seed)
    mask = SecretMask(plan.secretTexts)
  }

  /// What a script calls a channel.
  static func name(of channel: String) -> String { "channel:\(channel)" }

  /// What was sent to channels, if there is anything that must not be.
  private(set) var payloads: [[UInt8]] = []

  /// The channels that must hear of something, whatever else was told: not those that decide by a condition of their own.
  func audience(of notification: Notification) -> Set<String> {
    let message = Notifications.Message(notification, of: run)
    let wanted = plan.settings.channels.filter { planned in
      let channel = Channel(planned)
      return planned.when == nil && channel.admits(notification, in: run.environment)
        && !channel.payloads(for: message).isEmpty
    }
    return Set(wanted.map(\.name))
  }

  /// When something is to be told, or tried again.
  var nextDeadline: Instant? { [desk.nextDeadline, feed.nextDeadline].compactMap { $0 }.min() }

  mutating func begin(isResumed: Bool, at now: Instant, _ date: Timestamp) {
    if isResumed {
      run.attempt += 1
      feed = NotificationFeed(of: run)
    }
    tell(feed.beginning(isResumed: isResumed, at: date), at: now)
  }

  mutating func hear(_ events: [RunEvent], at now: Instant, _ date: Timestamp) {
    for event in events {
      if case .expanded(let node, let instances) = event { plan.expand(node, into: instances) }
      let nodes = plan.nodes
      let new = feed.notifications(of: event, subject: { NotificationSubject(nodes[$0]) }, at: date, now: now)
      for notification in new { tell(notification, at: now) }
    }
  }

  mutating func attend(at now: Instant, _ date: Timestamp) {
    for notification in feed.due(at: now) { tell(notification, at: now) }
    if let deadline = desk.nextDeadline, deadline <= now { carryOut(desk.goOn(at: now), at: now) }
  }

  /// Tries what is left as often as there is time for it when the run has ended.
  mutating func finish(at now: Instant, _ date: Timestamp) {
    carryOut(desk.close(at: now, within: DeliveryQueue.lastTime), at: now)
    while !desk.isIdle, let next = desk.nextDeadline { carryOut(desk.goOn(at: next), at: next) }
  }

  private mutating func tell(_ notification: Notification, at now: Instant) {
    told.append(notification)
    let (plan, context) = (plan, context)
    let effects = desk.tell(notification, mask: mask, at: now) { message in
      NotificationScope(plan: plan, context: context, store: StoreView(), names: MessageTexts.names(of: message))
    }
    carryOut(effects, at: now)
  }

  private mutating func carryOut(_ effects: [NotificationDesk.Effect], at now: Instant) {
    for effect in effects {
      switch effect {
      case .send(let delivery):
        if !mask.isEmpty { payloads.append(delivery.payload.bytes) }
        carryOut(desk.answer(delivery.number, verdict(on: delivery), at: now), at: now)
      case .record(let report):
        messages.append(
          Message(channel: report.channel, topic: report.topic, key: report.key, isDelivered: report.failure == nil))
      case .abandon, .expect, .keep, .warn: break
      }
    }
  }

  /// What comes of a message that is sent.
  private mutating func verdict(on delivery: Delivery) -> DeliveryVerdict {
    let name = Self.name(of: delivery.channel)
    defer { counts[name, default: 0] += 1 }
    let way = delivery.payload.way
    switch script.step(of: name, time: counts[name, default: 0])?.ending ?? .pass {
    case .pass, .cancel, .wish, .crash: return .delivered
    case .fail, .reject:
      return DeliveryVerdict(DispatchAnswer(way == .program ? .exited(1) : .answered(status: 500)), way)
    case .unknown: return DeliveryVerdict(DispatchAnswer(.hostUnknown("no such host")), way)
    case .timeout, .hang, .wait: return DeliveryVerdict(DispatchAnswer(.timedOut), way)
    case .exit(let code): return DeliveryVerdict(DispatchAnswer(.exited(code)), way)
    case .status(let status): return DeliveryVerdict(DispatchAnswer(.answered(status: status)), way)
    }
  }
}
