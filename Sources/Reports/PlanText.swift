public import Planning
public import Text
internal import Values

/// A plan for people: what will run, in which order, and why.
public enum PlanText {
  /// The plan as lines, ending in a newline.
  ///
  /// How long it takes depends on how many nodes have `places` at once.
  public static func render(_ plan: Plan, places: Int, digest: String, style: TextStyle) -> String {
    let time = RunTime(plan, places: places)
    let reason = PlanReason(plan: plan, time: time)
    var lines = ["\(style.paint(OutputText.oneLine(plan.title), .emphasis)): \(count(plan))"]
    for variable in plan.variables {
      let source = style.paint("(\(OutputText.oneLine(variable.source)))", .faint)
      lines.append("  \(variable.name) = \(OutputText.oneLine(variable.displayedValue))  \(source)")
    }
    for runbook in plan.runbooks {
      for secret in runbook.secrets {
        let source = style.paint("(\(secret.kind))", .faint)
        lines.append("  secret \(runbook.prefix)\(secret.name)  \(source)")
      }
    }
    for pool in plan.settings.pools {
      let scope = pool.isOfMachine ? ", shared by all runs of this machine" : ""
      lines.append("  pool \(OutputText.oneLine(pool.name)): \(pool.capacity)\(scope)")
    }
    if let group = plan.settings.group { lines.append("  group \(OutputText.oneLine(group))") }
    for lock in plan.settings.locks { lines.append("  lock \(OutputText.oneLine(lock))") }
    if let timeout = plan.settings.timeout { lines.append("  timeout \(DurationText.format(timeout))") }
    // The nodes of a rollout stand in its own table.
    let shown = plan.nodes.indices.filter { !plan.runbooks[plan.nodes[$0].runbook].isRollout }
    for (position, index) in shown.enumerated() {
      lines += describe(plan, index, number: position + 1, reason.text(index), places: time.places, style)
    }
    lines.append(TimeText.total(time, of: plan))
    lines.append("plan \(digest)")
    return lines.map { $0 + "\n" }.joined()
  }

  /// How many nodes there are, and how many of them are chosen.
  private static func count(_ plan: Plan) -> String {
    let leftOut = plan.nodes.indices.count { plan.nodes[plan.outermost($0)].isLeftOut }
    let nodes = "\(plan.nodes.count) node\(plan.nodes.count == 1 ? "" : "s")"
    return leftOut == 0 ? nodes : "\(nodes), \(plan.nodes.count - leftOut) chosen"
  }

  private static func describe(
    _ plan: Plan, _ index: Int, number: Int, _ reason: String, places: Int, _ style: TextStyle
  ) -> [String] {
    let node = plan.nodes[index]
    var lines = ["\(number). \(style.paint(node.id, .emphasis)) \(style.paint("[\(node.kind)]", .faint))"]
    if let (strategy, nodes) = plan.rollout(index) {
      lines[0] += " " + RolloutText.subject(of: strategy)
      lines.append("     " + style.paint(reason, .faint))
      let rollout = RolloutText(strategy, nodes, owner: node.id, places: places)
      return lines + rollout.lines(style).map { "     " + $0 }
    }
    // A line never begins with the command's own text, which GitHub's runner could take for one of its commands.
    for (position, line) in OutputText.lines(of: node.summary).enumerated() {
      lines.append((position == 0 ? "     $ " : "     > ") + line)
    }
    if case .request(let request) = node.action, !request.details.isEmpty {
      lines.append("       " + style.paint(OutputText.oneLine(request.details.joined(separator: "; ")), .faint))
    }
    lines.append("     " + style.paint(reason, .faint))
    return lines
  }
}
