internal import Planning
internal import Values

/// Counts the samples of a poll until they make a verdict (design 5.5).
struct SampleTally: Sendable {
  /// The samples that passed, counted in a row.
  private(set) var passes = 0
  /// The failures that count, counted in all.
  private(set) var failures = 0
  /// The samples that told nothing, counted in a row.
  private(set) var unknowns = 0
  /// All samples.
  private(set) var count = 0
  /// The samples that passed, counted in all.
  private(set) var allPasses = 0
  /// Since when all of them have passed.
  private var healthySince: Instant?
  private var last: SampleVerdict?

  /// Takes in a sample; the verdict, once there is one.
  ///
  /// Of a failure it matters whether it `isCertain`. One that is not means "not yet", and only ends a poll that says how
  /// many of these it allows.
  mutating func add(
    _ verdict: SampleVerdict, isCertain: Bool, of poll: PlanPoll, at now: Instant
  ) -> SampleVerdict? {
    count += 1
    last = verdict
    passes = verdict == .pass ? passes + 1 : 0
    if verdict == .pass { allPasses += 1 }
    healthySince = verdict == .pass ? healthySince ?? now : nil
    unknowns = verdict == .unknown ? unknowns + 1 : 0
    if verdict == .fail, isCertain || poll.countsEveryFailure { failures += 1 }
    if failures > poll.failLimit { return .fail }
    if unknowns > poll.unknownLimit { return .unknown }
    return isReached(by: poll, at: now) ? .pass : nil
  }

  private func isReached(by poll: PlanPoll, at now: Instant) -> Bool {
    switch poll.goal {
    case .passes: passes >= poll.minimumPasses
    case .healthy(let time): healthySince.map { now.duration(since: $0) >= time } ?? false
    case .watched: false
    }
  }

  /// The verdict where the time is up: a pass only of what was watched, since silence is no success.
  func verdictAtEnd(of poll: PlanPoll?) -> SampleVerdict {
    guard let poll, poll.goal == .watched else { return last == .fail ? .fail : .unknown }
    return allPasses < poll.minimumPasses ? .unknown : .pass
  }

  /// Whether there were too few good samples in the time in which something was watched, and nothing else is to be said of it.
  func hadTooFew(of poll: PlanPoll) -> Bool {
    poll.goal == .watched && allPasses < poll.minimumPasses && unknowns <= poll.unknownLimit
  }
}
