internal import Runbooks
public import Templates
public import Values

/// What makes the instances of a node whose list only the run tells (design 5.6).
public struct LateIteration: Sendable {
  /// The list, or map.
  public let list: ValueTemplate
  /// An instance in which everything that differs is still a template.
  var template: PlanNode
  let maxFailures: CountOrShare?

  /// The list as it is written.
  var text: String {
    let texts = list.templates.map(\.text)
    return texts.joined(separator: ", ")
  }

  /// Why no instances can be made.
  public enum Objection: Error {
    case notIterable(found: String)
    case tooMany(Int, limit: Int)
  }

  /// The instances for the items of `value`, each called as its item says, or by its number if `isNumbered`.
  public func instances(for value: Value, isNumbered: Bool) -> Result<[PlanNode], Objection> {
    let items: [IterationItem]
    switch value {
    case .list(let list): items = IterationItem.items(of: list)
    case .map(let map): items = IterationItem.items(of: map)
    default: return .failure(.notIterable(found: String.convert(value) ?? value.kind))
    }
    let limit = IterationProblem.maximumInstances
    if items.count > limit { return .failure(.tooMany(items.count, limit: limit)) }
    let labels = InstanceLabels.labels(for: items.map { isNumbered ? nil : $0.text })
    return .success(zip(items, labels).map { item, label in instance(item, label) })
  }

  private func instance(_ item: IterationItem, _ label: String) -> PlanNode {
    var node = template.renamed("\(template.id)[\(label)]")
    node.instance = PlanInstance(group: 0, number: item.number, label: label, values: [(item.name, item.value)])
    return node
  }
}

extension Plan {
  /// Takes in the instances that were made for a node: they depend on what it depends on, and it on them.
  ///
  /// New ones stand behind all other nodes; one that was there before, in an earlier attempt, keeps its place.
  public mutating func expand(_ group: Int, into instances: [PlanNode]) {
    collapse(group)
    guard case .group(var expanded) = nodes[group].action, var late = expanded.late else { return }
    let own = nodes[group]
    late.template = late.template.withEdges(of: own, group: group)
    for var instance in instances {
      instance = instance.withEdges(of: own, group: group)
      instance.runbook = own.runbook
      expanded.instances.append(put(instance))
    }
    expanded.maxFailures = late.maxFailures?.allowed(of: instances.count) ?? 0
    expanded.late = late
    nodes[group].action = .group(expanded)
    // What it depends on stays in its place: some of that may still be running.
    nodes[group].entries += expanded.instances.map { PlanEntry(target: $0, origin: .instance) }
  }

  /// Makes a node one again whose instances have not been made; those that were made belong to nothing any more.
  public mutating func collapse(_ group: Int) {
    guard case .group(var collapsed) = nodes[group].action, let late = collapsed.late, !collapsed.instances.isEmpty
    else { return }
    let gone = Set(collapsed.instances)
    runbooks[nodes[group].runbook].members.removeAll { gone.contains($0) }
    collapsed.instances = []
    nodes[group].action = .group(collapsed)
    nodes[group].entries = late.template.entries
  }
}
