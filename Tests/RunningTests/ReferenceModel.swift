import Planning
import Running
import Templates

/// A slow and obvious model of how nodes end under `continue`, written from the rules and not from the engine.
///
/// Under `continue`, without critical nodes, the outcome does not depend on time, so it can be worked out by recursion.
struct ReferenceModel {
  let plan: Plan
  let failing: Set<String>

  func outcome() -> [NodeStatus] {
    var known: [Int: NodeStatus] = [:]
    for index in plan.nodes.indices { _ = status(index, &known) }
    return plan.nodes.indices.map { known[$0] ?? .pending }
  }

  private func status(_ index: Int, _ known: inout [Int: NodeStatus]) -> NodeStatus {
    if let status = known[index] { return status }
    let result = decide(index, &known)
    known[index] = result
    return result
  }

  private func decide(_ index: Int, _ known: inout [Int: NodeStatus]) -> NodeStatus {
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
    if node.followsHandlers, node.entries.allSatisfy({ status($0.target, &known) == .skipped }) { return .skipped }
    if node.isAlwaysSkipped { return .skipped }
    if let when = node.conditionText, !condition(when, index, &known) { return .skipped }
    return failing.contains(node.id) ? .failed : .succeeded
  }

  private func isAllowed(_ index: Int) -> Bool { plan.nodes[index].allowsFailure.literal == true }

  /// The column `x` of the table, read through skipped and blocked nodes.
  private func holdsPlain(
    _ target: Int, _ lifted: Set<Int>, _ all: Bool, _ known: inout [Int: NodeStatus]
  ) -> Bool {
    if all { return true }
    switch status(target, &known) {
    case .succeeded: return true
    case .failed: return isAllowed(target) || lifted.contains(target)
    case .skipped: return readThrough(target, lifted, &known)
    case .blocked: return !lifted.isEmpty && readThrough(target, lifted, &known)
    default: return false
    }
  }

  private func readThrough(_ target: Int, _ lifted: Set<Int>, _ known: inout [Int: NodeStatus]) -> Bool {
    for entry in plan.nodes[target].entries where !holdsPlain(entry.target, lifted, false, &known) { return false }
    return true
  }

  /// The other columns: holds, misses, or blocks (nothing).
  private func verdict(_ entry: PlanEntry, _ known: inout [Int: NodeStatus]) -> Bool? {
    switch (status(entry.target, &known), entry.requirement) {
    case (.succeeded, let requirement): requirement == .success || requirement == .done
    case (.failed, .failure), (.failed, .done): true
    case (.failed, .success): isAllowed(entry.target) ? false : nil
    case (.failed, _): false
    case (.skipped, let requirement): requirement == .skipped || requirement == .done
    default: nil
    }
  }

  /// The conditions that the generator writes.
  private func condition(_ text: String, _ index: Int, _ known: inout [Int: NodeStatus]) -> Bool {
    if text == "always()" { return true }
    if text == "false" { return false }
    let quoted = text.split(separator: "'")
    guard quoted.count > 1, let target = plan.index(of: String(quoted[1])) else { return true }
    let status = status(target, &known)
    if text.hasPrefix("not ") { return status != .failed }
    return text.hasPrefix("has_failed") ? status == .failed : status == .succeeded
  }
}
