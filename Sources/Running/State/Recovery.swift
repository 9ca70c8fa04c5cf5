/// How far the undoing of a run has come (design 5.4).
///
/// The graph is followed against its edges: a node is undone when everything that depends on it has been, and a node that
/// has nothing to undo is passed at once.
struct Recovery {
  /// For each node, the nodes depending on it that are not through yet.
  var open: [Int32]
  /// Nodes that may be undone now, the one that started last at the end.
  var ready: [Int] = []
  /// Nodes whose rollback runs.
  var running: Set<Int> = []
  /// Nodes whose rollback waits for its next attempt.
  var delayed: Set<Int> = []
  /// The attempts of each node's rollback.
  var attempts: [Int: Int] = [:]
  /// Nodes that were undone.
  var undone: [Int] = []
  /// Nodes whose rollback failed.
  var failed: [Int] = []
  /// Rollbacks whose time is up, and that were asked to end.
  var timedOut: Set<Int> = []
  /// Signals that came while it went on.
  var signals = 0
  /// Whether nothing further is started.
  var isStopped = false

  /// Whether nothing runs and nothing can start.
  var isOver: Bool { running.isEmpty && delayed.isEmpty && (ready.isEmpty || isStopped) }
}
