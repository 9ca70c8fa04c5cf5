/// Nodes that could start if others did not hold what they need, in order for each such thing.
struct ParkedNodes: Sendable {
  /// What a node waits for.
  enum Want: Hashable {
    case pool(Int, amount: Int)
    /// A lock that another node of this run has, or asks for.
    case lock(String)
  }

  private var queues: [Want: ReadyQueue] = [:]
  /// For each pool, how much of it nodes have waited for.
  private var amounts: [Int: Set<Int>] = [:]

  /// Adds a node.
  mutating func insert(_ node: Int, priority: Int, _ want: Want) {
    queues[want, default: ReadyQueue()].insert(node, priority: priority)
    if case .pool(let pool, let amount) = want { amounts[pool, default: []].insert(amount) }
  }

  /// How much of a pool nodes have waited for, the least first.
  func amounts(of pool: Int) -> [Int] { amounts[pool]?.sorted() ?? [] }

  /// Removes and returns the node that is next for something.
  mutating func popFirst(_ want: Want) -> Int? { queues[want]?.popFirst() }

  /// Removes and returns all nodes.
  mutating func removeAll() -> [Int] {
    var nodes: [Int] = []
    for want in queues.keys {
      while let node = queues[want]?.popFirst() { nodes.append(node) }
    }
    return nodes.sorted()
  }
}
