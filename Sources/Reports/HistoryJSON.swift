public import Audit
internal import Planning
internal import Running
internal import Values

/// What an audit file tells, for programs.
public enum HistoryJSON {
  /// The name and version of the form.
  static let schema = "pyflow.history/1"

  /// All runs, in the order of the file.
  ///
  /// Where `isAlive` can tell, runs that have not ended have a status too.
  public static func render(
    _ runs: [RunHistory], withNodes: Bool, isAlive: ((RunHistory) -> Bool)? = nil
  ) -> String {
    JSONStream.document(schema) { stream in
      stream.array("runs", runs) { append($0, withNodes: withNodes, isAlive, to: &$1) }
    }
  }

  private static func append(
    _ run: RunHistory, withNodes: Bool, _ isAlive: ((RunHistory) -> Bool)?, to stream: inout JSONStream
  ) {
    stream.beginObject()
    stream.member("run", run.id)
    stream.member("title", run.title)
    if run.status != nil || isAlive != nil { stream.member("status", run.shownStatus(isAlive: isAlive?(run))) }
    if let time = run.startedAt { stream.member("started_at", time.rfc3339) }
    if let time = run.endedAt { stream.member("last_record_at", time.rfc3339) }
    if let milliseconds = run.milliseconds { stream.member("duration_ms", milliseconds) }
    stream.member("user", run.user)
    stream.member("host", run.host)
    if let cause = run.cause { stream.member("cause", cause) }
    if let reason = run.reason { stream.member("reason", reason) }
    if let signal = run.signal { stream.member("signal", signal) }
    if let decision = run.rollbackDecision {
      stream.member("rollback", decision.isGranted ? "granted" : "rejected")
      stream.member("rollback_by", decision.person)
    }
    stream.member("records", run.recordCount)
    stream.object("variables") { stream in
      for variable in run.variables { stream.member(variable.name, value: variable.value) }
    }
    stream.member("node_count", run.nodes.count)
    if withNodes { stream.array("nodes", run.nodes) { append($0, to: &$1) } }
    stream.endObject()
  }

  /// The nodes that wait for an answer.
  public static func waiting(_ waiting: [WaitingNode]) -> String {
    JSONStream.document("pyflow.waiting/1") { stream in
      stream.array("waiting", waiting) { waiting, stream in
        stream.object { stream in
          stream.member("run", waiting.run)
          stream.member("node", waiting.node)
          append(waiting.question, to: &stream)
        }
      }
    }
  }

  static func append(_ question: QuestionHistory, to stream: inout JSONStream) {
    stream.member("question", question.text)
    if let since = question.since { stream.member("since", since.rfc3339) }
    if let rule = question.rule {
      stream.member(
        "approvers", value: .list(rule.approvers(isEscalated: question.isEscalated).map { .string($0.text) }))
      stream.member("min_approvals", rule.minimum)
      stream.member("not_requester", rule.excludesRequester)
    }
    stream.member("approved_by", value: .list(question.approvals.map { .string($0.person.name) }))
  }

  private static func append(_ node: RunHistory.Node, to stream: inout JSONStream) {
    stream.beginObject()
    stream.member("id", node.id)
    stream.member("status", node.status)
    if node.attempt > 0 { stream.member("attempt", node.attempt) }
    if node.samples > 0 { stream.member("samples", node.samples) }
    if let reason = node.reason { stream.member("reason", reason) }
    if let command = node.command { stream.member("command", command) }
    if let code = node.exitCode { stream.member("exit_code", code) }
    if let time = node.startedAt { stream.member("started_at", time.rfc3339) }
    if let milliseconds = node.milliseconds { stream.member("duration_ms", milliseconds) }
    if let capture = node.captures.last(where: { $0.isChanged != nil }), let isChanged = capture.isChanged {
      stream.member("changed", isChanged)
      if let difference = capture.difference { stream.member("difference", value: difference) }
    }
    if let rollback = node.rollback { stream.member("rollback", rollback) }
    if let pivot = node.closedBy { stream.member("rollback_closed_by", pivot) }
    if let log = node.log { stream.member("log", log) }
    if let decider = node.decider { stream.member("decided_by", decider) }
    if let person = node.person { stream.member("by", person) }
    stream.endObject()
  }
}
