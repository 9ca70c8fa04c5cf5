internal import Templates
internal import Values

/// How long one node takes, from its start to its end, and why that has no limit if it has none.
public struct NodeTime: Sendable, Equatable {
  /// How long.
  public let range: TimeRange
  /// Why it may take for ever.
  public let cause: UnboundedCause?

  /// The time of a node: its attempts and the delays between them, but not its wait for what it depends on, or for a place.
  ///
  /// What an action takes to end after its time is up is not counted.
  init(of node: PlanNode, pools: [PlanPool]) {
    if node.isKnownToBeSkipped {
      (range, cause) = (.none, nil)
      return
    }
    let attempt = Self.attempt(of: node)
    let mayNotRun = node.mayBeSkipped || node.unless != nil
    var (slowest, cause) = Self.repeated(attempt, node.retry)
    if let time = slowest {
      let looks = Self.looks(of: node)
      (slowest, cause) = (looks.map { time + $0 }, looks == nil ? .timeoutOfRun : nil)
    }
    if let outside = Self.outsideCause(of: node, pools) { (slowest, cause) = (nil, outside) }
    range = TimeRange(fastest: mayNotRun ? 0 : attempt.fastest, slowest: slowest)
    self.cause = cause
  }

  /// What a node may have to wait for outside its run, and without a limit.
  private static func outsideCause(of node: PlanNode, _ pools: [PlanPool]) -> UnboundedCause? {
    if node.prompts != nil { return .person }
    if let lock = node.locks.first { return .lock(lock.literal) }
    return node.shares.lazy.map { pools[$0.pool] }.first { $0.isOfMachine }.map { .pool($0.name) }
  }

  /// How long at most what only looks takes: an `unless`, and a snapshot before and after; nothing if only the run will tell.
  private static func looks(of node: PlanNode) -> Double? {
    func limit(_ timeout: Field<Duration>?) -> Double? {
      (timeout.map { $0.literal } ?? PlanStep.lookTimeout).map { $0 / .seconds(1) }
    }
    // Those of a node with instances are theirs.
    if case .group = node.action { return 0 }
    var sum: Double? = 0
    if case .command? = node.unless { sum = limit(node.timeout) }
    guard let snapshot = node.precautions?.snapshot else { return sum }
    return sum.flatMap { sum in limit(snapshot.timeout).map { sum + 2 * $0 } }
  }

  private static func repeated(
    _ attempt: (fastest: Double, slowest: Double?, cause: UnboundedCause?), _ retry: PlanRetry?
  ) -> (slowest: Double?, cause: UnboundedCause?) {
    guard let slowest = attempt.slowest, let retry else { return (attempt.slowest, attempt.cause) }
    guard let bounds = RetryTime.bounds(of: retry) else { return (nil, .retryOfRun) }
    return (slowest * bounds.attempts + bounds.delays, nil)
  }

  /// One attempt.
  private static func attempt(of node: PlanNode) -> (fastest: Double, slowest: Double?, cause: UnboundedCause?) {
    if let poll = node.poll {
      let asks = poll.onUnknown == .approve
      return (poll.shortestTime / .seconds(1), asks ? nil : poll.timeout / .seconds(1), asks ? .person : nil)
    }
    let limit = node.timeout?.literal.map { $0 / .seconds(1) }
    let isOpen = node.timeout != nil && limit == nil
    switch node.action {
    case .group(let group): return group.late == nil ? (0, 0, nil) : (0, nil, .listOfRun)
    // The nodes inside have times of their own.
    case .runbook, .strategy: return (0, 0, nil)
    case .command, .plugin: return (0, limit, limit == nil ? (isOpen ? .timeoutOfRun : .noTimeout) : nil)
    case .question: return (0, limit, limit == nil ? (isOpen ? .timeoutOfRun : .person) : nil)
    case .request:
      return isOpen ? (0, nil, .timeoutOfRun) : (0, limit ?? PlanRequest.defaultTimeout / .seconds(1), nil)
    case .function(let call) where call.function == .waitFor:
      let slowest = call.longestWait(within: limit, isOpen: isOpen)
      return (0, slowest, slowest == nil ? .timeoutOfRun : nil)
    case .function(let call):
      guard let duration = call.sleep else { return (0, 0, nil) }
      guard let seconds = duration else { return (0, limit, limit == nil ? .timeoutOfRun : nil) }
      let time = min(seconds, limit ?? seconds)
      return (time, time, nil)
    }
  }
}

extension PlanFunctionCall {
  /// How long it sleeps, in seconds: nothing inside if only the run will tell, nothing at all if it does not sleep.
  fileprivate var sleep: Double?? {
    guard function == .sleep else { return nil }
    let value = (parameters.first { $0.name == "seconds" } ?? parameters.first { $0.name == "duration" })?.value
    guard let value else { return .some(0) }
    guard case .literal(let content) = value else { return .some(nil) }
    return .some(Duration.convert(content).map { $0 / .seconds(1) })
  }

  /// How long it waits at most, in seconds, for what it waits for; nothing if only the run will tell.
  fileprivate func longestWait(within limit: Double?, isOpen: Bool) -> Double? {
    guard let value = value(of: "timeout") else {
      return isOpen ? nil : limit ?? Self.defaultWait / .seconds(1)
    }
    guard case .literal(let content) = value, let own = Duration.convert(content) else { return limit }
    return min(own / .seconds(1), limit ?? .infinity)
  }
}
