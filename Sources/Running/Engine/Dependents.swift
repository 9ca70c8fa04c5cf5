internal import Planning

/// For each node the nodes that depend on it: flat arrays, made once.
struct Dependents {
  /// A node that depends on another one, and by which entry.
  struct Edge {
    let node: Int32
    /// The position among the dependent's entries; -1 if it only waits.
    let entry: Int32
  }

  private var offsets: [Int32]
  private var edges: [Edge]
  /// The dependents of nodes that were added: each has one.
  private var added: [Edge] = []

  init(_ nodes: [PlanNode]) {
    var counts = Array(repeating: Int32(0), count: nodes.count + 1)
    for node in nodes {
      for entry in node.entries { counts[entry.target + 1] += 1 }
      for target in node.waits { counts[target + 1] += 1 }
    }
    for index in nodes.indices { counts[index + 1] += counts[index] }
    offsets = counts
    edges = Array(repeating: Edge(node: 0, entry: 0), count: Int(counts[nodes.count]))
    for (index, node) in nodes.enumerated() {
      for (position, entry) in node.entries.enumerated() {
        edges[Int(counts[entry.target])] = Edge(node: Int32(index), entry: Int32(position))
        counts[entry.target] += 1
      }
      for target in node.waits {
        edges[Int(counts[target])] = Edge(node: Int32(index), entry: -1)
        counts[target] += 1
      }
    }
  }

  /// Adds a node that one other node depends on.
  mutating func append(_ edge: Edge) { added.append(edge) }

  /// Changes by which entry an instance is depended on by its node.
  mutating func replace(_ edge: Edge, of node: Int) {
    let first = offsets.count - 1
    if node >= first {
      added[node - first] = edge
    } else if let place = self[node].firstIndex(where: { $0.node == edge.node }) {
      edges[place] = edge
    }
  }

  /// The dependents of a node.
  subscript(node: Int) -> ArraySlice<Edge> {
    let first = offsets.count - 1
    return node < first ? edges[Int(offsets[node])..<Int(offsets[node + 1])] : added[(node - first)...(node - first)]
  }
}
