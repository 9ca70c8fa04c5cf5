import Planning
import Running
import Templates

/// A slow and obvious model of how nodes end under `continue`, written from the rules and not from the engine.
///
/// Under `continue`, without critical nodes, the outcome does not depend on time, so it can be worked out by recursion.
struct ReferenceModel {
  let plan: Plan
  let failing: Set<String>

  /// What was worked out already.
  struct Known {
    var statuses: [Int: NodeStatus] = [:]
    /// Nodes that are left out, and would have been blocked.
    var heldBack: Set<Int> = []
  }

  func outcome() -> [NodeStatus] {
    var known = Known()
    for index in plan.nodes.indices { _ = status(index, &known) }
    return plan.nodes.indices.map { known.statuses[$0] ?? .pending }
  }

  private func status(_ index: Int, _ known: inout Known) -> NodeStatus {
    if let status = known.statuses[index] { return status }
    let result = decide(index, &known)
    known.statuses[index] = result
    return result
  }

  private func decide(_ index: Int, _ known: inout Known) -> NodeStatus {
    let node = plan.nodes[index]
    let obstacle = obstacle(index, &known)
    if node.isLeftOut {
      if obstacle == .blocked { known.heldBack.insert(index) }
      return .skipped
    }
    if let obstacle { return obstacle }
    if node.isAlwaysSkipped { return .skipped }
    if let when = node.conditionText, !condition(when, index, &known) { return .skipped }
    return failing.contains(node.id) ? .failed : .succeeded
  }

  /// Whether a node's entries keep it from running.
  private func obstacle(_ index: Int, _ known: inout Known) -> NodeStatus? {
    let node = plan.nodes[index]
    for entry in node.entries where entry.requirement == nil {
      if !holdsPlain(entry.target, Set(node.lifting.nodes), node.lifting.liftsAll, &known) { return .blocked }
    }
    let conditional = node.entries.filter { $0.requirement != nil }
    var holding = 0
    var blocks = false
    for entry in conditional {
      switch verdict(entry, &known) {
      case true?: holding += 1
      case nil:
        if node.lifting.liftsAll { holding += 1 } else { blocks = true }
      case false?: break
      }
    }
    if holding < node.neededConditions { return blocks ? .blocked : .skipped }
    if node.followsHandlers, node.entries.allSatisfy({ ending($0.target, &known) == .skipped }) { return .skipped }
    return nil
  }

  /// How a node ended, for others: one that is left out succeeded, unless it would have been blocked.
  private func ending(_ index: Int, _ known: inout Known) -> NodeStatus {
    let status = status(index, &known)
    guard plan.nodes[index].isLeftOut else { return status }
    return known.heldBack.contains(index) ? .skipped : .succeeded
  }

  private func isAllowed(_ index: Int) -> Bool { plan.nodes[index].allowsFailure.literal == true }

  /// The column `x` of the table, read through skipped and blocked nodes.
  private func holdsPlain(
    _ target: Int, _ lifted: Set<Int>, _ all: Bool, _ known: inout Known
  ) -> Bool {
    if all { return true }
    switch ending(target, &known) {
    case .succeeded: return true
    case .failed: return isAllowed(target) || lifted.contains(target)
    case .skipped: return readThrough(target, lifted, &known)
    case .blocked: return !lifted.isEmpty && readThrough(target, lifted, &known)
    default: return false
    }
  }

  private func readThrough(_ target: Int, _ lifted: Set<Int>, _ known: inout Known) -> Bool {
    for entry in plan.nodes[target].entries where !holdsPlain(entry.target, lifted, false, &known) { return false }
    return true
  }

  /// The other columns: holds, misses, or blocks (nothing).
  private func verdict(_ entry: PlanEntry, _ known: inout Known) -> Bool? {
    let ending = ending(entry.target, &known)
    if known.heldBack.contains(entry.target) { return nil }
    return switch (ending, entry.requirement) {
    case (.succeeded, let requirement): requirement == .success || requirement == .done
    case (.failed, .failure), (.failed, .done): true
    case (.failed, .success): isAllowed(entry.target) ? false : nil
    case (.failed, _): false
    case (.skipped, let requirement): requirement == .skipped || requirement == .done
    default: nil
    }
  }

  /// The conditions that the generator writes.
  private func condition(_ text: String, _ index: Int, _ known: inout Known) -> Bool {
    if text == "always()" { return true }
    if text == "false" { return false }
    let quoted = text.split(separator: "'")
    guard quoted.count > 1, let target = plan.index(of: String(quoted[1])) else { return true }
    let status = ending(target, &known)
    if text.hasPrefix("not ") { return status != .failed }
    return text.hasPrefix("has_failed") ? status == .failed : status == .succeeded
  }
}
