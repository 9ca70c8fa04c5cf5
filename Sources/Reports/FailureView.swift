internal import Planning
internal import Running
internal import Text

/// What is printed last when a run has failed: everything that whoever was woken up wants to know first.
struct FailureView {
  let plan: Plan
  let style: TextStyle

  /// Lines of output that are repeated.
  private static let outputLines = 10
  /// Nodes that are named.
  private static let namedNodes = 20

  func lines(
    for failure: NodeFinish, command: String?, later: [Int], blocked: [(node: Int, reason: Reason)]
  ) -> [String] {
    let node = plan.nodes[failure.node]
    var lines = ["", style.paint("── \(node.id) failed", .error) + ProgressView.because(failure.reason)]
    if let first = node.explanation.flatMap({ OutputText.lines(of: $0).first }) { lines.append("  \(first)") }
    if let command, !command.isEmpty { lines += commandLines(command) }
    // A program that its limits stopped often says something else.
    if let limits = node.limitText { lines.append("  limits: \(OutputText.oneLine(limits))") }
    lines += output(failure)
    if !later.isEmpty { lines.append("  failed too: \(names(later))") }
    // Nobody knows here which of several failures kept a node from running; it may be each of them.
    lines += consequences(blocked, of: later.isEmpty ? "it" : "them")
    return lines
  }

  /// What is printed where no node has failed, but the run as a whole.
  func lines(for reason: Reason, cancelled: [Int], blocked: [(node: Int, reason: Reason)]) -> [String] {
    let names = cancelled.prefix(Self.namedNodes).map { plan.nodes[$0].id }.joined(separator: ", ")
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

  private func consequences(_ blocked: [(node: Int, reason: Reason)], of cause: String = "it") -> [String] {
    let nodes = blocked.filter { $0.reason != .notWanted }.map(\.node)
    return nodes.isEmpty ? [] : ["  did not run because of \(cause): \(names(nodes))"]
  }

  /// As many nodes as are named.
  private func names(_ nodes: [Int]) -> String {
    let more = nodes.count > Self.namedNodes ? " and \(nodes.count - Self.namedNodes) more" : ""
    return nodes.prefix(Self.namedNodes).map { plan.nodes[$0].id }.joined(separator: ", ") + more
  }
}
