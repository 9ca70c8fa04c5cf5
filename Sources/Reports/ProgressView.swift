public import Planning
public import Running
internal import Text
public import Values

/// Turns the events of a run into lines for people.
///
/// Pure: it returns text and writes nothing.
public struct ProgressView: Sendable {
  var plan: Plan
  let options: ProgressOptions
  var running: [(node: Int, since: Instant)] = []
  /// The last samples of nodes that are polled.
  private var samples: [Int: NodeSample] = [:]
  private var questions: QuestionView
  /// Nodes whose failure was shown when a person was asked about it.
  private var askedFailures: Set<Int> = []
  /// Nodes that a person has skipped after they had failed.
  private var skippedByHand: [Int] = []
  private var endedCount = 0
  private var lastFailure: NodeFinish?
  /// Nodes that have failed after it, not only because others had.
  private var laterFailures: [Int] = []
  private var commands: [Int: String] = [:]
  /// Instances that failed with permission.
  private var tolerated: Set<Int> = []
  var isRollingBack = false
  private var blocked: [(node: Int, reason: Reason)] = []
  private var cancelled: [Int] = []
  private var drawnLine = ""
  /// Nodes whose output was shown before they ended, for a person to judge.
  private var shown: Set<Int> = []
  /// The node that owns the terminal, on which nothing is drawn meanwhile.
  var interactive: Int?
  /// Lines of this round that are folded: a head, and what belongs to it.
  private var folds: [Range<Int>] = []
  /// What is known of the rollouts.
  var story = RolloutStory()
  /// When a plain view last said that it waits, so that a long silence is explained.
  private var lastSign: Instant?

  /// A plain view says what it waits for after this much silence.
  private static let silence = Duration.seconds(30)

  /// A view of a run of `plan`.
  public init(plan: Plan, options: ProgressOptions) {
    self.plan = plan
    self.options = options
    questions = QuestionView(options: options)
  }

  /// The text to print for the events of one round.
  public mutating func text(for events: [RunEvent], at now: Instant) -> String {
    var lines: [String] = []
    for event in events { append(event, to: &lines, at: now) }
    if !lines.isEmpty { lastSign = now }
    return framed(lines, at: now)
  }

  /// The text to print because time has passed.
  public mutating func idleText(at now: Instant) -> String {
    if options.isLive { return framed([], at: now) }
    guard let last = lastSign, now.duration(since: last) >= Self.silence, !options.isQuiet else { return "" }
    let names = running.map { entry in
      let sample = samples[entry.node].map { ", \(SampleText.words($0))" } ?? ""
      return "\(plan.nodes[entry.node].id) (\(Self.text(now.duration(since: entry.since)))\(sample))"
    }
    let waiting = questions.waiting(at: now) { "(\(Self.text($0)))" }
    if names.isEmpty, waiting.isEmpty { return "" }
    lastSign = now
    let running = names.isEmpty ? [] : ["still running: \(names.joined(separator: ", "))"]
    return (running + waiting).map { "  \($0)\n" }.joined()
  }

  /// Other lines to print between those of the run.
  public mutating func framed(_ lines: [String], at now: Instant) -> String {
    let body = printed(lines)
    guard options.isLive else { return body }
    let line = liveLine(at: now)
    if lines.isEmpty, line == drawnLine { return "" }
    let erase = drawnLine.isEmpty ? "" : "\r\u{1B}[K"
    drawnLine = line
    return erase + body + line
  }

  /// The lines with what folds them, which is whole in a round: groups do not nest, and nodes run at the same time.
  private mutating func printed(_ lines: [String]) -> String {
    defer { folds = [] }
    let starts = Set(folds.map(\.lowerBound))
    let ends = Set(folds.map(\.upperBound))
    var text = ""
    for (index, line) in lines.enumerated() {
      let line = options.guardsCommands ? GitHubEscaping.harmless(line) : line
      text += starts.contains(index) ? "::group::\(GitHubEscaping.message(line))\n" : line + "\n"
      if ends.contains(index + 1) { text += "::endgroup::\n" }
    }
    return text
  }

  /// Appends what a node has printed behind the line that tells of its end, to be folded with it or not.
  private mutating func appendOutput(_ result: ActionResult, limit: Int, isFolded: Bool, to lines: inout [String]) {
    let start = lines.count - 1
    lines += outputLines(result, limit: limit)
    if isFolded, options.foldsOutput, lines.count - start > 1 { folds.append(start..<lines.count) }
  }

  // MARK: - Events

  private mutating func append(_ event: RunEvent, to lines: inout [String], at now: Instant) {
    if case .approvalRequested(let request) = event { showWork(request, &lines) }
    if case .failureAsked(let question) = event { show(question, &lines) }
    if case .rollbackRequested(let request) = event {
      lines += RollbackText(plan: plan, style: options.style).lines(request)
    }
    if questions.hear(event, of: plan, &lines, at: now) { drawnLine = "" }
    switch event {
    case .kept(_, let status): if status.hasEnded { endedCount += 1 }
    case .ready, .renewed, .lockAcquired, .lockReleased, .rollbacksClosed: break
    case .lockReserved(let claim, let cause): if claim.locks != plan.settings.locks { lines += kept(claim, cause) }
    case .expanded(let node, let instances): expand(node, instances, &lines)
    case .lockBroken(_, let broken):
      let words = OutputText.oneLine("lock `\(broken.lock)` was \(LockHolder.words(broken.holder))")
      lines.append("\(options.style.paint("warning:", .warning)) taken all the same: \(words)")
    case .lockStolen(_, let stolen): lines.append(self.stolen(stolen))
    case .lockAwaited(let node, let resource, let holder): wait(node, for: resource, holder, &lines)
    case .breaker(let node, let name, let change):
      let words = BreakerText.words(change, breaker: name, node: plan.nodes[node].id)
      lines.append("\(options.style.paint("!", .warning)) \(words)")
    case .started(let node, _, let action): start(node, action, &lines, at: now)
    case .retrying(let retry): self.retry(retry, &lines)
    case .sampled(let sample): self.sample(sample, &lines)
    case .finished(let finish): self.finish(finish, &lines)
    case .captured(let capture): tell(capture, &lines)
    case .rolloutMoved(let node, let move): tell(move, of: node, &lines)
    case .windowOverridden(let node, let override): lines.append(overridden(override, of: node))
    case .rolloutRequested(let node, let wish, let person, let isHeeded):
      lines.append(requested(wish, of: node, by: person, isHeeded))
    case .rollbackStarted(let node, _, let action): startRollback(node, action, &lines, at: now)
    case .rollbackFinished(let finish): endRollback(finish, &lines)
    case .passedOver(let node, let status, let reason): pass(over: node, status, reason, &lines)
    case .failureAnswered(let node, .retry, _): askedFailures.remove(node)
    case .approvalRequested, .approvalGranted, .approvalRejected, .approvalRefused, .approvalEscalated,
      .approvalWithdrawn, .fieldAsked, .answerUnclear, .failureAsked, .failureAnswered, .rollbackRequested,
      .rollbackGranted, .rollbackRejected:
      break  // These are the questions'.
    case .pauseRequested(let person, let isHeeded): lines.append(pausing(person, isHeeded))
    case .interrupted, .parentDied, .noticeOver, .overtime: lines += stopLines(event)
    case .runFinished: break
    }
  }

  private func pausing(_ person: String, _ isHeeded: Bool) -> String {
    let words = isHeeded ? "what runs is let finish" : "not now: the run is being undone, or ends already"
    return "\(options.style.paint("pausing, as \(OutputText.oneLine(person)) wants it:", .warning)) \(words)"
  }

  private mutating func expand(_ node: Int, _ instances: [PlanNode], _ lines: inout [String]) {
    plan.expand(node, into: instances)
    guard !options.isQuiet else { return }
    lines.append("· \(label(node)): \(instances.count) instance\(instances.count == 1 ? "" : "s")")
  }

  func label(_ node: Int) -> String { options.style.paint(plan.nodes[node].id, .emphasis) }

  private mutating func start(_ node: Int, _ action: Action, _ lines: inout [String], at now: Instant) {
    running.append((node, now))
    commands[node] = action.summary
    if case .process(let process) = action, process.isInteractive { interactive = node }
    if case .announce = action { return }
    guard !options.isLive, !options.isQuiet else { return }
    lines.append("▸ \(label(node)): \(headline(node, action.summary))")
  }

  private mutating func retry(_ retry: NodeRetry, _ lines: inout [String]) {
    running.removeAll { $0.node == retry.node }
    samples[retry.node] = nil
    let what = retry.isRollback ? "rollback of \(label(retry.node))" : label(retry.node)
    let delay = Self.text(retry.delay)
    lines.append(
      "\(options.style.paint("↻", .warning)) \(what) attempt \(retry.attempt) failed\(Self.because(retry.reason)); again in \(delay)"
    )
    if let result = retry.result { appendOutput(result, limit: 10, isFolded: true, to: &lines) }
  }

  /// A plain view tells of a sample that says something else than the one before; the live line tells of each.
  private mutating func sample(_ sample: NodeSample, _ lines: inout [String]) {
    let before = samples.updateValue(sample, forKey: sample.node)
    let isLast = sample.verdict == .pass && (plan.nodes[sample.node].poll?.minimumPasses ?? 1) == 1
    guard !options.isLive, !options.isQuiet, !isLast, before.map(SampleText.verdict) != SampleText.verdict(sample)
    else { return }
    lines.append(options.style.paint("… \(plan.nodes[sample.node].id) \(SampleText.words(sample))", .faint))
  }

  private mutating func startRollback(_ node: Int, _ action: Action, _ lines: inout [String], at now: Instant) {
    // An instance that failed with permission is undone while the run goes on.
    let isHeaded = !isRollingBack && !tolerated.contains(node)
    if isHeaded { isRollingBack = true }
    if isHeaded { lines.append(options.style.paint("rolling back", .warning)) }
    running.append((node, now))
    guard !options.isLive else { return }
    lines.append("◂ \(label(node)): \(OutputText.firstLine(action.summary))")
  }

  private mutating func endRollback(_ finish: NodeFinish, _ lines: inout [String]) {
    running.removeAll { $0.node == finish.node }
    let duration = " (\(Self.text(finish.duration)))"
    if finish.status == .succeeded {
      lines.append("\(options.style.paint("✓", .success)) \(label(finish.node)) rolled back\(duration)")
    } else {
      lines.append(
        "\(options.style.paint("✗", .error)) rollback of \(label(finish.node)) failed\(Self.because(finish.reason))\(duration)"
      )
    }
    guard let result = finish.result else { return }
    lines += outputLines(result, limit: finish.status == .succeeded ? 10 : 50)
  }

  /// Shows what a node has printed to whoever is asked whether it is as it should be.
  private mutating func showWork(_ request: ApprovalRequest, _ lines: inout [String]) {
    guard request.moment == .after else { return }
    running.removeAll { $0.node == request.node }
    if interactive == request.node { interactive = nil }
    guard let result = request.result, shown.insert(request.node).inserted else { return }
    lines += outputLines(result, limit: 200)
  }

  /// What a node does in one line: a command of several lines is told by the node's description, if it has one.
  private func headline(_ node: Int, _ summary: String) -> String {
    let description = plan.nodes[node].explanation
    let isLong = summary.utf8.dropLast().contains(UInt8(ascii: "\n"))
    return OutputText.firstLine(isLong ? description ?? summary : summary)
  }

  private mutating func note(failure finish: NodeFinish) {
    // A rollout says itself which of its nodes it has failed because of.
    if plan.rolloutMember(finish.node) != nil { return }
    if lastFailure == nil {
      lastFailure = story.cause(of: finish)
    } else if finish.reason?.isOfOthers != true {
      laterFailures.append(finish.node)
    }
  }

  private mutating func finish(_ finish: NodeFinish, _ lines: inout [String]) {
    samples[finish.node] = nil
    running.removeAll { $0.node == finish.node }
    if interactive == finish.node { interactive = nil }
    endedCount += 1
    story.hear(finish, of: plan)
    if finish.reason == .rolloutWentOn { return }
    let isFailure = !finish.status.isGood
    if finish.isAllowed, plan.nodes[finish.node].instance != nil { tolerated.insert(finish.node) }
    if finish.status == .cancelled { cancelled.append(finish.node) }
    if finish.status == .failed, !finish.isAllowed { note(failure: finish) }
    // What a person was asked about was shown then, and they have said to let it be.
    if askedFailures.remove(finish.node) != nil, isFailure { return }
    if isFailure || !options.isQuiet { lines.append(finishLine(finish)) }
    guard let result = finish.result, isFailure || !options.isQuiet else { return }
    if !shown.contains(finish.node) {
      appendOutput(result, limit: isFailure ? 50 : 200, isFolded: !isFailure, to: &lines)
    }
    lines += leftLines(result, of: finish.node)
  }

  private func finishLine(_ finish: NodeFinish) -> String {
    let duration = finish.attempt == 0 ? "" : " (\(Self.text(finish.duration)))"
    switch finish.status {
    case .succeeded:
      return
        "\(options.style.paint("✓", .success)) \(label(finish.node))\(Self.because(finish.reason))\(duration)"
    case .unchanged:
      let why = finish.reason.map { OutputText.oneLine($0.message) } ?? ""
      return options.style.paint("✓ \(plan.nodes[finish.node].id) unchanged: \(why)", .faint)
    case .cancelled:
      return
        "\(options.style.paint("✗", .warning)) \(label(finish.node)) cancelled\(Self.because(finish.reason))\(duration)"
    default:
      let role: TextStyle.Role = finish.isAllowed ? .warning : .error
      let word = finish.isAllowed ? "failed, which is allowed" : "failed"
      return "\(options.style.paint("✗", role)) \(label(finish.node)) \(word)\(Self.because(finish.reason))\(duration)"
    }
  }

  /// What follows the word for how something ended.
  static func because(_ reason: Reason?) -> String { reason.map { ": \(OutputText.oneLine($0.message))" } ?? "" }

  /// The last lines that a process printed, with a word about those before.
  private func outputLines(_ result: ActionResult, limit: Int) -> [String] {
    var lines = OutputText.lines(result.tail)
    if result.bytesBeforeTail > 0, lines.count > 1 { lines.removeFirst() }  // It has lost its beginning.
    let isCut = result.bytesBeforeTail > 0 || lines.count > limit || lines.contains(where: OutputText.isLong)
    var shown = lines.suffix(limit).map { "  │ \(OutputText.shortened($0))" }
    if isCut, let log = result.log { shown.insert("  │ … (all \(log.bytes) bytes: \(log.path))", at: 0) }
    return shown
  }

  private mutating func pass(
    over node: Int, _ status: NodeStatus, _ reason: Reason, _ lines: inout [String]
  ) {
    endedCount += 1
    if status == .blocked { blocked.append((node, reason)) }
    if case .skippedByPerson = reason { skippedByHand.append(node) }
    // Of a rollout only what was done is worth a line.
    guard !options.isQuiet, reason != .rolloutWentOn else { return }
    let symbol = status == .skipped ? "○" : "●"
    let words = OutcomeText.words(status.rawValue, because: reason.message)
    lines.append(options.style.paint("\(symbol) \(plan.nodes[node].id) \(words)", .faint))
  }

  private func wait(
    _ node: Int, for resource: MachineResource, _ holder: LockHolder?, _ lines: inout [String]
  ) {
    if options.isQuiet { return }
    let words = OutputText.oneLine("\(resource.text), \(LockHolder.words(holder))")
    lines.append(options.style.paint("… \(plan.nodes[node].id) waits for \(words)", .faint))
  }

  /// Shows a failure as at the end of its node; the question about it follows.
  private mutating func show(_ question: FailureQuestion, _ lines: inout [String]) {
    let node = question.node
    running.removeAll { $0.node == node }
    if interactive == node { interactive = nil }
    askedFailures.insert(node)
    let duration = question.attempt == 0 ? "" : " (\(Self.text(question.duration)))"
    let mark = options.style.paint("✗", .error)
    lines.append("\(mark) \(label(node)) failed\(Self.because(question.reason))\(duration)")
    if let result = question.result { lines += outputLines(result, limit: 50) }
  }

  /// A look that failed is told; what it has shown is in the audit file.
  private func tell(_ capture: NodeCapture, _ lines: inout [String]) {
    guard let reason = capture.reason else { return }
    let warning = options.style.paint("warning:", .warning)
    lines.append(
      "  \(warning) the snapshot \(capture.moment.rawValue) \(label(capture.node)) failed\(Self.because(reason))")
    if let result = capture.result { lines += outputLines(result, limit: 10) }
  }

  // MARK: - The live line

  private func liveLine(at now: Instant) -> String {
    if let prompt = questions.prompt { return prompt }
    let waiting = questions.waiting(at: now, Self.wholeSeconds)
    guard !running.isEmpty || !waiting.isEmpty, interactive == nil else { return "" }
    let names =
      running.map { entry in
        let sample = samples[entry.node].map { " (\(SampleText.words($0)))" } ?? ""
        return "\(plan.nodes[entry.node].id) \(Self.wholeSeconds(now.duration(since: entry.since)))\(sample)"
      } + waiting
    let line = "[\(endedCount)/\(plan.nodes.count)] " + names.joined(separator: ", ")
    return line.count < options.width ? line : String(line.prefix(max(1, options.width - 2))) + "…"
  }

  // MARK: - The end

  /// The summary, and after a failure the failure view: what failed, its last lines, what that kept from running, how to go on.
  public mutating func endText(_ finish: RunFinish, run: String, auditPath: String, at now: Instant) -> String {
    let lines = endLines(finish, run: run, auditPath: auditPath)
    running = []
    questions.end()
    return framed(lines, at: now)
  }

  /// The lines of `endText`, as they stand in a report too.
  public func endLines(_ finish: RunFinish, run: String, auditPath: String) -> [String] {
    var lines: [String] = []
    if finish.status.isFailure, let failure = lastFailure {
      lines += FailureView(plan: plan, style: options.style)
        .lines(for: failure, command: commands[failure.node], later: laterFailures, blocked: blocked)
    } else if finish.status.isFailure, finish.status != .halted, let reason = finish.reason {
      lines += FailureView(plan: plan, style: options.style).lines(for: reason, cancelled: cancelled, blocked: blocked)
    }
    lines += story.lines(of: plan)
    lines += RollbackText(plan: plan, style: options.style).lines(finish)
    if !skippedByHand.isEmpty {
      let names = skippedByHand.prefix(10).map { plan.nodes[$0].id }.joined(separator: ", ")
      lines.append("\(options.style.paint("warning:", .warning)) skipped by hand after a failure: \(names)")
    }
    if !finish.allowedFailures.isEmpty {
      let undone = Set(finish.undone)
      let names = finish.allowedFailures.prefix(10)
        .map { plan.nodes[$0].id + (undone.contains($0) ? " (rolled back)" : "") }.joined(separator: ", ")
      lines.append("\(options.style.paint("warning:", .warning)) failed with permission: \(names)")
    }
    lines += RunSummary.lines(
      finish, plan: plan, takesYes: questions.takesYes, run: run, auditPath: auditPath, options: options)
    return lines
  }

  // MARK: - Words

  static func text(_ duration: Duration) -> String {
    if duration < .seconds(10) {
      let hundredths = duration.milliseconds / 10
      return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)s"
    }
    return wholeSeconds(duration)
  }

  private static func wholeSeconds(_ duration: Duration) -> String {
    DurationText.format(.seconds(duration.components.seconds))
  }
}

extension Reason {
  /// Whether a node has failed only because nodes that belong to it did.
  var isOfOthers: Bool {
    switch self {
    case .instancesFailed, .runbookFailed: true
    default: false
    }
  }
}
