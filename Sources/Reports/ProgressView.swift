public import Planning
public import Running
internal import Text
public import Values

/// Turns the events of a run into lines for people.
///
/// Pure: it returns text and writes nothing.
public struct ProgressView: Sendable {
  private let plan: Plan
  private let options: ProgressOptions
  private var running: [(node: Int, since: Instant)] = []
  private var questions: [(node: Int, label: String, text: String)] = []
  private var endedCount = 0
  private var lastFailure: NodeFinish?
  private var commands: [Int: String] = [:]
  /// Instances that failed with permission.
  private var tolerated: Set<Int> = []
  private var isRollingBack = false
  private var blocked: [(node: Int, reason: Reason)] = []
  private var cancelled: [Int] = []
  private var drawnLine = ""
  /// The node that owns the terminal, on which nothing is drawn meanwhile.
  private var interactive: Int?
  /// When a plain view last said that it waits, so that a long silence is explained.
  private var lastSign: Instant?

  /// A plain view says what it waits for after this much silence.
  private static let silence = Duration.seconds(30)

  /// A view of a run of `plan`.
  public init(plan: Plan, options: ProgressOptions) {
    self.plan = plan
    self.options = options
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
    guard let last = lastSign, now.duration(since: last) >= Self.silence, !running.isEmpty, !options.isQuiet else {
      return ""
    }
    lastSign = now
    let names = running.map { "\(plan.nodes[$0.node].id) (\(Self.text(now.duration(since: $0.since))))" }
    return "  still running: \(names.joined(separator: ", "))\n"
  }

  /// Other lines to print between those of the run.
  public mutating func framed(_ lines: [String], at now: Instant) -> String {
    let body = lines.map { (options.guardsCommands ? GitHubEscaping.harmless($0) : $0) + "\n" }.joined()
    guard options.isLive else { return body }
    let line = liveLine(at: now)
    if lines.isEmpty, line == drawnLine { return "" }
    let erase = drawnLine.isEmpty ? "" : "\r\u{1B}[K"
    drawnLine = line
    return erase + body + line
  }

  // MARK: - Events

  private mutating func append(_ event: RunEvent, to lines: inout [String], at now: Instant) {
    switch event {
    case .ready, .lockAcquired, .lockReleased, .rollbacksClosed: break
    case .lockAwaited(let node, let lock, let holder): waitForLock(node, lock, holder, &lines)
    case .started(let node, _, let action): start(node, action, &lines, at: now)
    case .retrying(let retry): self.retry(retry, &lines)
    case .finished(let finish): self.finish(finish, &lines)
    case .captured(let capture): tell(capture, &lines)
    case .rollbackRequested(let request): askRollback(request, &lines)
    case .rollbackGranted(let person): answerRollback("wanted by \(OutputText.oneLine(person))", &lines)
    case .rollbackRejected(let person): answerRollback("not wanted by \(OutputText.oneLine(person))", &lines)
    case .rollbackStarted(let node, _, let action): startRollback(node, action, &lines, at: now)
    case .rollbackFinished(let finish): endRollback(finish, &lines)
    case .passedOver(let node, let status, let reason): pass(over: node, status, reason, &lines)
    case .approvalRequested(let node, let question): ask(node, question, &lines)
    case .approvalGranted(let node, let person): answer(node, "approved by \(OutputText.oneLine(person))", &lines)
    case .approvalRejected(let node, let person): answer(node, "rejected by \(OutputText.oneLine(person))", &lines)
    case .answerUnclear:
      lines.append("Please answer y (yes) or n (no).")
      drawnLine = ""
    case .interrupted(let signal, let isRepeated): interrupt(signal, isRepeated, &lines)
    case .overtime(let limit, let isFinal): tellOvertime(limit, isFinal, &lines)
    case .runFinished: break
    }
  }

  private func label(_ node: Int) -> String { options.style.paint(plan.nodes[node].id, .emphasis) }

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
    let what = retry.isRollback ? "rollback of \(label(retry.node))" : label(retry.node)
    let delay = Self.text(retry.delay)
    lines.append(
      "\(options.style.paint("↻", .warning)) \(what) attempt \(retry.attempt) failed\(Self.because(retry.reason)); again in \(delay)"
    )
    if let result = retry.result { lines += outputLines(result, limit: 10) }
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

  /// What a node does in one line: a command of several lines is told by the node's description, if it has one.
  private func headline(_ node: Int, _ summary: String) -> String {
    let description = plan.nodes[node].explanation
    let isLong = summary.utf8.dropLast().contains(UInt8(ascii: "\n"))
    return OutputText.firstLine(isLong ? description ?? summary : summary)
  }

  private mutating func finish(_ finish: NodeFinish, _ lines: inout [String]) {
    running.removeAll { $0.node == finish.node }
    if interactive == finish.node { interactive = nil }
    endedCount += 1
    let isFailure = !finish.status.isGood
    if finish.isAllowed, plan.nodes[finish.node].instance != nil { tolerated.insert(finish.node) }
    if finish.status == .cancelled { cancelled.append(finish.node) }
    if finish.status == .failed, !finish.isAllowed, lastFailure == nil { lastFailure = finish }
    if isFailure || !options.isQuiet { lines.append(finishLine(finish)) }
    guard let result = finish.result, isFailure || !options.isQuiet else { return }
    lines += outputLines(result, limit: isFailure ? 50 : 200)
    if result.leftovers > 0 {
      lines.append(
        "  \(options.style.paint("warning:", .warning)) \(plan.nodes[finish.node].id) left processes running; they were ended"
      )
    }
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
    let isCut = result.bytesBeforeTail > 0 || lines.count > limit
    var shown = lines.suffix(limit).map { "  │ \($0)" }
    if isCut, let log = result.log { shown.insert("  │ … (all \(log.bytes) bytes: \(log.path))", at: 0) }
    return shown
  }

  private mutating func pass(
    over node: Int, _ status: NodeStatus, _ reason: Reason, _ lines: inout [String]
  ) {
    endedCount += 1
    questions.removeAll { $0.node == node }
    if status == .blocked { blocked.append((node, reason)) }
    guard !options.isQuiet else { return }
    let symbol = status == .skipped ? "○" : "●"
    let words = OutcomeText.words(status.rawValue, because: reason.message)
    lines.append(options.style.paint("\(symbol) \(plan.nodes[node].id) \(words)", .faint))
  }

  private func waitForLock(_ node: Int, _ lock: String, _ holder: LockHolder?, _ lines: inout [String]) {
    if options.isQuiet { return }
    let words = OutputText.oneLine("lock `\(lock)`, held by \(holder?.text ?? "another run")")
    lines.append(options.style.paint("… \(plan.nodes[node].id) waits for \(words)", .faint))
  }

  private mutating func ask(_ node: Int, _ question: Question, _ lines: inout [String]) {
    questions.append((node, "\(plan.nodes[node].id): ", question.text))
    if !options.isLive { lines.append("? \(label(node)): \(OutputText.oneLine(question.text))") }
  }

  private mutating func answer(_ node: Int, _ words: String, _ lines: inout [String]) {
    if questions.first?.node == node { drawnLine = "" }  // The answer has ended that line.
    questions.removeAll { $0.node == node }
    if !options.isQuiet { lines.append("  \(plan.nodes[node].id) \(words)") }
  }

  /// A look that failed is told; what it has shown is in the audit file.
  private func tell(_ capture: NodeCapture, _ lines: inout [String]) {
    guard let reason = capture.reason else { return }
    let warning = options.style.paint("warning:", .warning)
    lines.append(
      "  \(warning) the snapshot \(capture.moment.rawValue) \(label(capture.node)) failed\(Self.because(reason))")
    if let result = capture.result { lines += outputLines(result, limit: 10) }
  }

  /// What would be undone, and the question; what nobody is asked about is told at the end.
  private mutating func askRollback(_ request: RollbackRequest, _ lines: inout [String]) {
    guard request.isAskedHere, let first = request.nodes.first else {
      lines.append(options.style.paint("nobody can be asked here whether to roll back", .warning))
      return
    }
    lines.append(options.style.paint("to be undone, in this order:", .warning))
    lines += commandsToPaste(request.nodes, request.commands)
    questions.append((first, "", RollbackRequest.question))
    if !options.isLive { lines.append("? \(RollbackRequest.question)") }
  }

  private mutating func answerRollback(_ words: String, _ lines: inout [String]) {
    if questions.first?.label == "" { drawnLine = "" }  // The answer has ended that line.
    questions.removeAll { $0.label == "" }
    lines.append("  rollback \(words)")
  }

  private mutating func interrupt(_ signal: RunSignal, _ isRepeated: Bool, _ lines: inout [String]) {
    questions.removeAll { $0.label == "" }
    let what = isRepeated ? "ending everything now" : "starting nothing new, waiting for what runs"
    lines.append(options.style.paint("\(signal.rawValue): \(what)", .warning))
    if !isRepeated, !running.isEmpty { lines.append("  press Ctrl-C again to end it at once") }
  }

  private func tellOvertime(_ limit: Duration, _ isFinal: Bool, _ lines: inout [String]) {
    let what = isFinal ? "ending what still runs" : "ending what runs, starting nothing but what answers it"
    lines.append(
      options.style.paint("the run's timeout of \(DurationText.format(limit)) has passed: \(what)", .warning))
  }

  // MARK: - The live line

  private func liveLine(at now: Instant) -> String {
    if let question = questions.first {
      let more = questions.count > 1 ? " (\(questions.count - 1) more after this)" : ""
      return "? \(question.label)\(OutputText.oneLine(question.text)) [y/N]\(more) "
    }
    guard !running.isEmpty, interactive == nil else { return "" }
    let names = running.map { "\(plan.nodes[$0.node].id) \(Self.wholeSeconds(now.duration(since: $0.since)))" }
    let line = "[\(endedCount)/\(plan.nodes.count)] " + names.joined(separator: ", ")
    return line.count < options.width ? line : String(line.prefix(max(1, options.width - 2))) + "…"
  }

  // MARK: - The end

  /// The summary, and after a failure the failure view: what failed, its last lines, what that kept from running, how to go on.
  public mutating func endText(_ finish: RunFinish, run: String, auditPath: String, at now: Instant) -> String {
    var lines: [String] = []
    if finish.status.isFailure, let failure = lastFailure {
      lines += FailureView(plan: plan, style: options.style)
        .lines(for: failure, command: commands[failure.node], blocked: blocked)
    } else if finish.status.isFailure, let reason = finish.reason {
      lines += FailureView(plan: plan, style: options.style).lines(for: reason, cancelled: cancelled, blocked: blocked)
    }
    lines += rollbackLines(finish)
    if !finish.allowedFailures.isEmpty {
      let undone = Set(finish.undone)
      let names = finish.allowedFailures.prefix(10)
        .map { plan.nodes[$0].id + (undone.contains($0) ? " (rolled back)" : "") }.joined(separator: ", ")
      lines.append("\(options.style.paint("warning:", .warning)) failed with permission: \(names)")
    }
    lines += RunSummary.lines(
      finish, plan: plan, waiting: questions.map(\.node), run: run, auditPath: auditPath, options: options)
    running = []
    questions = []
    return framed(lines, at: now)
  }

  /// What was not undone, as commands to paste.
  private func rollbackLines(_ finish: RunFinish) -> [String] {
    let closed = finish.status == .succeeded ? [] : finish.closed.map(closedLine)
    guard !finish.notUndone.isEmpty else { return closed }
    return closed + [options.style.paint("not undone; what is left to do by hand, in this order:", .error)]
      + commandsToPaste(finish.notUndone, finish.commandsLeft)
  }

  private func closedLine(_ closed: ClosedRollbacks) -> String {
    let names = closed.nodes.prefix(10).map { plan.nodes[$0].id }.joined(separator: ", ")
    let more = closed.nodes.count > 10 ? " and \(closed.nodes.count - 10) more" : ""
    let pivot = plan.nodes[closed.pivot].id
    return options.style.paint("rollbacks before \(pivot) were closed, not undone: \(names)\(more)", .warning)
  }

  private func commandsToPaste(_ nodes: [Int], _ commands: [String]) -> [String] {
    let lines = zip(nodes, commands).prefix(Self.mostCommands).flatMap { node, command in
      ["  # \(plan.nodes[node].id)"] + OutputText.lines(of: command).map { "  \($0)" }
    }
    let more = nodes.count - Self.mostCommands
    return lines + (more > 0 ? ["  # and \(more) more"] : [])
  }

  /// Commands that are printed to be pasted.
  private static let mostCommands = 50

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
