/// Rollbacks that no failure brings about any more (design 3.3, `pivot`).
public struct ClosedRollbacks: Sendable, Equatable {
  /// The node that has succeeded.
  public var pivot: Int
  /// The nodes that are not undone any more.
  public var nodes: [Int]

  /// Closed rollbacks.
  public init(pivot: Int, nodes: [Int]) {
    self.pivot = pivot
    self.nodes = nodes
  }
}
