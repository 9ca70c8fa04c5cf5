/// The nodes that may start, in order of the file: a binary heap.
struct ReadyQueue {
  private var heap: [Int] = []

  var isEmpty: Bool { heap.isEmpty }
  /// The next node, which stays in the queue.
  var first: Int? { heap.first }

  /// Adds a node.
  ///
  /// O(log n).
  mutating func insert(_ node: Int) {
    heap.append(node)
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
    guard let first = heap.first else { return nil }
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
