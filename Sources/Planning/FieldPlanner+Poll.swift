internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// Polls, of which everything but the expressions over `result` must be known before the run.
extension FieldPlanner {
  /// The poll with its defaults filled in; what could never pass is reported.
  mutating func plan(_ poll: PollDeclaration, of node: NodeDeclaration) -> PlanPoll {
    noteAfterRun(poll.until)
    noteAfterRun(poll.failIf)
    var result = PlanPoll()
    result.until = poll.until
    result.failIf = poll.failIf
    let areTimesKnown = planTimes(of: poll, into: &result)
    planLimits(of: poll, into: &result)
    if let policy = poll.onUnknown.flatMap({ known($0, key: "on_unknown") }) {
      result.onUnknown = PlanPoll.UnknownPolicy(rawValue: policy.rawValue) ?? .fail
    }
    result.isOfObserver = poll.source.flatMap { known($0, key: "of") } == .observer
    result.passCodes = poll.passCodes.flatMap { known($0, key: "pass_codes") }?.codes
    if let codes = poll.failCodes.flatMap({ known($0, key: "fail_codes") }) { result.failCodes = codes.codes }
    if areTimesKnown { checkTimes(result, at: poll.span) }
    checkCodes(of: poll, result, of: node)
    return result
  }

  /// Whether all that is written could be understood, and is known.
  private mutating func planTimes(of poll: PollDeclaration, into result: inout PlanPoll) -> Bool {
    let every = poll.every.flatMap { known(timeout: $0, key: "every") }
    let timeout = poll.timeout.flatMap { known(timeout: $0, key: "timeout") }
    let maximum = poll.maximumEvery.flatMap { known(timeout: $0, key: "max_every") }
    (result.every, result.timeout) = (every ?? result.every, timeout ?? result.timeout)
    result.writtenMaximumEvery = maximum
    if let backoff = poll.backoff.flatMap({ known($0, key: "backoff") }) { result.backoff = backoff }
    if let jitter = poll.jitter.flatMap({ known($0, key: "jitter") }) { result.hasJitter = jitter }
    let written = [poll.every, poll.timeout, poll.maximumEvery]
    return zip(written, [every, timeout, maximum]).allSatisfy { $0 == nil || $1 != nil }
  }

  private mutating func planLimits(of poll: PollDeclaration, into result: inout PlanPoll) {
    if let passes = poll.minimumPasses.flatMap({ number($0, key: "min_pass", atLeast: 1) }) {
      result.minimumPasses = passes
    }
    result.writtenFailLimit = poll.failLimit.flatMap { number($0, key: "fail_limit", atLeast: 0) }
    if let limit = poll.unknownLimit.flatMap({ number($0, key: "unknown_limit", atLeast: 0) }) {
      result.unknownLimit = limit
    }
  }

  private mutating func checkTimes(_ poll: PlanPoll, at span: ByteSpan) {
    if let maximum = poll.writtenMaximumEvery, maximum < poll.every {
      refuse(
        "max_every", expected: "at least `every`, \(DurationText.format(poll.every))",
        found: DurationText.format(maximum), at: span)
    }
    if poll.shortestTime >= poll.timeout {
      let timeout = DurationText.format(poll.timeout)
      report(.pollTooShort(passes: poll.minimumPasses, timeout: timeout), at: span)
    }
  }

  /// Only the exit codes of an observer need to be sorted: what a target must answer, its node says.
  private mutating func checkCodes(of declaration: PollDeclaration, _ poll: PlanPoll, of node: NodeDeclaration) {
    if let code = Set(poll.passCodes ?? []).intersection(poll.failCodes).min() {
      report(.codeOfBoth(code), at: declaration.span)
    }
    let codes = [("pass_codes", declaration.passCodes), ("fail_codes", declaration.failCodes)]
    guard let key = codes.first(where: { $0.1 != nil })?.0, !poll.isOfObserver || node.kind != .command else {
      return
    }
    report(.codesOfTarget(key), at: declaration.span)
  }
}
