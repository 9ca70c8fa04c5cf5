internal import Planning
internal import Templates
internal import Values

/// Instances of a node whose list only the run tells (design 5.6).
extension Engine {
  /// Makes the instances of a node, now that what it depends on has ended; it ends when they have.
  mutating func expand(_ index: Int, _ late: LateIteration, at now: Instant) {
    do throws(NodeFailure) {
      let instances = try instances(of: index, late)
      if instances.isEmpty { return complete(index, .succeeded, .noInstances, nil, at: now) }
      add(instances, to: index)
      tell(.expanded(node: index, instances))
      begin(index)
    } catch {
      fail(index, with: error, at: now)
    }
  }

  mutating func instances(of index: Int, _ late: LateIteration) throws(NodeFailure) -> [PlanNode] {
    let list = try evaluate(for: index) { evaluator throws(TemplateFailure) in
      try late.list.evaluate(with: &evaluator)
    }
    let instances = try made(late.instances(for: list, isNumbered: false))
    // Ids are shown everywhere: an item that holds a secret has a number instead.
    if instances.allSatisfy({ masked($0.id) == $0.id }) { return instances }
    return try made(late.instances(for: list, isNumbered: true))
  }

  private func made(
    _ result: Result<[PlanNode], LateIteration.Objection>
  ) throws(NodeFailure) -> [PlanNode] {
    switch result {
    case .success(let instances): return instances
    case .failure(.notIterable(let found)):
      throw NodeFailure(.wrongField("foreach", expected: "a list or a map", found: found))
    case .failure(.tooMany(let count, let limit)):
      throw NodeFailure(.wrongField("foreach", expected: "at most \(limit) items", found: String(count)))
    }
  }

  /// Lets the instances of a node be decided, and has the node wait for them.
  private mutating func begin(_ group: Int) {
    states[group].isDecided = false
    let instances = plan.nodes[group].entries.filter { $0.origin == .instance }.map(\.target)
    states[group].openGates = Int32(instances.count)
    for index in instances {
      // What it depends on has ended with what its node depends on.
      for entry in plan.nodes[index].entries where entry.requirement != nil { noteVerdict(entry, on: index) }
      let runbook = plan.nodes[index].runbook
      if plan.nodes[index].isEndNode {
        runbooks[runbook].openEndNodes += 1
      } else {
        runbooks[runbook].openForward += 1
      }
      undecide(index)
    }
  }
}
