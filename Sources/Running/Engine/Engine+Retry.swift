internal import Planning
internal import Templates
internal import Values

/// Trying again (design 5.5).
extension Engine {
  /// Takes in the end of an attempt: the node has ended with it, or is tried again later.
  mutating func endAttempt(
    _ index: Int, _ status: NodeStatus, _ reason: Reason?, _ result: ActionResult?, at now: Instant
  ) {
    if status == .failed { tellBreaker(of: index, .failed) }
    guard status == .failed, signal == nil, !isHalted || isInRollout(index), !isToStop(index), let reason,
      let retry = plan.nodes[index].retry
    else {
      return complete(index, status, reason, result, at: now)
    }
    do throws(NodeFailure) {
      guard
        let delay = try delay(
          before: retry, of: index, after: states[index].attempt - states[index].attemptsBefore, result, at: now)
      else {
        return complete(index, status, reason, result, at: now)
      }
      let attempt = states[index].attempt
      tell(.retrying(NodeRetry(node: index, attempt: attempt, reason: reason, delay: delay, result: result)))
      if plan.nodes[index].breaker != nil { lastFailures[index] = (reason, result) }
      putOff(index, by: delay, at: now)
    } catch {
      complete(index, .failed, error.reason, result, at: now)
    }
  }

  /// How long to wait before the next attempt; nothing if there is none.
  mutating func delay(
    before retry: PlanRetry, of index: Int, after attempt: Int, _ result: ActionResult?, own: OwnResult? = nil,
    at now: Instant
  ) throws(NodeFailure) -> Duration? {
    guard attempt < (try value(of: retry.attempts, "attempts", index)) else { return nil }
    if case .functionFailed(let failure)? = result?.ending, !failure.isWorthRetrying { return nil }
    if let codes = retry.codes {
      guard let code = result?.ending.code, codes.contains(where: { $0.contains(code) }) else { return nil }
    } else if retry.when == nil, !states[index].isTimedOut, result?.ending.mayPass == false {
      return nil
    }
    if let when = retry.when, !(try holds(when, index, own: own)) { return nil }
    let backoff = try value(of: retry.backoff, "backoff", index)
    let delay = backoff.delay(
      afterAttempt: attempt, base: try value(of: retry.delay, "delay", index),
      cap: try value(of: retry.maximumDelay, "max_delay", index))
    let spread = try value(of: retry.jitter, "jitter", index) ? random.jittered(delay) : delay
    return max(spread, demandedDelay(result, at: now))
  }

  /// How long the server that has answered wants to be left alone.
  func demandedDelay(_ result: ActionResult?, at now: Instant) -> Duration {
    result.flatMap { RetryAfter.delay($0.headers, at: calendar(at: now)) } ?? .zero
  }

  // MARK: - Waiting

  /// Puts a node off to its next attempt or sample; meanwhile others have its place, unless one runs at a time.
  mutating func putOff(_ index: Int, by delay: Duration, at now: Instant) {
    timers.removeAll(of: .node(index))
    // Where one node runs at a time, this one keeps its turn.
    if plan.settings.isSequential { active.remove(index) } else { leavePlace(of: index) }
    if interactive == index { interactive = nil }
    move(index, to: .waiting)
    delayed.insert(index)
    addTimer(.retry, for: index, after: delay, at: now)
  }

  /// Lets a node go whose delay is over.
  mutating func tryAgain(_ index: Int, at now: Instant) {
    delayed.remove(index)
    move(index, to: .ready)
    states[index].isTimedOut = false
    guard states[index].holdsPlace else { return makeReady(index) }
    leavePlace(of: index)
    start(index, at: now)
  }
}

extension ActionResult.Ending {
  /// The exit code, or the HTTP status.
  var code: Int? {
    switch self {
    case .exited(let code): code
    case .answered(let status): status
    case .killed(let signal): 128 + signal
    case .couldNotStart, .requestFailed, .answerTooLarge, .done, .functionFailed: nil
    }
  }

  /// Statuses of answers that may be others soon (RFC 9110, 15.5.9, 15.6.3 to 15.6.5; RFC 6585, 4).
  private static let passingStatuses: Set<Int> = [408, 429, 502, 503, 504]

  /// Whether a request that has failed so may fare better when it is sent again; what is no request may.
  var mayPass: Bool {
    switch self {
    case .exited, .killed, .couldNotStart, .done, .functionFailed: true
    case .answered(let status): Self.passingStatuses.contains(status)
    case .requestFailed(let failure): failure.mayPass
    case .answerTooLarge: false
    }
  }
}
