/// The longest way through a graph, if there were places for all nodes at once.
///
/// Linear in nodes and edges. Where a node has no limit, the slowest way is worth nothing.
struct CriticalPath {
  private let nodes: [PlanNode]
  private let times: [TimeRange]
  /// When each node starts and ends.
  private var starts: [TimeRange]
  private var ends: [TimeRange]
  /// How long all instances of each node take, by its index.
  private var groups: [Int: TimeRange] = [:]
  /// The latest end so far.
  private var latest = TimeRange.none

  /// The length of the longest way.
  static func length(_ nodes: [PlanNode], _ times: [TimeRange]) -> TimeRange {
    var path = CriticalPath(nodes, times)
    for index in path.forwardOrder() { path.pass(index, after: .none) }
    // End nodes run one after the other, when all others have ended.
    for index in nodes.indices where nodes[index].isEndNode { path.pass(index, after: path.latest) }
    return path.latest
  }

  private init(_ nodes: [PlanNode], _ times: [TimeRange]) {
    self.nodes = nodes
    self.times = times
    starts = Array(repeating: .none, count: nodes.count)
    ends = starts
    for (index, node) in nodes.enumerated() {
      if case .group(let group) = node.action, !group.instances.isEmpty { groups[index] = Self.all(group, times) }
    }
  }

  /// The nodes that are no end nodes, each after those that it depends on.
  private func forwardOrder() -> [Int] {
    var open = nodes.map { $0.entries.count + $0.waits.count }
    var dependents: [[Int]] = Array(repeating: [], count: nodes.count)
    for (index, node) in nodes.enumerated() {
      for target in node.entries.map(\.target) + node.waits { dependents[target].append(index) }
    }
    var order = nodes.indices.filter { open[$0] == 0 && !nodes[$0].isEndNode }
    var next = 0
    while next < order.count {
      for dependent in dependents[order[next]] {
        open[dependent] -= 1
        if open[dependent] == 0, !nodes[dependent].isEndNode { order.append(dependent) }
      }
      next += 1
    }
    return order
  }

  private mutating func pass(_ index: Int, after moment: TimeRange) {
    let node = nodes[index]
    var start = moment
    for target in node.entries.map(\.target) + node.waits { start = Self.later(start, ends[target]) }
    starts[index] = start
    ends[index] = end(of: index, startingAt: start)
    latest = Self.later(latest, ends[index])
  }

  private func end(of index: Int, startingAt start: TimeRange) -> TimeRange {
    if let group = nodes[index].instance?.group, let all = groups[group] {
      // Any of them may be the last one to get a place in the batch.
      return Self.sum(start, TimeRange(fastest: times[index].fastest, slowest: all.slowest))
    }
    guard case .group(let group) = nodes[index].action, let all = groups[index], let first = group.instances.first
    else { return Self.sum(start, times[index]) }
    return Self.later(start, Self.sum(starts[first], TimeRange(fastest: all.fastest, slowest: 0)))
  }

  /// How long all instances of a node take, so many at once.
  private static func all(_ group: PlanGroup, _ times: [TimeRange]) -> TimeRange {
    let parts = group.instances.map { times[$0] }
    let size = Double(max(1, min(group.batchSize ?? parts.count, parts.count)))
    let rounds = (Double(parts.count) / size).rounded(.up)
    let shares = parts.map(\.fastest).reduce(0, +) / size
    return TimeRange(
      fastest: max(parts.map(\.fastest).max() ?? 0, shares, rounds * (parts.map(\.fastest).min() ?? 0)),
      slowest: rounds * (parts.compactMap(\.slowest).max() ?? 0))
  }

  private static func later(_ first: TimeRange, _ second: TimeRange) -> TimeRange {
    TimeRange(fastest: max(first.fastest, second.fastest), slowest: max(first.slowest ?? 0, second.slowest ?? 0))
  }

  private static func sum(_ first: TimeRange, _ second: TimeRange) -> TimeRange {
    TimeRange(fastest: first.fastest + second.fastest, slowest: (first.slowest ?? 0) + (second.slowest ?? 0))
  }
}
