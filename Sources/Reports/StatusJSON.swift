internal import Audit
internal import Planning
internal import Running
internal import Values

/// Where a run stands, for programs: what `status --json` prints.
public enum StatusJSON {
  /// The name and version of the form.
  static let schema = "pyflow.status/1"

  /// The run as one JSON document.
  public static func render(_ standing: RunStanding) -> String {
    JSONStream.document(schema) { stream in
      append(standing, to: &stream)
      nodes("running", standing.running, standing, to: &stream)
      if !standing.rollouts.isEmpty { stream.array("rollouts", standing.rollouts) { rollout($0, to: &$1) } }
      nodes("undoing", standing.undoing, standing, to: &stream)
      stream.array("waiting", standing.run.waiting) { waiting, stream in
        stream.object { stream in
          stream.member("node", waiting.node)
          HistoryJSON.append(waiting.question, to: &stream)
          stream.member("command", standing.arguments.command("approve", node: waiting.node))
        }
      }
      nodes("delayed", standing.delayed, standing, to: &stream)
      nodes("failed", standing.failed, standing, to: &stream)
      nodes("not_undone", standing.notUndone, standing, to: &stream)
      nodes("unknown", standing.unknown, standing, to: &stream)
      stream.array("locks", standing.locks) { LockReport.append($0, to: &$1) }
      stream.array("commands", standing.waysOn) { way, stream in
        stream.object { stream in
          stream.member("purpose", way.purpose)
          stream.member("command", way.command)
        }
      }
    }
  }

  private static func append(_ standing: RunStanding, to stream: inout JSONStream) {
    let run = standing.run
    stream.member("run", run.id)
    stream.member("title", run.title)
    stream.member("status", standing.status)
    stream.member("exit_code", standing.exitCode)
    stream.member("alive", standing.isAlive)
    if let since = standing.since { stream.member("since", since.rfc3339) }
    if let time = run.startedAt { stream.member("started_at", time.rfc3339) }
    stream.member("user", run.user)
    stream.member("host", run.host)
    if let resumer = run.resumer { stream.member("resumed_by", resumer.name) }
    if let pauser = run.pauser { stream.member("pausing_for", pauser.name) }
    if let cause = run.cause { stream.member("cause", cause) }
    if let reason = run.reason { stream.member("reason", reason) }
    if let signal = run.signal { stream.member("signal", signal) }
    stream.member("node_count", run.nodes.count)
    stream.object("counts") { stream in
      for entry in standing.counts { stream.member(entry.status.rawValue, entry.count) }
    }
  }

  private static func rollout(_ node: RunHistory.Node, to stream: inout JSONStream) {
    stream.object { stream in
      stream.member("id", node.id)
      guard let rollout = node.rollout else { return }
      stream.member("phase", rollout.phase.rawValue)
      stream.member("step", rollout.step)
      if let old = rollout.old { stream.member("old", old) }
    }
  }

  private static func nodes(
    _ name: String, _ nodes: [RunHistory.Node], _ standing: RunStanding, to stream: inout JSONStream
  ) {
    stream.array(name, nodes) { node, stream in
      stream.object { stream in
        stream.member("id", node.id)
        if node.attempt > 0 { stream.member("attempt", node.attempt) }
        if let reason = node.rollbackReason ?? node.reason { stream.member("reason", reason) }
        if let time = node.startedAt { stream.member("started_at", time.rfc3339) }
        if let lines = standing.lastLines[node.id] { stream.strings("last_lines", lines) }
        if let log = node.rollbackReason == nil ? node.log : node.rollbackLog { stream.member("log", log) }
      }
    }
  }
}
