/// Finds the cycles of a directed graph: Tarjan's strongly connected components, without recursion.
///
/// O(nodes + edges).
struct CycleFinder {
  private let successors: [[Int]]
  private var indexes: [Int]
  private var lowLinks: [Int]
  private var isOnStack: [Bool]
  private var stack: [Int] = []
  private var counter = 0
  private var components: [[Int]] = []

  /// A finder for the graph in which node `i` points to `successors[i]`.
  init(successors: [[Int]]) {
    self.successors = successors
    indexes = Array(repeating: -1, count: successors.count)
    lowLinks = indexes
    isOnStack = Array(repeating: false, count: successors.count)
  }

  /// One cycle for each group of nodes that depend on each other: its nodes in order, the first one not repeated.
  ///
  /// Each cycle begins with its node of lowest number, and the cycles are in order of these.
  mutating func cycles() -> [[Int]] {
    for node in successors.indices where indexes[node] < 0 { visit(node) }
    let cyclic = components.filter { $0.count > 1 || successors[$0[0]].contains($0[0]) }
    return cyclic.map { shortestCycle(in: $0) }.sorted { $0[0] < $1[0] }
  }

  private mutating func visit(_ root: Int) {
    var path: [(node: Int, next: Int)] = []
    enter(root)
    path.append((root, 0))
    while let (node, next) = path.last {
      if next < successors[node].count {
        path[path.count - 1].next += 1
        let successor = successors[node][next]
        if indexes[successor] < 0 {
          enter(successor)
          path.append((successor, 0))
        } else if isOnStack[successor] {
          lowLinks[node] = min(lowLinks[node], indexes[successor])
        }
      } else {
        path.removeLast()
        if let parent = path.last?.node { lowLinks[parent] = min(lowLinks[parent], lowLinks[node]) }
        if lowLinks[node] == indexes[node] { closeComponent(of: node) }
      }
    }
  }

  private mutating func enter(_ node: Int) {
    indexes[node] = counter
    lowLinks[node] = counter
    counter += 1
    stack.append(node)
    isOnStack[node] = true
  }

  private mutating func closeComponent(of root: Int) {
    var component: [Int] = []
    while let node = stack.popLast() {
      isOnStack[node] = false
      component.append(node)
      if node == root { break }
    }
    components.append(component)
  }

  /// The shortest cycle through the component's node of lowest number, by breadth-first search.
  private func shortestCycle(in component: [Int]) -> [Int] {
    let members = Set(component)
    let start = component.min() ?? component[0]
    var cameFrom: [Int: Int] = [:]
    var queue = [start]
    var head = 0
    while head < queue.count {
      let node = queue[head]
      head += 1
      for successor in successors[node] where members.contains(successor) {
        if successor == start { return path(from: start, to: node, cameFrom) }
        if cameFrom[successor] == nil {
          cameFrom[successor] = node
          queue.append(successor)
        }
      }
    }
    return [start]
  }

  private func path(from start: Int, to end: Int, _ cameFrom: [Int: Int]) -> [Int] {
    var path = [end]
    while let last = path.last, last != start, let previous = cameFrom[last] { path.append(previous) }
    return path.reversed()
  }
}
