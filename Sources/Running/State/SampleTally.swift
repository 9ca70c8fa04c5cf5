internal import Planning

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
  private var last: SampleVerdict?

  /// Takes in a sample; the verdict, once there is one.
  ///
  /// Of a failure it matters whether it `isCertain`. One that is not means "not yet", and only ends a poll that says how
  /// many of these it allows.
  mutating func add(_ verdict: SampleVerdict, isCertain: Bool, of poll: PlanPoll) -> SampleVerdict? {
    count += 1
    last = verdict
    passes = verdict == .pass ? passes + 1 : 0
    unknowns = verdict == .unknown ? unknowns + 1 : 0
    if verdict == .fail, isCertain || poll.countsEveryFailure { failures += 1 }
    if failures > poll.failLimit { return .fail }
    if unknowns > poll.unknownLimit { return .unknown }
    return passes >= poll.minimumPasses ? .pass : nil
  }

  /// The verdict where the time is up: never a pass, since silence is no success.
  var verdictAtEnd: SampleVerdict { last == .fail ? .fail : .unknown }
}
