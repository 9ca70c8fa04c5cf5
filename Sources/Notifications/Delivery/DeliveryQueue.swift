public import Values

/// What is to be delivered, and when: a state machine, to which time and chance come with events (design 3.5).
///
/// Each channel gets one message at a time, in order; channels do not wait for each other.
public struct DeliveryQueue: Sendable {
  /// What the queue orders.
  public enum Effect: Sendable, Equatable {
    case send(Delivery)
    /// Nobody waits for this one any more.
    case abandon(number: Int)
    case delivered(Delivery, tries: Int)
    case failed(Delivery, tries: Int, DeliveryFailure)
    /// The channel is of no use any more in this run; told once.
    case gaveUp(channel: String, DeliveryFailure)
  }

  /// How many may wait at once for one channel, but for what goes to a file, which is there at once.
  public static let capacity = 256
  /// How often one is sent at most.
  public static let tries = 3
  /// Failures in a row after which a channel is left alone, and for how long.
  static let threshold = 3
  static let cooldown = Duration.seconds(60)
  /// The time that is left when the run has ended.
  public static let lastTime = Duration.seconds(10)
  private static let firstDelay = Duration.seconds(1)
  private static let longestDelay = Duration.seconds(30)
  /// How often an update of one thing is sent at most.
  private static let updateInterval = Duration.seconds(30)

  private var channels: [String: ChannelQueue] = [:]
  private var random: SplitMix
  /// When everything that is left has failed; nothing while the run goes on.
  private var end: Instant?

  /// An empty queue; `seed` is what its random delays begin with.
  public init(seed: UInt64) {
    random = SplitMix(seed: seed)
  }

  /// Whether nothing is left.
  public var isEmpty: Bool { channels.values.allSatisfy(\.isIdle) }

  /// What is under way or waits, in no order.
  var pending: [Delivery] { channels.values.flatMap { [$0.current?.delivery].compactMap { $0 } + $0.waiting } }

  /// When something is to be done next, if nothing happens before.
  public var nextDeadline: Instant? {
    let deadlines = channels.values.compactMap { deadline(of: $0) }
    return (deadlines + [isEmpty ? nil : end].compactMap { $0 }).min()
  }

  private func deadline(of channel: ChannelQueue) -> Instant? {
    if let current = channel.current { return current.isUnderWay ? nil : current.next }
    let times = channel.waiting.map { readiness(of: $0, in: channel) }
    return times.min()
  }

  // MARK: - Events

  /// Something is to be delivered.
  public mutating func add(_ delivery: Delivery, at now: Instant) -> [Effect] {
    var channel = channels[delivery.channel] ?? ChannelQueue()
    if let refusal = channel.refusal { return [.failed(delivery, tries: 0, refusal)] }
    let replaced = delivery.update.flatMap { update in channel.waiting.firstIndex { $0.update == update } }
    var effects: [Effect] = []
    if let replaced {
      channel.waiting[replaced] = delivery
    } else {
      if channel.isFull, delivery.payload.way != .file {
        let failure = DeliveryFailure(.overflow, "\(Self.capacity) messages wait already")
        guard let left = channel.makeRoom(for: delivery) else { return [.failed(delivery, tries: 0, failure)] }
        effects.append(.failed(left, tries: 0, failure))
      }
      channel.waiting.append(delivery)
    }
    channels[delivery.channel] = channel
    return effects + goOn(at: now)
  }

  /// What was sent has come to something.
  public mutating func answer(_ number: Int, _ verdict: DeliveryVerdict, at now: Instant) -> [Effect] {
    guard let name = channels.first(where: { $0.value.current?.delivery.number == number })?.key,
      let attempt = channels[name]?.current
    else { return [] }
    let effects =
      switch verdict {
      case .delivered: succeed(name, attempt)
      case .failed(let failure, let delay): fail(name, attempt, failure, delay, at: now)
      }
    return effects + goOn(at: now)
  }

  /// The run has ended: what is not delivered in the time that is left has failed.
  public mutating func close(at now: Instant, within limit: Duration = Self.lastTime) -> [Effect] {
    end = now.advanced(by: limit)
    // What is newest of an update stands in the last message anyway.
    for name in channels.keys { channels[name]?.waiting.removeAll { $0.update != nil } }
    return goOn(at: now)
  }

  /// Does what is due.
  public mutating func goOn(at now: Instant) -> [Effect] {
    if let end, end <= now { return giveUp() }
    var effects: [Effect] = []
    for name in channels.keys.sorted() {
      guard var channel = channels[name] else { continue }
      effects += goOn(&channel, at: now)
      channels[name] = channel
    }
    return effects
  }

  // MARK: - One channel

  private mutating func goOn(_ channel: inout ChannelQueue, at now: Instant) -> [Effect] {
    if let current = channel.current {
      guard !current.isUnderWay, current.next <= now else { return [] }
      channel.current?.isUnderWay = true
      channel.current?.tries += 1
      return [.send(current.delivery)]
    }
    var effects: [Effect] = []
    if case .open(let until) = channel.breaker {
      if now < until {
        let failure = DeliveryFailure(.breaker, "\(Self.threshold) failures in a row")
        effects = channel.waiting.map { .failed($0, tries: 0, failure) }
        channel.waiting = []
        return effects
      }
      channel.breaker = .halfOpen
    }
    guard let index = channel.waiting.firstIndex(where: { readiness(of: $0, in: channel) <= now }) else { return [] }
    let delivery = channel.waiting.remove(at: index)
    if let update = delivery.update { channel.lastUpdates[update] = now }
    channel.current = ChannelQueue.Attempt(delivery: delivery, tries: 1, isUnderWay: true, next: now)
    return [.send(delivery)]
  }

  /// When one that waits may be sent: at once, but for updates.
  private func readiness(of delivery: Delivery, in channel: ChannelQueue) -> Instant {
    guard let update = delivery.update, let last = channel.lastUpdates[update] else { return Instant(nanoseconds: 0) }
    return last.advanced(by: Self.updateInterval)
  }

  private mutating func succeed(_ name: String, _ attempt: ChannelQueue.Attempt) -> [Effect] {
    channels[name]?.current = nil
    channels[name]?.failuresInRow = 0
    channels[name]?.breaker = .closed
    return [.delivered(attempt.delivery, tries: attempt.tries)]
  }

  private mutating func fail(
    _ name: String, _ attempt: ChannelQueue.Attempt, _ failure: DeliveryFailure, _ wanted: Duration?, at now: Instant
  ) -> [Effect] {
    guard var channel = channels[name] else { return [] }
    defer { channels[name] = channel }
    if failure.isPermanent { return refuse(&channel, name, attempt, failure) }
    if failure.kind == .size { return shrink(&channel, attempt, failure, at: now) }
    channel.failuresInRow += 1
    channel.current?.failure = failure
    if channel.breaker == .halfOpen || channel.failuresInRow >= Self.threshold {
      channel.breaker = .open(until: now.advanced(by: Self.cooldown))
      channel.current = nil
      return [.failed(attempt.delivery, tries: attempt.tries, failure)]
    }
    let usual = Backoff.exponential.delay(
      afterAttempt: attempt.tries, base: Self.firstDelay, cap: Self.longestDelay)
    let next = now.advanced(by: max(random.jittered(usual), wanted ?? .zero))
    let isTooLate = (wanted ?? .zero) > Self.longestDelay || end.map { next >= $0 } ?? false
    if attempt.tries >= Self.tries || isTooLate {
      channel.current = nil
      return [.failed(attempt.delivery, tries: attempt.tries, failure)]
    }
    channel.current?.isUnderWay = false
    channel.current?.next = next
    return []
  }

  /// What is too large is sent once more, as small as it can be.
  private func shrink(
    _ channel: inout ChannelQueue, _ attempt: ChannelQueue.Attempt, _ failure: DeliveryFailure, at now: Instant
  ) -> [Effect] {
    guard let smallest = attempt.delivery.payload.smallest else {
      channel.current = nil
      return [.failed(attempt.delivery, tries: attempt.tries, failure)]
    }
    channel.current?.delivery.payload = Payload(attempt.delivery.payload.way, smallest)
    channel.current?.isUnderWay = false
    channel.current?.next = now
    return []
  }

  /// The channel would refuse everything else as well.
  private func refuse(
    _ channel: inout ChannelQueue, _ name: String, _ attempt: ChannelQueue.Attempt, _ failure: DeliveryFailure
  ) -> [Effect] {
    channel.refusal = failure
    let waiting = channel.waiting
    channel.waiting = []
    channel.current = nil
    return [.gaveUp(channel: name, failure), .failed(attempt.delivery, tries: attempt.tries, failure)]
      + waiting.map { .failed($0, tries: 0, failure) }
  }

  /// That the time is up; what went wrong before says more.
  private static func ended(after failure: DeliveryFailure?) -> DeliveryFailure {
    DeliveryFailure(.ended, failure.map { "\($0.message), and then the run had ended" } ?? "the run has ended")
  }

  /// The time is up.
  private mutating func giveUp() -> [Effect] {
    var effects: [Effect] = []
    for name in channels.keys.sorted() {
      guard let channel = channels[name] else { continue }
      if let current = channel.current {
        if current.isUnderWay { effects.append(.abandon(number: current.delivery.number)) }
        effects.append(.failed(current.delivery, tries: current.tries, Self.ended(after: current.failure)))
      }
      effects += channel.waiting.map { .failed($0, tries: 0, Self.ended(after: channel.current?.failure)) }
      channels[name]?.current = nil
      channels[name]?.waiting = []
    }
    return effects
  }
}
