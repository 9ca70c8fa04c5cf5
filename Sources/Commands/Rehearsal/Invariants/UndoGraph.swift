internal import Planning

/// What stands on what in a plan, followed both ways: for what is undone, and in which order.
struct UndoGraph: Sendable {
  private let below: [[Int]]
  private let above: [[Int]]

  init(_ plan: Plan) {
    let below = plan.nodes.map { $0.entries.map(\.target) + $0.waits }
    var above = Array(repeating: [Int](), count: plan.nodes.count)
    for (node, targets) in below.enumerated() {
      for target in targets where target < above.count { above[target].append(node) }
    }
    self.below = below
    self.above = above
  }

  /// The nodes that stand on a node, directly or not.
  func nodes(above node: Int) -> [Int] { reach(node, above) }

  /// Whether a node stands on one of others, directly or not.
  func isReached(_ node: Int, from others: Set<Int>) -> Bool { reach(node, below).contains(where: others.contains) }

  /// Whether one of others stands on a node, directly or not.
  func leads(from node: Int, to others: Set<Int>) -> Bool { reach(node, above).contains(where: others.contains) }

  private func reach(_ start: Int, _ edges: [[Int]]) -> [Int] {
    guard start < edges.count else { return [] }
    var seen: Set<Int> = [start]
    var (queue, found) = ([start], [Int]())
    while let node = queue.popLast() {
      for next in edges[node] where seen.insert(next).inserted {
        found.append(next)
        queue.append(next)
      }
    }
    return found
  }
}
