public import Planning
internal import Values

/// A plan for programs: what `plan --json` prints.
public enum PlanJSON {
  /// The plan, its digest, and what is known of it before the run.
  public static func render(_ plan: Plan, places: Int) -> String {
    let encoder = PlanEncoder(plan)
    let time = RunTime(plan, places: places)
    return JSONStream.document("pyflow.plan/\(PlanEncoder.format)") { stream in
      stream.member("digest", encoder.digest.hex)
      stream.key("plan")
      encoder.encode(to: &stream)
      stream.object("outlook") { append(plan, time, to: &$0) }
    }
  }

  private static func append(_ plan: Plan, _ time: RunTime, to stream: inout JSONStream) {
    let reason = PlanReason(plan: plan, time: time)
    stream.member("jobs", time.places)
    append(time.total, to: &stream)
    if let recovery = time.recovery { stream.member("recovery_ms", milliseconds(recovery)) }
    stream.array("nodes", plan.nodes.enumerated()) { entry, stream in
      let (index, node) = entry
      stream.object { stream in
        stream.member("id", node.id)
        stream.member("decision", reason.decision(on: node).rawValue)
        stream.member("reason", reason.text(index))
        append(time.nodes[index].range, to: &stream)
        if let cause = time.nodes[index].cause { stream.member("unbounded", TimeText.words(cause, node.id)) }
      }
    }
    let rollouts = plan.nodes.indices.filter { plan.rollout($0) != nil }
    guard !rollouts.isEmpty else { return }
    stream.array("rollouts", rollouts) { index, stream in
      stream.object { stream in
        guard let (strategy, nodes) = plan.rollout(index) else { return }
        RolloutJSON.append(strategy, nodes, owner: plan.nodes[index].id, places: time.places, to: &stream)
      }
    }
  }

  static func append(_ range: TimeRange, to stream: inout JSONStream) {
    stream.member("fastest_ms", milliseconds(range.fastest))
    if let slowest = range.slowest { stream.member("slowest_ms", milliseconds(slowest)) }
  }

  /// Seconds as milliseconds, as far as numbers in JSON are exact.
  static func milliseconds(_ seconds: Double) -> Int { Int(min(seconds * 1000, 9e15)) }
}
