/// Finds the handlers of nodes: they are chosen with what they handle (design 10).
///
/// Linear in nodes and edges.
struct HandlerSearch {
  private let nodes: [PlanNode]
  /// For each node, the handlers that name it.
  private var handlers: [Int: [Int]] = [:]
  /// For each node, those with an entry on it.
  private var dependents: [[Int]]

  init(_ plan: Plan) {
    nodes = plan.nodes
    dependents = Array(repeating: [], count: nodes.count)
    for (index, node) in nodes.enumerated() {
      for entry in node.entries { dependents[entry.target].append(index) }
      if node.isHandler { for subject in Self.subjects(of: node) { handlers[subject, default: []].append(index) } }
    }
  }

  /// The nodes whose failure a handler answers: those that it names, or the handlers that it follows.
  private static func subjects(of node: PlanNode) -> [Int] {
    let failures = node.entries.filter { $0.requirement?.answersFailure ?? false }.map(\.target)
    if node.lifting.isLifting || !failures.isEmpty { return node.lifting.nodes + failures }
    return node.entries.filter { $0.origin == .written }.map(\.target)
  }

  /// The handlers of the given nodes that are not among these, handlers of these handlers included, each with one that
  /// it is a handler of.
  func handlers(of isGiven: [Bool]) -> [(handler: Int, of: Int)] {
    var isFound = isGiven
    var isPassed = Array(repeating: false, count: nodes.count)
    var found: [(handler: Int, of: Int)] = []
    var open = nodes.indices.filter { isGiven[$0] }
    guard let first = open.first else { return [] }
    func add(_ handler: Int, _ node: Int) {
      if isFound[handler] { return }
      isFound[handler] = true
      found.append((handler, node))
      open.append(handler)
    }
    for index in nodes.indices where nodes[index].isEndNode { add(index, first) }
    while let node = open.popLast() {
      for handler in handlers[node] ?? [] { add(handler, node) }
      for handler in handlersOfAll(behind: node, &isPassed) { add(handler, node) }
    }
    return found.sorted { $0.handler < $1.handler }
  }

  /// The nodes after one whose `failure()`, `always()` or `cancelled()` looks back at it.
  ///
  /// What was passed before is not passed again.
  private func handlersOfAll(behind start: Int, _ isPassed: inout [Bool]) -> [Int] {
    var found: [Int] = []
    var open = [start]
    while let node = open.popLast() {
      if isPassed[node] { continue }
      isPassed[node] = true
      if nodes[node].lifting.liftsAll { found.append(node) }
      open += dependents[node]
    }
    return found
  }
}
