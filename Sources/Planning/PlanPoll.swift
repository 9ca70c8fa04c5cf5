internal import Runbooks
public import Templates
public import Values

/// How a node is repeated until there is a verdict (design 5.5).
public struct PlanPoll: Sendable {
  /// What follows where nobody can tell.
  public enum UnknownPolicy: String, Sendable, CaseIterable {
    case fail, approve, halt
  }

  /// What a poll wants to know.
  public enum Goal: Sendable, Equatable {
    /// Whether so many samples pass in a row: `min_pass`.
    case passes
    /// Whether it is healthy without a break for this long.
    case healthy(Duration)
    /// Whether it stays healthy for as long as it is watched, which is until its time is up.
    case watched
  }

  /// What it wants to know.
  public internal(set) var goal = Goal.passes
  /// What the answer must be, of a rollout that has moved traffic.
  public internal(set) var expected: RolloutExpectation?
  /// A sample passes where it is true.
  public internal(set) var until: Condition?
  /// A sample has failed where it is true.
  public internal(set) var failIf: Condition?
  /// From the end of a sample to the next one.
  public internal(set) var every = Duration.seconds(10)
  /// How that grows.
  public internal(set) var backoff = Backoff.constant
  /// The longest that it grows to, if that is stated.
  public internal(set) var writtenMaximumEvery: Duration?
  /// Whether each wait is a little shorter or longer.
  public internal(set) var hasJitter = false
  /// How long a verdict is waited for.
  public internal(set) var timeout = PollDeclaration.defaultTimeout
  /// Samples that must pass in a row.
  public internal(set) var minimumPasses = 1
  /// Failed samples that are allowed in all, if that is stated.
  public internal(set) var writtenFailLimit: Int?
  /// Samples without an answer that are allowed in a row.
  public internal(set) var unknownLimit = 4
  /// What follows where nobody can tell.
  public internal(set) var onUnknown = UnknownPolicy.fail
  /// Whether something is asked that speaks about the target, and not the target itself.
  public internal(set) var isOfObserver = false
  /// Exit codes by which an observer says yes, where they are not those of success.
  public internal(set) var passCodes: [Int]?
  /// Exit codes by which an observer says no.
  public internal(set) var failCodes = [1]

  init() {}

  /// The longest wait between two samples.
  public var maximumEvery: Duration { max(every, writtenMaximumEvery ?? .seconds(60)) }

  /// Failed samples that are allowed in all, of those that are failures for certain.
  public var failLimit: Int { writtenFailLimit ?? 0 }

  /// Whether a sample that is not as wanted is a failure as well, and not only not yet a success.
  public var countsEveryFailure: Bool { writtenFailLimit != nil && failIf == nil }

  /// The wait after the sample of the given number, from 1.
  public func wait(after sample: Int) -> Duration {
    backoff.delay(afterAttempt: sample, base: every, cap: maximumEvery)
  }

  /// The shortest time in which the passes that are needed can be had, up to what matters.
  var shortestTime: Duration {
    if goal == .watched { return timeout }
    if case .healthy(let time) = goal { return time }
    var time = Duration.zero
    for sample in 1..<max(1, minimumPasses) where time < timeout {
      time += wait(after: sample) * (hasJitter ? 9 : 10) / 10
    }
    return time
  }

  /// What is asked how often, in a few words.
  public var summary: String {
    let often = "asked every \(DurationText.format(every)) for at most \(DurationText.format(timeout))"
    let passes = minimumPasses > 1 ? ", until \(minimumPasses) in a row pass" : ""
    return often + (until.map { ", until \($0.text)" } ?? "") + passes
  }
}
