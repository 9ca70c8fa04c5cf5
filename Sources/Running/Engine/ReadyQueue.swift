/// The nodes that may start, by priority and then in order of the file: a binary heap.
struct ReadyQueue {
  /// The nodes, each with its priority in the high bits, so that comparing two is comparing numbers.
  private var heap: [Int] = []
  private static let nodeBits = 32

  var isEmpty: Bool { heap.isEmpty }
  /// The next node, which stays in the queue.
  var first: Int? { heap.first.map(Self.node) }

  private static func node(_ key: Int) -> Int { key & (1 << nodeBits - 1) }

  /// Adds a node; those of a lower number go first.
  ///
  /// O(log n).
  mutating func insert(_ node: Int, priority: Int = 0) {
    heap.append(priority << Self.nodeBits | node)
    var child = heap.count - 1
    while child > 0, heap[child] < heap[(child - 1) / 2] {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  /// Removes and returns the next node.
  ///
  /// O(log n).
  mutating func popFirst() -> Int? {
    guard let first else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return first }
    heap[0] = last
    var parent = 0
    while true {
      let left = 2 * parent + 1
      guard left < heap.count else { return first }
      let right = left + 1
      let child = right < heap.count && heap[right] < heap[left] ? right : left
      if heap[parent] <= heap[child] { return first }
      heap.swapAt(parent, child)
      parent = child
    }
  }
}
