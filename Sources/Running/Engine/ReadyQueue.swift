/// Nodes by priority and then in order of the plan.
struct ReadyQueue: Sendable {
  /// The nodes, each with its priority in the high bits, so that comparing two is comparing numbers.
  private var heap = Heap<Int>()
  private static let nodeBits = 32

  var isEmpty: Bool { heap.isEmpty }
  /// The next node, which stays in the queue.
  var first: Int? { heap.first.map(Self.node) }

  private static func node(_ key: Int) -> Int { key & (1 << nodeBits - 1) }

  /// Adds a node; those of a lower number go first.
  ///
  /// O(log n).
  mutating func insert(_ node: Int, priority: Int = 0) {
    heap.insert(priority << Self.nodeBits | node)
  }

  /// Removes and returns the next node.
  ///
  /// O(log n).
  mutating func popFirst() -> Int? { heap.popFirst().map(Self.node) }
}
