internal import Running
internal import Values

/// A built-in function that is being carried out, a bit at a time, so that nothing else waits for it.
protocol FunctionTask {
  /// Does the next bit.
  mutating func step(at now: Instant) -> FunctionStep
  /// Leaves nothing behind; it is not asked to go on.
  mutating func cancel()
  /// The process that works for it, which is looked after by it alone.
  var process: Int32? { get }
}

extension FunctionTask {
  var process: Int32? { nil }
}

/// What comes after a bit of a function.
enum FunctionStep {
  /// The next bit, as soon as everything else was looked after.
  case soon
  /// The next bit, at this time.
  case later(Instant)
  /// The next bit, when the descriptor can be written to, or at this time.
  case writable(FileDescriptor, Instant)
  case finished(ActionResult)

  static func failed(_ failure: FunctionFailure) -> FunctionStep {
    .finished(ActionResult(.functionFailed(failure)))
  }
}

/// A function of a node, and what it waits for.
struct RunningFunction {
  let node: Int
  var task: any FunctionTask
  var next = FunctionStep.soon

  /// When it goes on by itself.
  func due(at now: Instant) -> Instant? {
    switch next {
    case .soon: now
    case .later(let time), .writable(_, let time): time
    case .finished: nil
    }
  }
}
