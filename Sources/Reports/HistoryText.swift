public import Audit
internal import Running
public import Text
internal import Values

/// What an audit file tells, for people.
public enum HistoryText {
  /// A line for each run, the latest first.
  ///
  /// Where `isAlive` can tell, runs that have not ended go on or are orphaned. With `shortens`, ids are only as long as
  /// is needed to tell them apart.
  public static func table(
    _ runs: [RunHistory], shortens: Bool = false, isAlive: ((RunHistory) -> Bool)? = nil, style: TextStyle
  ) -> String {
    let names = shortens ? RunPrefix.unique(runs.map(\.id)) : [:]
    var rows = [["RUN", "STARTED", "STATUS", "TOOK", "NODES", "BY", "TITLE"]]
    for run in runs.reversed() { rows.append(row(run, named: names[run.id] ?? run.id, isAlive)) }
    return aligned(rows, style: style)
  }

  /// A line for each node that waits for an answer; ids are those of `runs`, only as long as is needed.
  public static func waiting(_ waiting: [WaitingNode], among runs: [RunHistory], style: TextStyle) -> String {
    let names = RunPrefix.unique(runs.map(\.id))
    let rows = waiting.map { waiting in
      let question = waiting.question
      let count = question.approvals.count
      let who = question.who + (count > 0 ? " (\(count) so far)" : "")
      let cells = [
        names[waiting.run] ?? waiting.run, waiting.node, question.since?.rfc3339 ?? "?", who, question.text,
      ]
      return cells.map { OutputText.oneLine($0) }
    }
    return aligned([["RUN", "NODE", "SINCE", "MAY APPROVE", "QUESTION"]] + rows, style: style)
  }

  private static func aligned(_ rows: [[String]], style: TextStyle) -> String {
    var widths = Array(repeating: 0, count: rows[0].count)
    for row in rows {
      for (column, cell) in row.enumerated() { widths[column] = max(widths[column], cell.count) }
    }
    var text = ""
    for (index, row) in rows.enumerated() {
      let cells = row.enumerated().map { column, cell in
        column == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
      }
      let line = cells.joined(separator: "  ")
      text += (index == 0 ? style.paint(line, .faint) : line) + "\n"
    }
    return text
  }

  private static func row(_ run: RunHistory, named name: String, _ isAlive: ((RunHistory) -> Bool)?) -> [String] {
    [
      OutputText.oneLine(name), run.startedAt?.rfc3339 ?? "?", status(run, isAlive),
      run.milliseconds.map { ProgressView.text(.milliseconds($0)) } ?? "–", nodes(run),
      OutputText.oneLine(run.user), OutputText.oneLine(run.title),
    ]
  }

  private static func status(_ run: RunHistory, _ isAlive: ((RunHistory) -> Bool)? = nil) -> String {
    OutputText.oneLine(run.shownStatus(isAlive: isAlive?(run)))
  }

  /// `3 ✓ 1 ✗ 2 ○`: succeeded, failed, not run.
  private static func nodes(_ run: RunHistory) -> String {
    let failed = run.count(.failed)
    let passed = run.nodes.count - run.count(.succeeded) - failed
    var parts = ["\(run.count(.succeeded))✓"]
    if failed > 0 { parts.append("\(failed)✗") }
    if passed > 0 { parts.append("\(passed)○") }
    return parts.joined(separator: " ")
  }

  /// One run in detail.
  public static func detail(_ run: RunHistory, style: TextStyle) -> String {
    var lines = [
      "\(style.paint(OutputText.oneLine(run.title), .emphasis))  \(status(run))",
      "  run      \(OutputText.oneLine(run.id))",
      "  started  \(run.startedAt?.rfc3339 ?? "?") by \(OutputText.oneLine("\(run.user)@\(run.host)"))",
    ]
    if let milliseconds = run.milliseconds {
      lines.append("  took     \(ProgressView.text(.milliseconds(milliseconds)))")
    }
    if let signal = run.signal { lines.append("  signal   \(OutputText.oneLine(signal))") }
    if let cause = run.cause { lines.append("  cause    \(OutputText.oneLine(cause))") }
    if let reason = run.reason { lines.append("  reason   \(OutputText.oneLine(reason))") }
    if let decision = run.rollbackDecision {
      let words = decision.isGranted ? "wanted" : "not wanted"
      lines.append("  rollback \(words) by \(OutputText.oneLine(decision.person))")
    }
    for variable in run.variables {
      let value = String.convert(variable.value) ?? JSONWriter.string(variable.value, layout: .spaced)
      let source = style.paint("(\(OutputText.oneLine(variable.source)))", .faint)
      lines.append("  \(OutputText.oneLine(variable.name)) = \(OutputText.oneLine(value))  \(source)")
    }
    // Of a rollout only what was done is worth a line.
    let needed = run.nodes.filter { !isNotNeeded($0) }
    for node in needed { lines += describe(node, style) }
    let left = run.nodes.count - needed.count
    if left > 0 { lines.append(style.paint("○ \(left) nodes of rollouts were not needed", .faint)) }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Whether a node of a rollout never began, as its rollout went on without it.
  private static func isNotNeeded(_ node: RunHistory.Node) -> Bool {
    node.status == NodeStatus.skipped.rawValue && node.startedAt == nil
      && node.reason == Reason.rolloutWentOn.message
  }

  private static func describe(_ node: RunHistory.Node, _ style: TextStyle) -> [String] {
    let id = style.paint(OutputText.oneLine(node.id), .emphasis)
    var head = "\(symbol(node.status)) \(id) \(OutcomeText.words(node.status, because: node.reason))"
    if let milliseconds = node.milliseconds, node.attempt > 0 {
      head += " (\(ProgressView.text(.milliseconds(milliseconds))))"
    }
    if node.samples > 1 { head += ", \(node.samples) samples" }
    if let person = node.person { head += " by \(OutputText.oneLine(person))" }
    var lines = [head]
    if let command = node.command, !command.isEmpty { lines.append("    $ \(OutputText.firstLine(command))") }
    if node.rollout != nil { lines.append("    rollout: \(StatusText.phase(of: node))") }
    if let question = node.question, question.isOpen {
      lines.append("    may approve: \(OutputText.oneLine(question.who))")
    }
    for decision in node.question?.decisions ?? [] { lines += remarks(decision) }
    lines += CaptureText.lines(node.captures)
    if let rollback = node.rollback { lines += undoing(node, rollback, style) }
    if let pivot = node.closedBy { lines.append("    rollback closed by \(OutputText.oneLine(pivot))") }
    if let log = node.log { lines.append(style.paint("    \(OutputText.oneLine(log))", .faint)) }
    return lines
  }

  /// What somebody said and filled in with an answer.
  private static func remarks(_ decision: Decision) -> [String] {
    var lines = decision.comment.map { ["    \(OutputText.oneLine(decision.by)): \(OutputText.oneLine($0))"] } ?? []
    for (name, value) in decision.fields.entries {
      let shown = String.convert(value) ?? JSONWriter.string(value, layout: .spaced)
      lines.append("    \(OutputText.oneLine(name.string ?? "")) = \(OutputText.oneLine(shown))")
    }
    return lines
  }

  /// How far undoing a node has come, and why no further.
  private static func undoing(_ node: RunHistory.Node, _ status: String, _ style: TextStyle) -> [String] {
    let reason = node.rollbackReason.map { ": " + OutputText.oneLine($0) } ?? ""
    let line = "    " + rollbackWords(status) + reason
    return [line] + (node.rollbackLog.map { [style.paint("    \(OutputText.oneLine($0))", .faint)] } ?? [])
  }

  private static func rollbackWords(_ status: String) -> String {
    switch NodeStatus(rawValue: status) {
    case .succeeded: "rolled back"
    case .failed: "rollback failed"
    default: "rollback not finished"
    }
  }

  private static func symbol(_ status: String) -> String {
    switch NodeStatus(rawValue: status) {
    case .succeeded, .unchanged: "✓"
    case .failed, .cancelled: "✗"
    case .skipped: "○"
    case .blocked: "●"
    default: "·"
    }
  }
}
