internal import Templates
internal import Values

/// Rollouts in a plan's JSON.
extension PlanEncoder {
  /// Writes what holds for a whole rollout; its nodes stand among the others.
  func encode(_ strategy: PlanStrategy, to stream: inout JSONStream) {
    encode(strategy.target, "target", to: &stream)
    encode(strategy.version, "version", to: &stream)
    encode(strategy.previous, "previous", to: &stream)
    if let run = strategy.previousRun { stream.member("previous_run", run) }
    if !strategy.isPreviousLive { stream.member("previous_live", false) }
    if strategy.isReturn { stream.member("return", true) }
    if let side = strategy.returnsTo { stream.member("returns_to", side) }
    encode(strategy.timing, to: &stream)
    if let window = strategy.window { stream.member("window", window.window.text) }
    stream.member("on_unknown", strategy.onUnknown.rawValue)
    stream.member("on_failure", strategy.onFailure.rawValue)
    if !strategy.approvedSteps.isEmpty { stream.array("approve", strategy.approvedSteps.sorted()) { $1.integer($0) } }
    switch strategy.kind {
    case .blueGreen: stream.strings("colors", strategy.colors)
    case .canary: encodeSteps(of: strategy, to: &stream)
    case .progressive: encodeTargets(of: strategy, to: &stream)
    }
    stream.array("nodes", strategy.members) { member, stream in encode(member, to: &stream) }
  }

  private func encodeSteps(of strategy: PlanStrategy, to stream: inout JSONStream) {
    stream.array("steps", strategy.weights) { $1.integer($0) }
    stream.strings("hold", strategy.holds.map { DurationText.format($0.usual) })
    stream.strings("hold_max", strategy.holds.map { DurationText.format($0.longest) })
    stream.member("drain", DurationText.format(strategy.drain))
    if strategy.replacesStable { stream.member("promote_replaces_stable", true) }
    if !strategy.metrics.isEmpty { stream.array("metrics", strategy.metrics) { encode($0, to: &$1) } }
  }

  private func encodeTargets(of strategy: PlanStrategy, to stream: inout JSONStream) {
    stream.array("targets", strategy.targets) { target, stream in
      stream.object { stream in
        stream.member("target", target.name)
        stream.member("batch", target.batch)
      }
    }
    if let seed = strategy.seed { stream.member("seed", String(seed, radix: 16)) }
    if strategy.areTargetsFound { stream.member("targets_found", true) }
    stream.member("pause", DurationText.format(strategy.pause))
    stream.member("max_failures", strategy.maxFailures)
    stream.member("min_available", strategy.minAvailable)
    if let parallel = strategy.parallel { stream.member("parallel", parallel) }
  }

  private func encode(_ timing: RolloutTiming, to stream: inout JSONStream) {
    let times = [
      ("interval", timing.interval), ("min_healthy", timing.minHealthy), ("deadline", timing.deadline),
      ("approve_timeout", timing.approveTimeout), ("soak", timing.soak), ("action_timeout", timing.actionTimeout),
      ("grace", timing.grace), ("progress_deadline", timing.progressDeadline),
    ]
    for (key, time) in times { stream.member(key, DurationText.format(time)) }
    stream.member("fail_limit", timing.failLimit)
    stream.member("unknown_limit", timing.unknownLimit)
    stream.member("min_pass", timing.minPass)
    stream.member("undo_retries", timing.undoRetries)
  }

  private func encode(_ member: RolloutMember, to stream: inout JSONStream) {
    stream.object { stream in
      stream.member("role", member.role.rawValue)
      if member.step > 0 { stream.member("step", member.step) }
      if let target = member.target { stream.member("target", target) }
      if member.number > 0 { stream.member("number", member.number) }
    }
  }

  private func encode(_ metric: PlanMetric, to stream: inout JSONStream) {
    stream.object { stream in
      stream.member("name", metric.name)
      if let maximum = metric.maximum { stream.member("max", value: .double(maximum)) }
      if let minimum = metric.minimum { stream.member("min", value: .double(minimum)) }
      if let ratio = metric.maximumRatio { stream.member("max_ratio", value: .double(ratio)) }
      if let delta = metric.maximumDelta { stream.member("max_delta", value: .double(delta)) }
      stream.member("floor", value: .double(metric.floor))
      stream.member("empty", metric.empty.rawValue)
      if !metric.decides { stream.member("decides", false) }
    }
  }
}
