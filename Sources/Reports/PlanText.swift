public import Planning
public import Text
internal import Values

/// A plan for people: what will run, in which order, and why.
public enum PlanText {
  /// The plan as lines, ending in a newline.
  public static func render(_ plan: Plan, digest: String, style: TextStyle) -> String {
    var lines = ["\(style.paint(OutputText.oneLine(plan.title), .emphasis)): \(count(plan))"]
    for variable in plan.variables {
      let source = style.paint("(\(OutputText.oneLine(variable.source)))", .faint)
      lines.append("  \(variable.name) = \(OutputText.oneLine(variable.displayedValue))  \(source)")
    }
    for pool in plan.settings.pools { lines.append("  pool \(OutputText.oneLine(pool.name)): \(pool.capacity)") }
    for lock in plan.settings.locks { lines.append("  lock \(OutputText.oneLine(lock))") }
    if let timeout = plan.settings.timeout { lines.append("  timeout \(DurationText.format(timeout))") }
    for (index, node) in plan.nodes.enumerated() { lines += describe(node, number: index + 1, of: plan, style) }
    lines.append("plan \(digest)")
    return lines.map { $0 + "\n" }.joined()
  }

  /// How many nodes there are, and how many of them are chosen.
  private static func count(_ plan: Plan) -> String {
    let leftOut = plan.nodes.count(where: \.isLeftOut)
    let nodes = "\(plan.nodes.count) node\(plan.nodes.count == 1 ? "" : "s")"
    return leftOut == 0 ? nodes : "\(nodes), \(plan.nodes.count - leftOut) chosen"
  }

  private static func describe(_ node: PlanNode, number: Int, of plan: Plan, _ style: TextStyle) -> [String] {
    var lines = ["\(number). \(style.paint(node.id, .emphasis)) \(style.paint("[\(node.kind)]", .faint))"]
    // A line never begins with the command's own text, which GitHub's runner could take for one of its commands.
    for (position, line) in OutputText.lines(of: node.summary).enumerated() {
      lines.append((position == 0 ? "     $ " : "     > ") + line)
    }
    lines.append("     " + style.paint(reason(node, of: plan), .faint))
    return lines
  }

  /// Why and when the node runs, in one line.
  static func reason(_ node: PlanNode, of plan: Plan) -> String {
    if node.isLeftOut { return "skipped: selection; counts as succeeded" }
    if node.isAlwaysSkipped { return "skipped: `skip` is set" }
    if case .group(let group) = node.action, !group.instances.isEmpty { return "when its instances have ended" }
    var parts: [String] = []
    if node.isEndNode { parts.append("when everything else has ended") }
    let plain = node.entries.filter { $0.requirement == nil }.map { plan.text(of: $0) }
    let conditional = node.entries.filter { $0.requirement != nil }.map { plan.text(of: $0) }
    if !plain.isEmpty { parts.append("after " + plain.joined(separator: ", ")) }
    if !conditional.isEmpty { parts.append(condition(conditional, needed: node.neededConditions)) }
    if !node.waits.isEmpty {
      parts.append("once " + node.waits.map { plan.nodes[$0].id }.joined(separator: ", ") + " ended")
    }
    if let when = node.conditionText { parts.append("if \(OutputText.oneLine(when))") }
    if parts.isEmpty { parts.append("at the start") }
    for share in node.shares {
      parts.append("takes \(share.amount) of \(OutputText.oneLine(plan.settings.pools[share.pool].name))")
    }
    if !node.locks.isEmpty {
      parts.append("holds lock " + node.lockTexts.map { OutputText.oneLine($0) }.joined(separator: ", "))
    }
    if let timeout = node.timeoutText { parts.append("timeout \(OutputText.oneLine(timeout))") }
    if let attempts = node.attemptText {
      parts.append(attempts == "1" ? "1 attempt" : "up to \(OutputText.oneLine(attempts)) attempts")
    }
    parts += (node.precautions?.texts ?? []).map(OutputText.oneLine)
    if let limits = node.limitText { parts.append("limited to \(OutputText.oneLine(limits))") }
    if node.statesPriority { parts.append("priority \(node.priority)") }
    return parts.joined(separator: ", ")
  }

  private static func condition(_ entries: [String], needed: Int) -> String {
    let list = entries.joined(separator: ", ")
    if entries.count == 1 { return "if \(list)" }
    return needed == entries.count ? "if all of \(list)" : "if \(needed == 1 ? "any" : "\(needed)") of \(list)"
  }
}
