internal import Planning
public import Running
internal import Values

/// The result of a run, for programs: what `run --json` prints.
public struct RunJSON: Sendable {
  private let outcome: RunOutcome
  private var plan: Plan { outcome.plan }

  /// The name and version of the form.
  static let schema = "pyflow.run/1"

  /// The result of a run that came to `outcome`.
  public init(_ outcome: RunOutcome) {
    self.outcome = outcome
  }

  /// The result as one JSON document.
  public func render(_ finish: RunFinish, run: String, exitCode: Int, auditPath: String) -> String {
    JSONStream.document(Self.schema) { stream in
      stream.member("run", run)
      stream.member("title", plan.title)
      stream.member("status", finish.status.rawValue)
      stream.member("exit_code", exitCode)
      if let cause = finish.cause { stream.member("cause", plan.nodes[cause].id) }
      if let reason = finish.reason { stream.member("reason", reason.message) }
      stream.member("duration_ms", Int(finish.duration / .milliseconds(1)))
      stream.member("audit", auditPath)
      if finish.outputs.count > 0 { stream.member("outputs", value: .map(finish.outputs)) }
      if !finish.closed.isEmpty { append(finish.closed, to: &stream) }
      if !finish.withoutRollback.isEmpty {
        stream.member("without_rollback", value: .list(finish.withoutRollback.map { .string(plan.nodes[$0].id) }))
      }
      stream.array("nodes", plan.nodes.indices) { append($0, to: &$1) }
    }
  }

  private func append(_ closed: [ClosedRollbacks], to stream: inout JSONStream) {
    stream.object("closed_rollbacks") { stream in
      for entry in closed { stream.strings(plan.nodes[entry.pivot].id, entry.nodes.map { plan.nodes[$0].id }) }
    }
  }

  private func append(_ index: Int, to stream: inout JSONStream) {
    stream.beginObject()
    stream.member("id", plan.nodes[index].id)
    stream.member("status", outcome.status(of: index).rawValue)
    if outcome.ends[index] == nil, outcome.kept[index] != nil { stream.member("kept", true) }
    if let reason = outcome.reason(of: index) { stream.member("reason", reason.message) }
    if let finish = outcome.ends[index] {
      stream.member("attempt", finish.attempt)
      stream.member("duration_ms", Int(finish.duration / .milliseconds(1)))
      append(finish.result, to: &stream)
    }
    if let rollback = outcome.rollbacks[index] { stream.member("rollback", rollback.rawValue) }
    stream.endObject()
  }

  private func append(_ result: ActionResult?, to stream: inout JSONStream) {
    guard let result else { return }
    switch result.ending {
    case .exited(let code): stream.member("exit_code", code)
    case .killed(let signal): stream.member("signal", signal)
    case .answered(let status): stream.member("http_status", status)
    case .couldNotStart, .requestFailed, .answerTooLarge, .done, .functionFailed: break
    }
    if let log = result.log { stream.member("log", log.path) }
  }
}
