internal import Effects
internal import Notifications
internal import Running
internal import Values

/// Sends messages while nothing else goes on, and waits for what comes of them.
final class DirectSender {
  /// What came of one.
  struct Result {
    let delivery: Delivery
    let tries: Int
    let duration: Duration
    /// Why it was not delivered; nothing if it was.
    let failure: DeliveryFailure?
  }

  private let endpoints: [String: ChannelEndpoint]
  private let dispatches: DispatchDesk
  private let run: String
  /// What hides secrets in what is told of failures.
  private let mask: SecretMask
  private let signals: SignalPipe?
  private var results: [Result] = []
  private var begun: [Int: Instant] = [:]

  /// How often it is looked whether a signal has come.
  private static let interval = Duration.milliseconds(100)

  init(
    _ endpoints: [String: ChannelEndpoint], _ dispatches: DispatchDesk, run: String, mask: SecretMask,
    signals: SignalPipe? = nil
  ) {
    self.mask = mask
    self.endpoints = endpoints
    self.dispatches = dispatches
    self.run = run
    self.signals = signals
  }

  /// Sends them as a run would, with all tries, and tells `done` of each; until a signal comes.
  func send(
    _ deliveries: [Delivery], done: (Result) -> Void = { _ in }
  ) -> (results: [Result], signal: RunSignal?) {
    var queue = DeliveryQueue(seed: OwnProcess.randomBits())
    results = []
    var open: [Int: Delivery] = [:]
    func carryOut(_ effects: [DeliveryQueue.Effect]) {
      for case .send(let delivery) in effects { post(delivery, &open) }
      for result in finished(effects) {
        results.append(result)
        done(result)
      }
    }
    for delivery in deliveries { carryOut(queue.add(delivery, at: SystemClock.now())) }
    while !queue.isEmpty {
      let soon = SystemClock.now().advanced(by: Self.interval)
      dispatches.wait(until: min(soon, queue.nextDeadline ?? soon))
      if let signal = signals?.take() {
        dispatches.endEverything()
        return (results, signal)
      }
      for (number, answer) in dispatches.takeAnswers() {
        guard let delivery = open.removeValue(forKey: number) else { continue }
        let verdict = DeliveryVerdict(answer, delivery.payload.way, mask: mask)
        carryOut(queue.answer(number, verdict, at: SystemClock.now()))
      }
      carryOut(queue.goOn(at: SystemClock.now()))
    }
    return (results, nil)
  }

  /// Sends one payload once, and waits for the answer; or until a signal comes.
  func sendOnce(_ payload: Payload, to channel: String, key: String) -> (answer: DispatchAnswer, signal: RunSignal?) {
    guard let endpoint = endpoints[channel] else { return (DispatchAnswer(.couldNotStart("no such channel")), nil) }
    dispatches.send(
      0, endpoint.dispatch(payload, key: key, topic: NotificationTopic.test.rawValue, run: run))
    while true {
      if let answer = dispatches.takeAnswers().first?.answer { return (answer, nil) }
      dispatches.wait(until: SystemClock.now().advanced(by: Self.interval))
      if let signal = signals?.take() {
        dispatches.endEverything()
        return (DispatchAnswer(.timedOut), signal)
      }
    }
  }

  private func post(_ delivery: Delivery, _ open: inout [Int: Delivery]) {
    guard let endpoint = endpoints[delivery.channel] else { return }
    open[delivery.number] = delivery
    if begun[delivery.number] == nil { begun[delivery.number] = SystemClock.now() }
    dispatches.send(
      delivery.number,
      endpoint.dispatch(
        delivery.payload, key: delivery.key, topic: delivery.message.notification.topic.rawValue, run: run))
  }

  private func finished(_ effects: [DeliveryQueue.Effect]) -> [Result] {
    effects.compactMap { effect in
      switch effect {
      case .send, .abandon, .gaveUp: nil
      case .delivered(let delivery, let tries): result(delivery, tries, nil)
      case .failed(let delivery, let tries, let failure): result(delivery, tries, failure)
      }
    }
  }

  private func result(_ delivery: Delivery, _ tries: Int, _ failure: DeliveryFailure?) -> Result {
    let start = begun[delivery.number]
    return Result(
      delivery: delivery, tries: tries, duration: start.map { SystemClock.now().duration(since: $0) } ?? .zero,
      failure: failure)
  }
}
