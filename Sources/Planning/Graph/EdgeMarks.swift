/// Which edges lead from the node at hand, in constant time for each, whatever their number.
///
/// For every target and kind of edge stands the last node that has it, so nothing is cleared between nodes: all edges of
/// a node must be added before those of the next.
struct EdgeMarks {
  /// The kinds of edges.
  enum Kind {
    case entry(PlanEntry.Requirement?)
    case wait

    fileprivate static let count = 10

    fileprivate var position: Int {
      switch self {
      case .entry(nil): 0
      case .entry(.success): 1
      case .entry(.failure): 2
      case .entry(.skipped): 3
      case .entry(.done): 4
      case .wait: 5
      case .entry(.rolledBack): 6
      case .entry(.halted): 7
      case .entry(.rollbackFailed): 8
      case .entry(.refused): 9
      }
    }
  }

  private var lastNode: [Int32]

  /// No edges, for a graph of so many nodes.
  init(nodeCount: Int) {
    lastNode = Array(repeating: -1, count: nodeCount * Kind.count)
  }

  /// Whether the node has the edge.
  func contains(_ kind: Kind, from node: Int, to target: Int) -> Bool {
    lastNode[target * Kind.count + kind.position] == Int32(truncatingIfNeeded: node)
  }

  /// Notes the edge; false if the node has it already.
  mutating func insert(_ kind: Kind, from node: Int, to target: Int) -> Bool {
    let isNew = !contains(kind, from: node, to: target)
    lastNode[target * Kind.count + kind.position] = Int32(truncatingIfNeeded: node)
    return isNew
  }
}
