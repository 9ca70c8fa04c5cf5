internal import Planning
internal import Templates
internal import Values

/// What a sample says (design 5.5): by the way it ended, whom it asked, and what the poll's expressions make of it.
extension Engine {
  /// A sample's verdict, and whether a failure is one for certain: else it means "not yet".
  struct Judgement {
    let verdict: SampleVerdict
    var isCertain = false
    var reason: Reason?

    static let pass = Judgement(verdict: .pass)

    static func unknown(_ reason: Reason) -> Judgement { Judgement(verdict: .unknown, reason: reason) }
  }

  /// Judges a sample by its answer; the poll's expressions have the last word where there is an answer to ask about.
  mutating func judge(_ result: ActionResult, of index: Int, _ poll: PlanPoll) -> Judgement {
    let judgement = judgement(on: result, of: index, poll)
    noteInRollout(judgement.verdict, of: index)
    return judgement
  }

  private mutating func judgement(on result: ActionResult, of index: Int, _ poll: PlanPoll) -> Judgement {
    let plain = plainJudgement(on: result, of: index, poll)
    guard plain.verdict != .unknown, !states[index].isTimedOut, result.ending.code != nil else { return plain }
    let isAsked = poll.until != nil || poll.failIf != nil
    if poll.isOfObserver, isAsked || result.ending.isAnswer, !tellsMetric(index), saysNothing(result, of: index) {
      return .unknown(.emptyAnswer)
    }
    guard isAsked else { return plain }
    do throws(NodeFailure) {
      return try judgeByExpressions(of: index, poll) ?? plain
    } catch {
      // A bad answer that the expressions cannot read is a bad answer all the same.
      return plain.verdict == .fail ? plain : .unknown(error.reason)
    }
  }

  private mutating func judgeByExpressions(of index: Int, _ poll: PlanPoll) throws(NodeFailure) -> Judgement? {
    if let failIf = poll.failIf, try tells(failIf, index) {
      return Judgement(verdict: .fail, isCertain: true, reason: .failIf(failIf.text))
    }
    guard let until = poll.until else { return nil }
    return try tells(until, index) ? .pass : Judgement(verdict: .fail, reason: .notYet(until.text))
  }

  /// Whether a condition on the sample holds; a comparison with NaN tells nothing.
  private mutating func tells(_ condition: Condition, _ index: Int) throws(NodeFailure) -> Bool {
    try evaluate(for: index) { evaluator throws(TemplateFailure) in
      let holds = try condition.holds(with: &evaluator)
      if let failure = evaluator.notANumber { throw failure }
      return holds
    }
  }

  /// Whether an observer has found nothing: silence, or a word for no value.
  private func saysNothing(_ result: ActionResult, of index: Int) -> Bool {
    // An answer to HEAD says what it has to say in its header.
    if case .request(let request)? = polls[index]?.action, request.method == "HEAD" { return false }
    if let saved = result.saved { return saved.bytes == 0 }
    let output = result.stdout
    return output.count <= 64 && Self.isNoValue(OutputParser.text(output).trimmed)
  }

  /// Whether an answer is a word for no value, or none at all.
  static func isNoValue(_ text: String) -> Bool { ["", "nan", "null", "none"].contains(text.lowercased()) }

  // MARK: - Without expressions

  private mutating func plainJudgement(on result: ActionResult, of index: Int, _ poll: PlanPoll) -> Judgement {
    let action = plan.nodes[index].action
    if states[index].isTimedOut { return unanswered(.timedOut(sampleLimitText(of: index, poll)), poll) }
    let problem = Self.problem(in: result, of: action)
    switch result.ending {
    case .exited(let code): return judge(code, of: index, poll, result)
    case .answered:
      if let problem { return poll.isOfObserver ? .unknown(problem) : Judgement(verdict: .fail, reason: problem) }
      return judgeByExpectation(result, of: index) ?? readable(result, of: index)
    case .requestFailed(let failure) where !Self.unaskedKinds.contains(failure.kind):
      return unanswered(.requestFailed(failure), poll)
    case .done: return Judgement(verdict: .pass, reason: nil)
    case .killed, .couldNotStart, .requestFailed, .answerTooLarge, .functionFailed:
      return .unknown(problem ?? .emptyAnswer)
    }
  }

  /// Failures with which nobody was asked, or in which nobody's answer can be read.
  private static let unaskedKinds: Set<RequestFailure.Kind> = [
    .dns, .proxyName, .proxy, .proxyConnection, .address, .malformed, .headers, .save, .tlsClient, .tlsFiles, .other,
  ]

  /// The verdict of `expect`; nothing where it holds, or there is none.
  private mutating func judgeByExpectation(_ result: ActionResult, of index: Int) -> Judgement? {
    switch expectationProblem(in: result, of: plan.nodes[index].action, index, attempt: states[index].attempt) {
    case nil: nil
    case .expectationFalse(let text)?: Judgement(verdict: .fail, reason: .expectationFalse(text))
    case let problem?: .unknown(problem)
    }
  }

  /// No answer from the target is a bad answer; none from an observer tells nothing about the target.
  private func unanswered(_ reason: Reason, _ poll: PlanPoll) -> Judgement {
    poll.isOfObserver ? .unknown(reason) : Judgement(verdict: .fail, reason: reason)
  }

  /// Exit codes that say that the command could not be run (POSIX, 2.8.2), or only not now (EX_TEMPFAIL of sysexits(3)).
  private static let unableCodes = [75, 126, 127]

  private mutating func judge(
    _ code: Int, of index: Int, _ poll: PlanPoll, _ result: ActionResult
  ) -> Judgement {
    guard case .command(let command) = plan.nodes[index].action else { return .unknown(.exitCode(code)) }
    if (poll.passCodes ?? command.successCodes).contains(code) { return readable(result, of: index) }
    if poll.isOfObserver, poll.failCodes.contains(code) {
      return Judgement(verdict: .fail, isCertain: poll.until == nil, reason: .exitCode(code))
    }
    let isUnable = poll.isOfObserver || Self.unableCodes.contains(code)
    return isUnable ? .unknown(.exitCode(code)) : Judgement(verdict: .fail, reason: .exitCode(code))
  }

  /// A good answer, if it is what it must be, and its output can be read where `parse` demands that.
  private mutating func readable(_ result: ActionResult, of index: Int) -> Judgement {
    if let problem = parse(result, of: index) { return .unknown(problem) }
    return judgeForRollout(result, of: index)
  }

  private func sampleLimitText(of index: Int, _ poll: PlanPoll) -> String {
    polls[index]?.isOver == true ? DurationText.format(poll.timeout) : limitText(of: index)
  }
}
