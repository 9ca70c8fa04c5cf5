internal import Planning
internal import Running
internal import Text

/// What is printed last when a run has failed: everything that whoever was woken up wants to know first.
struct FailureView {
  let plan: Plan
  let style: TextStyle

  /// Lines of output that are repeated.
  private static let outputLines = 10
  /// Blocked nodes that are named.
  private static let blockedNodes = 20

  func lines(
    for failure: NodeFinish, command: String?, blocked: [(node: Int, reason: Reason)]
  ) -> [String] {
    let node = plan.nodes[failure.node]
    var lines = ["", style.paint("── \(node.id) failed", .error) + ProgressView.because(failure.reason)]
    if let first = node.explanation.flatMap({ OutputText.lines(of: $0).first }) { lines.append("  \(first)") }
    if let command, !command.isEmpty { lines += commandLines(command) }
    // A program that its limits stopped often says something else.
    if let limits = node.limitText { lines.append("  limits: \(OutputText.oneLine(limits))") }
    lines += output(failure)
    lines += consequences(blocked)
    return lines
  }

  /// What is printed where no node has failed, but the run as a whole.
  func lines(for reason: Reason, cancelled: [Int], blocked: [(node: Int, reason: Reason)]) -> [String] {
    let names = cancelled.prefix(Self.blockedNodes).map { plan.nodes[$0].id }.joined(separator: ", ")
    let head = ["", style.paint("── \(reason.message)", .error)]
    return head + (cancelled.isEmpty ? [] : ["  ended before it was through: \(names)"]) + consequences(blocked)
  }

  private func commandLines(_ command: String) -> [String] {
    let lines = OutputText.lines(of: command)
    return lines.prefix(5).enumerated().map { ($0 == 0 ? "  $ " : "    ") + $1 } + (lines.count > 5 ? ["    …"] : [])
  }

  private func output(_ failure: NodeFinish) -> [String] {
    guard let result = failure.result else { return [] }
    let lines = OutputText.lines(result.tail)
    var shown = lines.suffix(Self.outputLines).map { "  │ \(OutputText.shortened($0))" }
    if let log = result.log { shown.append("  log: \(log.path)") }
    return shown
  }

  private func consequences(_ blocked: [(node: Int, reason: Reason)]) -> [String] {
    guard !blocked.isEmpty else { return [] }
    let names = blocked.prefix(Self.blockedNodes).map { plan.nodes[$0.node].id }.joined(separator: ", ")
    let more = blocked.count > Self.blockedNodes ? " and \(blocked.count - Self.blockedNodes) more" : ""
    return ["  did not run because of it: \(names)\(more)"]
  }
}
