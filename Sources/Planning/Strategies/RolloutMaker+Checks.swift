internal import Values

/// How the checks of a rollout are repeated (design 5.5 and 8).
extension RolloutMaker {
  /// A probe of where traffic goes, which is asked until it prints what is expected, or time is up.
  func observation(_ expected: RolloutExpectation) -> PlanPoll { observation(expected, for: timing.deadline) }

  private func observation(_ expected: RolloutExpectation, for time: Duration) -> PlanPoll {
    var poll = poll(for: time)
    poll.isOfObserver = true
    poll.failCodes = []
    poll.expected = expected
    poll.unknownLimit = .max
    return poll
  }

  /// A check that must pass once, before too many samples have failed.
  func trial() -> PlanPoll {
    var poll = poll(for: timing.deadline)
    poll.writtenFailLimit = timing.failLimit
    return poll
  }

  /// A check that waits until the thing is healthy for as long as it must be; only the deadline ends it.
  func healthGate() -> PlanPoll {
    var poll = poll(for: timing.deadline)
    poll.goal = .healthy(timing.minHealthy)
    poll.unknownLimit = .max
    return poll
  }

  /// A check that goes on for a time, and must not fail too often in it.
  func watch(for time: Duration) -> PlanPoll {
    var poll = poll(for: time)
    poll.goal = .watched
    poll.minimumPasses = timing.minPass
    poll.writtenFailLimit = timing.failLimit
    return poll
  }

  /// A number that somebody else tells about the new version, for a time.
  func metricWatch(for time: Duration) -> PlanPoll {
    var poll = watch(for: time)
    poll.isOfObserver = true
    return poll
  }

  /// A look at where traffic goes, for a time; whoever else moves it shows at once.
  func driftWatch(for time: Duration) -> PlanPoll {
    var poll = observation(.new, for: time)
    poll.goal = .watched
    poll.minimumPasses = 0
    poll.writtenFailLimit = 0
    return poll
  }

  func poll(for time: Duration) -> PlanPoll {
    var poll = PlanPoll()
    poll.every = timing.interval
    poll.timeout = time
    poll.unknownLimit = timing.unknownLimit
    return poll
  }
}
