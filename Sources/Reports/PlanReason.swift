internal import Planning
internal import Text

/// Why and when a node of a plan runs, or that it does not, in words.
struct PlanReason {
  /// What is known of a node before the run.
  enum Decision: String {
    case runs
    /// It depends on what happens.
    case mayRun = "may_run"
    case skipped
  }

  let plan: Plan
  let time: RunTime

  func decision(on node: PlanNode) -> Decision {
    if node.isKnownToBeSkipped { return .skipped }
    return node.mayBeSkipped ? .mayRun : .runs
  }

  /// The reason in one line.
  func text(_ index: Int) -> String {
    let node = plan.nodes[index]
    if node.isInsideSkipped, let owner = plan.runbooks[node.runbook].owner {
      return "skipped: \(plan.nodes[owner].id) does not run"
    }
    if let reason = skipping(node) { return "skipped: \(reason)" }
    if case .group(let group) = node.action, !group.instances.isEmpty { return "ends when its instances have ended" }
    var parts = moment(of: node)
    if let when = node.conditionText { parts.append(condition(when, holds: node.conditionHolds)) }
    if parts.isEmpty { parts.append(start(of: node)) }
    return ["runs " + parts.joined(separator: ", ")].joined() + claims(of: node, index)
  }

  private func skipping(_ node: PlanNode) -> String? {
    if node.isLeftOut {
      let results = node.reused.map { "; what it gave comes from run \($0.run)" } ?? ""
      return "selection; counts as succeeded\(results)"
    }
    if node.isAlwaysSkipped { return "`skip` is set" }
    guard node.conditionHolds == false else { return nil }
    return "its condition is false: \(OutputText.oneLine(node.conditionText ?? ""))"
  }

  private func condition(_ text: String, holds: Bool?) -> String {
    holds == true ? "because \(OutputText.oneLine(text))" : "if \(OutputText.oneLine(text))"
  }

  // MARK: - What it waits for

  private func start(of node: PlanNode) -> String {
    if plan.gate != nil, node.runbook == 0 { return "before everything else" }
    return plan.runbooks[node.runbook].owner.map { "as soon as \(plan.nodes[$0].id) does" } ?? "at the start"
  }

  private func moment(of node: PlanNode) -> [String] {
    var parts: [String] = []
    if node.isEndNode { parts.append("when everything else has ended") }
    let plain = node.entries.filter { $0.requirement == nil }.map { plan.nodes[$0.target].id }
    let conditional = node.entries.filter { $0.requirement != nil }
    if !plain.isEmpty { parts.append("after " + plain.joined(separator: ", ")) }
    if !conditional.isEmpty { parts.append(words(conditional, needed: node.neededConditions)) }
    if !node.waits.isEmpty {
      let names = node.waits.map { plan.nodes[$0].id }.joined(separator: ", ")
      parts.append("once \(names) \(node.waits.count == 1 ? "has" : "have") ended")
    }
    return parts
  }

  private func words(_ entries: [PlanEntry], needed: Int) -> String {
    let list = entries.map { entry in
      let id = plan.nodes[entry.target].id
      switch entry.requirement {
      case .success: return "\(id) succeeds"
      case .failure: return "\(id) fails"
      case .skipped: return "\(id) is skipped"
      case .rolledBack: return "\(id) was rolled back"
      case .halted: return "\(id) was halted"
      case .rollbackFailed: return "\(id) could not be rolled back"
      case .refused: return "\(id) was refused"
      case .done, nil: return "\(id) is done"
      }
    }
    if list.count == 1 { return "if \(list[0])" }
    let all = list.joined(separator: ", ")
    return needed == list.count ? "if all hold: \(all)" : "if \(needed == 1 ? "any holds" : "\(needed) hold"): \(all)"
  }

  // MARK: - What it takes

  /// Who is asked about it.
  private func approvals(of node: PlanNode) -> [String] {
    var parts: [String] = []
    if case .question(let question) = node.action, !question.approval.isPlain {
      parts.append("approved by " + OutputText.oneLine(question.approval.text()))
    }
    if node.prompts?.before != nil { parts.append("asks before it starts") }
    if node.prompts?.after != nil { parts.append("asks when it has succeeded") }
    return parts
  }

  private func claims(of node: PlanNode, _ index: Int) -> String {
    var parts = approvals(of: node)
    parts += node.shares.map { "takes \($0.amount) of \(OutputText.oneLine(plan.settings.pools[$0.pool].name))" }
    if !node.locks.isEmpty {
      parts.append("holds lock " + node.lockTexts.map { OutputText.oneLine($0) }.joined(separator: ", "))
    }
    if let rollback = node.rollback {
      let condition = node.isUndoneOnlyAfterSuccess ? " if it has succeeded" : ""
      parts.append("undone\(condition) by \(OutputText.oneLine(rollback.summary))")
    }
    parts += (node.precautions?.texts ?? []).map { OutputText.oneLine($0) }
    if let breaker = node.breaker { parts.append(OutputText.oneLine(breaker.summary)) }
    if let poll = node.poll { parts.append(OutputText.oneLine(poll.summary)) }
    if let attempts = node.attemptText, attempts != "1" {
      let each = node.timeoutText.map { " of \(OutputText.oneLine($0))" } ?? ""
      parts.append("up to \(OutputText.oneLine(attempts)) attempts\(each)")
    }
    if node.mayLeaveRunning { parts.append("leaves processes running") }
    if let limits = node.limitText { parts.append("limited to \(OutputText.oneLine(limits))") }
    if node.statesPriority { parts.append("priority \(node.priority)") }
    if let time = TimeText.node(time.nodes[index]) { parts.append(time) }
    return parts.map { "; " + $0 }.joined()
  }
}
