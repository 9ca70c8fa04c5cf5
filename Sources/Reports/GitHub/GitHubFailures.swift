internal import Planning
public import Running
public import Text
internal import Values

/// What went wrong in a run, each at the place of its node in the runbook.
public enum GitHubFailures {
  /// The last lines of output that are repeated.
  private static let outputLines = 5

  /// An error for each node that failed, a warning where that was allowed; nodes that failed only because others did have none.
  public static func diagnostics(_ outcome: RunOutcome, _ finish: RunFinish) -> Diagnostics {
    var diagnostics = Diagnostics()
    for (node, end) in outcome.ends.sorted(by: { $0.key < $1.key }) where end.status == .failed {
      guard let reason = end.reason, !reason.isOfOthers else { continue }
      diagnostics.append(diagnostic(node, end, reason, outcome))
    }
    for (node, status) in outcome.rollbacks.sorted(by: { $0.key < $1.key }) where status != .succeeded {
      diagnostics.append(
        Diagnostic(
          severity: .error, id: "run.rollback-failed", message: "`\(outcome.plan.nodes[node].id)` was not rolled back",
          place: place(of: node, outcome)))
    }
    if finish.status.isFailure, !diagnostics.hasErrors {
      let reason = finish.reason.map { OutputText.oneLine($0.message) } ?? "the run has not come to its end"
      diagnostics.append(
        Diagnostic(severity: .error, id: "run.failed", message: reason, place: .file(outcome.plan.source.name)))
    }
    return diagnostics
  }

  private static func diagnostic(_ node: Int, _ end: NodeFinish, _ reason: Reason, _ outcome: RunOutcome) -> Diagnostic
  {
    let id = OutputText.oneLine(outcome.plan.nodes[node].id)
    let attempts = end.attempt > 1 ? " after \(end.attempt) attempts" : ""
    let lines = end.result.map { OutputText.lines($0.tail).suffix(outputLines) } ?? []
    return Diagnostic(
      severity: end.isAllowed ? .warning : .error, id: "run.node-failed",
      message: "`\(id)` failed: \(OutputText.oneLine(reason.message))\(attempts)",
      place: place(of: node, outcome), notes: lines.map { Diagnostic.Note(OutputText.shortened($0)) })
  }

  private static func place(of node: Int, _ outcome: RunOutcome) -> Place {
    let node = outcome.plan.nodes[node]
    return .span(outcome.plan.runbooks[node.runbook].source, node.idSpan)
  }
}
