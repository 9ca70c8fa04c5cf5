public import Audit
internal import Running
public import Text
internal import Values

/// What an audit file tells, for people.
public enum HistoryText {
  /// A line for each run, the latest first.
  public static func table(_ runs: [RunHistory], style: TextStyle) -> String {
    var rows = [["RUN", "STARTED", "STATUS", "TOOK", "NODES", "BY", "TITLE"]]
    for run in runs.reversed() { rows.append(row(run)) }
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

  private static func row(_ run: RunHistory) -> [String] {
    [
      OutputText.oneLine(run.id), run.startedAt?.rfc3339 ?? "?", status(run),
      run.milliseconds.map { ProgressView.text(.milliseconds($0)) } ?? "–", nodes(run),
      OutputText.oneLine(run.user), OutputText.oneLine(run.title),
    ]
  }

  private static func status(_ run: RunHistory) -> String {
    run.status.map { OutputText.oneLine($0) } ?? "unfinished"
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
    for node in run.nodes { lines += describe(node, style) }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func describe(_ node: RunHistory.Node, _ style: TextStyle) -> [String] {
    let id = style.paint(OutputText.oneLine(node.id), .emphasis)
    var head = "\(symbol(node.status)) \(id) \(OutcomeText.words(node.status, because: node.reason))"
    if let milliseconds = node.milliseconds, node.attempt > 0 {
      head += " (\(ProgressView.text(.milliseconds(milliseconds))))"
    }
    if let person = node.person { head += " by \(OutputText.oneLine(person))" }
    var lines = [head]
    if let command = node.command, !command.isEmpty { lines.append("    $ \(OutputText.firstLine(command))") }
    lines += CaptureText.lines(node.captures)
    if let pivot = node.closedBy { lines.append("    rollback closed by \(OutputText.oneLine(pivot))") }
    if let log = node.log { lines.append(style.paint("    \(OutputText.oneLine(log))", .faint)) }
    return lines
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
