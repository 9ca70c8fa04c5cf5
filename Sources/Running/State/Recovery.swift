/// How far the undoing of a runbook's nodes has come (design 5.4).
///
/// The graph is followed against its edges: a node is undone when everything that depends on it has been, and a node that
/// has nothing to undo is passed at once.
struct Recovery: Sendable {
  /// The places of the nodes that have to be undone in the order in which they started.
  private var order: [Int: Int] = [:]
  /// Nodes that may be undone now, the one that started last first.
  var ready = ReadyQueue()
  /// Nodes whose rollback runs, or waits for its next attempt.
  var open: Set<Int> = []
  /// Nodes that were undone.
  var undone: Set<Int> = []
  /// Signals that came while it went on.
  var signals = 0
  /// Whether nothing further is started.
  var isStopped = false

  /// The undoing of these nodes, which stand in the order in which they started.
  init(of registered: [Int]) {
    for (place, node) in registered.enumerated() { order[node] = place }
  }

  /// Whether nothing runs and nothing can start.
  var isOver: Bool { open.isEmpty && (ready.isEmpty || isStopped) }

  /// Makes one of these nodes due.
  mutating func makeReady(_ node: Int) {
    guard let place = order[node] else { return }
    ready.insert(node, priority: order.count - place)
  }
}
