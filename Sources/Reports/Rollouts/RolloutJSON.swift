internal import Planning
internal import Values

/// What a printed plan says of a rollout, for programs.
enum RolloutJSON {
  /// Writes the outline and the arithmetic of a rollout as members of an object.
  static func append(
    _ strategy: PlanStrategy, _ nodes: [PlanNode], owner: String, places: Int, to stream: inout JSONStream
  ) {
    let outline = RolloutOutline(strategy, nodes, owner: owner)
    let arithmetic = RolloutArithmetic(strategy, nodes, places: places)
    stream.member("id", owner)
    stream.member("kind", strategy.kind.rawValue)
    stream.member("target", strategy.targetText)
    if let version = strategy.versionText { stream.member("version", version) }
    if let previous = strategy.previousText { stream.member("previous", previous) }
    if let run = strategy.previousRun { stream.member("previous_run", run) }
    if let seed = strategy.seed { stream.member("seed", String(seed, radix: 16)) }
    if strategy.areTargetsOpen { stream.member("targets_open", true) }
    stream.array("lines", outline.lines) { append($0, to: &$1) }
    stream.array("on_failure", outline.waysBack) { wayBack, stream in
      stream.object { stream in
        stream.member("from", wayBack.line)
        stream.member("text", wayBack.text)
      }
    }
    if let drift = outline.drift { stream.member("on_drift", drift) }
    if let capture = outline.capture { stream.member("on_fail_capture", capture) }
    append(arithmetic, to: &stream)
  }

  private static func append(_ line: RolloutOutline.Line, to stream: inout JSONStream) {
    stream.object { stream in
      stream.member("name", line.name)
      if let weight = line.weight { stream.member("weight", weight) }
      stream.array("nodes", line.nodes) { node, stream in
        stream.object { stream in
          if !node.label.isEmpty { stream.member("label", node.label) }
          stream.member("changes", node.changes)
          stream.member("command", node.command.joined(separator: "\n"))
          if !node.note.isEmpty { stream.member("note", node.note) }
        }
      }
    }
  }

  private static func append(_ arithmetic: RolloutArithmetic, to stream: inout JSONStream) {
    stream.object("success") { PlanJSON.append(arithmetic.success, to: &$0) }
    if let longest = arithmetic.longest { stream.member("longest_ms", PlanJSON.milliseconds(longest)) }
    stream.object("notice") { PlanJSON.append(arithmetic.notice, to: &$0) }
    stream.array("stages", arithmetic.stages) { stage, stream in
      stream.object { stream in
        stream.member("name", stage.name)
        PlanJSON.append(stage.time, to: &stream)
        append(stage.wayBack, to: &stream)
      }
    }
    guard let exposure = arithmetic.exposure else { return }
    stream.object("exposure") { stream in
      stream.member("usual_traffic_ms", PlanJSON.milliseconds(exposure.usual))
      if let most = exposure.most { stream.member("most_traffic_ms", PlanJSON.milliseconds(most)) }
    }
  }

  private static func append(_ wayBack: RolloutArithmetic.WayBack, to stream: inout JSONStream) {
    switch wayBack {
    case .nothing: break
    case .person: stream.member("back", "person")
    case .takes(let once, let all):
      if let once { stream.member("back_ms", PlanJSON.milliseconds(once)) }
      if let all { stream.member("back_all_tries_ms", PlanJSON.milliseconds(all)) }
    }
  }
}
