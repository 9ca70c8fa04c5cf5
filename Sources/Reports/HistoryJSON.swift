public import Audit
internal import Values

/// What an audit file tells, for programs.
public enum HistoryJSON {
  /// The name and version of the form.
  static let schema = "pyflow.history/1"

  /// All runs, in the order of the file.
  public static func render(_ runs: [RunHistory], withNodes: Bool) -> String {
    var stream = JSONStream()
    stream.beginObject()
    stream.member("schema", schema)
    stream.key("runs")
    stream.beginArray()
    for run in runs { append(run, withNodes: withNodes, to: &stream) }
    stream.endArray()
    stream.endObject()
    return String(decoding: stream.bytes, as: UTF8.self) + "\n"
  }

  private static func append(_ run: RunHistory, withNodes: Bool, to stream: inout JSONStream) {
    stream.beginObject()
    stream.member("run", run.id)
    stream.member("title", run.title)
    if let status = run.status { stream.member("status", status) }
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
    stream.key("variables")
    stream.beginObject()
    for variable in run.variables { stream.member(variable.name, value: variable.value) }
    stream.endObject()
    stream.member("node_count", run.nodes.count)
    if withNodes {
      stream.key("nodes")
      stream.beginArray()
      for node in run.nodes { append(node, to: &stream) }
      stream.endArray()
    }
    stream.endObject()
  }

  private static func append(_ node: RunHistory.Node, to stream: inout JSONStream) {
    stream.beginObject()
    stream.member("id", node.id)
    stream.member("status", node.status)
    if node.attempt > 0 { stream.member("attempt", node.attempt) }
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
    if let person = node.person { stream.member("by", person) }
    stream.endObject()
  }
}
