internal import Runbooks
internal import Templates
internal import Text

/// Makes ordinary nodes of iterated ones: one for each instance, and one that ends when all of these have ended.
///
/// The graph is worked out and checked on the nodes as they are declared, with the instances behind them; then every
/// instance gets the edges of its node, and the node gets entries on its instances instead.
struct Expansion {
  /// What each node is done for, by its index in the runbook; nodes that are not iterated have nothing here.
  private var iterations: [Int: Iteration] = [:]
  /// The labels of instances, by the index of their node.
  private var labels: [Int: [(id: String, label: String)]] = [:]
  /// The index of the first instance of each node, before they are arranged.
  private var firstInstances: [Int: Int] = [:]
  private let declaredCount: Int

  /// What the given nodes are done for, and what their instances are called; `fields` knows their names from now on.
  init(of declarations: [NodeDeclaration], by fields: inout FieldPlanner) {
    declaredCount = declarations.count
    var next = declaredCount
    var groups = GroupNames()
    for (index, declaration) in declarations.enumerated() {
      guard let iteration = fields.iteration(of: declaration) else { continue }
      iterations[index] = iteration
      labels[index] = iteration.labels(of: declaration.id)
      firstInstances[index] = next
      next += labels[index]?.count ?? 0
      groups.add(declaration.id, instances: labels[index]?.map(\.id))
    }
    if !iterations.isEmpty { fields.know(groups) }
  }

  /// The names that a node's templates can use because it is iterated.
  func names(of index: Int) -> IterationNames? { iterations[index]?.names }

  /// The indexes of nodes by their ids, those of instances added.
  func indexes(adding own: [String: Int]) -> [String: Int] {
    var indexes = own
    for (index, labels) in labels {
      for (number, label) in labels.enumerated() { indexes[label.id] = (firstInstances[index] ?? 0) + number }
    }
    return indexes
  }

  // MARK: - Instances

  /// The instances of all nodes, in order, each with an entry on its node and no other edges.
  func makeInstances(of declarations: [NodeDeclaration], by fields: inout FieldPlanner) -> [PlanNode] {
    guard !iterations.isEmpty else { return [] }
    var told = Complaints(fields.diagnostics)
    return declarations.indices.flatMap { index -> [PlanNode] in
      guard let iteration = iterations[index], let items = iteration.items, let labels = labels[index] else {
        return []
      }
      return zip(items, labels).map { item, label in
        let (node, found) = fields.plan(declarations[index], within: iteration.names, as: item, id: label.id)
        fields.append(told.new(found, of: label.id))
        return instance(node, of: index, item, label.label)
      }
    }
  }

  private func instance(_ node: PlanNode, of group: Int, _ item: IterationItem, _ label: String) -> PlanNode {
    var node = node
    node.instance = PlanInstance(
      group: group, number: item.number, label: label, values: [(item.name, item.value)])
    node.entries = [PlanEntry(target: group, origin: .instance)]
    return node
  }

  // MARK: - Order

  /// The nodes in the order of the plan, instances before the node that waits for them, with their final edges.
  func arranged(_ nodes: [PlanNode]) -> [PlanNode] {
    guard iterations.contains(where: { $0.value.late != nil }) || !labels.isEmpty else { return nodes }
    let places = places(in: nodes.count)
    var result: [PlanNode] = []
    result.reserveCapacity(nodes.count)
    for index in 0..<declaredCount {
      var node = nodes[index]
      node.move { places[$0] }
      guard let count = labels[index]?.count, let first = firstInstances[index] else {
        let isLate = iterations[index]?.late != nil
        result.append(isLate ? group(of: node, index, instances: []) : node)
        continue
      }
      for instance in nodes[first..<first + count] { result.append(instance.withEdges(of: node, group: places[index])) }
      result.append(group(of: node, index, instances: Array(places[index] - count..<places[index])))
    }
    return result
  }

  /// Where each node stands after the instances were put before their nodes.
  private func places(in count: Int) -> [Int] {
    var places = Array(repeating: 0, count: count)
    var next = 0
    for index in 0..<declaredCount {
      if let first = firstInstances[index], let labels = labels[index] {
        for number in labels.indices { places[first + number] = next + number }
        next += labels.count
      }
      places[index] = next
      next += 1
    }
    return places
  }

  private func group(of node: PlanNode, _ index: Int, instances: [Int]) -> PlanNode {
    let iteration = iterations[index]
    let group = PlanGroup(
      instances: instances, batchSize: iteration?.batchSize,
      maxFailures: iteration?.maxFailures?.allowed(of: instances.count) ?? 0,
      late: iteration?.late.map { late(node, list: $0, iteration?.maxFailures) })
    return node.asGroup(group)
  }

  /// Any other node may ask for what an instance printed that is not there yet.
  private func late(_ node: PlanNode, list: ValueTemplate, _ maxFailures: CountOrShare?) -> LateIteration {
    var template = node
    template.isRead = true
    template.removeEdges()
    return LateIteration(list: list, template: template, maxFailures: maxFailures)
  }
}
