internal import Audit
internal import Planning
internal import Running
public import Text
internal import Values

/// Where a run stands, for people: what whoever looks at three in the morning wants to know, and what to type next.
public enum StatusText {
  /// Nodes that are shown of each sort.
  private static let shownNodes = 20

  /// The run at a glance.
  public static func render(_ standing: RunStanding, style: TextStyle) -> String {
    let run = standing.run
    var lines = head(standing, style)
    lines += section("running", standing.running) { node in
      [id(node, style) + attempt(node) + since(node.startedAt, standing) + command(node)]
    }
    lines += section("rollouts", standing.rollouts) { [id($0, style) + ": " + phase(of: $0)] }
    lines += section("undoing", standing.undoing) { [id($0, style)] }
    lines += section("waiting", run.waiting) { waiting(of: $0, standing, style) }
    lines += section("waiting", standing.delayed) { [id($0, style) + attempt($0) + because($0)] }
    lines += section("failed", standing.failed) { failure(of: $0, standing, style) }
    lines += section("not undone", standing.notUndone) { node in
      let reason = node.rollbackReason.map { ": " + OutputText.oneLine($0) } ?? ""
      return [id(node, style) + reason] + output(node.id, node.rollbackLog, standing, style)
    }
    lines += section("unknown", standing.unknown) { [id($0, style) + ": it was under way when pyflow died"] }
    lines += section("locks", standing.locks) { [OutputText.oneLine(LockReport.line($0))] }
    lines += standing.waysOn.map { "  \($0.purpose): \($0.command)" }
    return lines.map { $0 + "\n" }.joined()
  }

  // MARK: - The run

  private static func head(_ standing: RunStanding, _ style: TextStyle) -> [String] {
    let run = standing.run
    var lines = [
      "\(style.paint(OutputText.oneLine(run.title), .emphasis))  \(style.paint(OutputText.oneLine(standing.status), tone(standing)))"
        + because(run),
      "  run      \(OutputText.oneLine(run.id))",
      "  started  \(run.startedAt?.rfc3339 ?? "?") by \(OutputText.oneLine("\(run.user)@\(run.host)"))",
    ]
    if let resumer = run.resumer {
      lines.append("  resumed  \(run.begunAt?.rfc3339 ?? "?") by \(OutputText.oneLine(resumer.text))")
    }
    if let since = standing.since { lines.append("  since    \(since.rfc3339), \(age(since, standing)) ago") }
    if let pauser = run.pauser {
      lines.append("  pausing  because \(OutputText.oneLine(pauser.text)) wants it: what runs is let finish")
    }
    let counts = standing.counts.map { "\($0.count) \($0.status.rawValue)" }.joined(separator: ", ")
    lines.append(
      "  nodes    \(standing.endedCount) of \(run.nodes.count) ended" + (counts.isEmpty ? "" : ": \(counts)"))
    return lines
  }

  private static func tone(_ standing: RunStanding) -> TextStyle.Role {
    switch RunStatus(rawValue: standing.status) {
    case .succeeded: .success
    case .waiting, .cancelled: .warning
    case nil: standing.isAlive ? .accent : .error
    default: .error
    }
  }

  private static func because(_ run: RunHistory) -> String {
    if let reason = run.reason { return ": " + OutputText.oneLine(reason) }
    if let signal = run.signal { return " by " + OutputText.oneLine(signal) }
    return ""
  }

  private static func age(_ time: Timestamp, _ standing: RunStanding) -> String {
    ProgressView.text(.milliseconds(max(0, standing.now.milliseconds - time.milliseconds)))
  }

  // MARK: - Nodes

  /// Where a rollout stands, or stood when pyflow died, and where its traffic was at first.
  static func phase(of node: RunHistory.Node) -> String {
    guard let rollout = node.rollout else { return "" }
    let step = rollout.step > 0 ? ", step \(rollout.step)" : ""
    let old = rollout.old.map { ", traffic was at \(OutputText.oneLine($0)) at first" } ?? ""
    return rollout.phase.words + step + old
  }

  /// The lines of each item under a word that stands beside the first of them.
  private static func section<Item>(_ title: String, _ items: [Item], _ lines: (Item) -> [String]) -> [String] {
    if items.isEmpty { return [] }
    let margin = String(repeating: " ", count: 11)
    var shown = items.prefix(shownNodes).flatMap(lines)
    if items.count > shownNodes { shown.append("and \(items.count - shownNodes) more") }
    return shown.enumerated().map { number, line in
      (number == 0 ? "  \(title)".padded(to: margin.count) : margin) + line
    }
  }

  private static func id(_ node: RunHistory.Node, _ style: TextStyle) -> String {
    style.paint(OutputText.oneLine(node.id), .emphasis)
  }

  private static func attempt(_ node: RunHistory.Node) -> String {
    node.attempt > 1 ? " (attempt \(node.attempt))" : ""
  }

  private static func since(_ time: Timestamp?, _ standing: RunStanding) -> String {
    time.map { ", for \(age($0, standing))" } ?? ""
  }

  private static func command(_ node: RunHistory.Node) -> String {
    node.command.map { $0.isEmpty ? "" : ": " + OutputText.firstLine($0) } ?? ""
  }

  private static func because(_ node: RunHistory.Node) -> String {
    node.reason.map { ": " + OutputText.oneLine($0) } ?? ""
  }

  private static func waiting(of waiting: WaitingNode, _ standing: RunStanding, _ style: TextStyle) -> [String] {
    let question = waiting.question
    let count = question.approvals.count
    let given = count > 0 ? ", \(count) of \(question.rule?.minimum ?? 1) given" : ""
    return [
      "\(style.paint(OutputText.oneLine(waiting.node), .emphasis)) for \(OutputText.oneLine(question.who))\(given)"
        + "\(since(question.since, standing)): \(OutputText.firstLine(question.text))",
      "  answer with: \(standing.arguments.command("approve", node: waiting.node))",
    ]
  }

  private static func failure(
    of node: RunHistory.Node, _ standing: RunStanding, _ style: TextStyle
  ) -> [String] {
    [id(node, style) + attempt(node) + because(node)] + output(node.id, node.log, standing, style)
  }

  private static func output(
    _ node: String, _ log: String?, _ standing: RunStanding, _ style: TextStyle
  ) -> [String] {
    let lines = (standing.lastLines[node] ?? []).map { "│ \($0)" }
    return lines + (log.map { [style.paint("log: \(OutputText.oneLine($0))", .faint)] } ?? [])
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    count < width ? self + String(repeating: " ", count: width - count) : self + " "
  }
}
