/// How a node with instances is doing (design 5.6).
struct GroupState: Sendable {
  /// Instances that failed without permission of their own.
  var failed = 0
  /// Instances that failed within what is allowed.
  var tolerated: Set<Int> = []
  /// Whether more have failed than may, so that no further one starts.
  var isExhausted = false
  /// Instances that have a place in the batch.
  var inBatch: Set<Int> = []
  /// Instances that are ready and wait for a place in the batch.
  var waiting = ReadyQueue()
}
