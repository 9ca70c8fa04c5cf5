internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// Finds what is wrong or doubtful in a graph: cycles, entries that exclude each other, nodes that never run.
struct GraphCheck {
  private let runbook: Runbook
  private let nodes: [PlanNode]
  private let references: [NodeReferences]
  private(set) var diagnostics = Diagnostics()

  init(_ nodes: [PlanNode], of runbook: Runbook, references: [NodeReferences]) {
    self.runbook = runbook
    self.references = references
    self.nodes = nodes
  }

  private mutating func report(_ problem: PlanProblem, at span: ByteSpan) {
    diagnostics.report(problem, in: runbook.source, at: span)
  }

  /// Where the entries of a node stand; the node's name if they are implicit.
  private func span(of index: Int) -> ByteSpan {
    let declaration = runbook.nodes[declared(index)]
    guard let first = declaration.dependencies?.first?.span, let last = declaration.dependencies?.last?.span
    else { return declaration.idSpan }
    return first.joined(with: last)
  }

  /// The node as it is declared: of an instance, what it is an instance of.
  private func declared(_ index: Int) -> Int { nodes[index].instance?.group ?? index }

  /// Checks everything.
  mutating func check() {
    checkCycles()
    for index in runbook.nodes.indices {
      checkJoin(index)
      checkConditions(index)
      checkHandlers(index)
      checkPivot(index)
    }
    if !diagnostics.hasErrors { checkReachability() }
  }

  // MARK: - Cycles

  private mutating func checkCycles() {
    var finder = CycleFinder(
      successors: nodes.map { node in node.entries.map(\.target) + node.waits })
    let cycles = finder.cycles()
    for cycle in cycles {
      let path = (cycle + [cycle[0]]).map { nodes[$0].id }
      report(.cycle(path), at: span(of: cycle[0]))
    }
    checkEndNodes(besides: Set(cycles.joined()))
  }

  /// End nodes come after all others, and among themselves in order of the file; cycles told already are left out.
  private mutating func checkEndNodes(besides told: Set<Int>) {
    for index in runbook.nodes.indices {
      let node = nodes[index]
      let targets = node.entries.map(\.target) + node.waits
      for target in targets where nodes[target].isEndNode && !(node.isEndNode && declared(target) < index) {
        if told.contains(index), told.contains(target) { continue }
        report(.waitsForEndNode(node.id, endNode: nodes[target].id), at: span(of: index))
      }
    }
  }

  // MARK: - Conditional entries

  private mutating func checkJoin(_ index: Int) {
    let node = nodes[index]
    let conditional = node.entries.filter { $0.requirement != nil }
    let isWritten = runbook.nodes[index].join != nil
    if node.neededConditions > conditional.count, !conditional.isEmpty {
      report(.joinTooLarge(count: node.neededConditions, entries: conditional.count), at: span(of: index))
    }
    if isWritten, conditional.isEmpty {
      report(.joinWithoutConditions, at: runbook.nodes[index].idSpan)
    }
    let successes = conditional.count { $0.requirement == .success }
    if !isWritten, successes > 1 { report(.joinAny(count: conditional.count), at: span(of: index)) }
    checkExclusion(index, conditional)
  }

  /// Under `all`, two entries on one node that ask for different ends can never both hold; `done` goes with any of them.
  private mutating func checkExclusion(_ index: Int, _ conditional: [PlanEntry]) {
    guard conditional.count > 1, nodes[index].neededConditions == conditional.count else { return }
    var first: [Int: PlanEntry] = [:]
    for entry in conditional where entry.requirement != .done {
      guard let other = first.updateValue(entry, forKey: entry.target) else { continue }
      report(.entriesExclude(text(other), text(entry)), at: span(of: index))
      return
    }
  }

  private func text(_ entry: PlanEntry) -> String {
    nodes[entry.target].id + (entry.requirement.map { ":\($0.rawValue)" } ?? "")
  }

  // MARK: - Conditions and handlers

  private mutating func checkConditions(_ index: Int) {
    let node = nodes[index]
    for expression in node.when?.expressions ?? [] {
      var comparisons: [(id: String, span: ByteSpan)] = []
      expression.walk { part in
        if let id = Self.statusComparison(part) { comparisons.append((id, part.span)) }
      }
      for comparison in comparisons { report(.statusComparison(comparison.id), at: comparison.span) }
    }
    let declaration = runbook.nodes[index]
    if node.lifting.liftsAll, declaration.dependencies?.isEmpty ?? false {
      report(.failureNeverTrue("failure()"), at: declaration.idSpan)
    }
  }

  /// The node of `nodes.x.status == 'failed'`.
  private static func statusComparison(_ expression: Expression) -> String? {
    guard case .comparison(let first, let rest) = expression.kind, rest.count == 1, rest[0].0 == .equal else {
      return nil
    }
    for (side, other) in [(first, rest[0].1), (rest[0].1, first)] {
      if case .literal(.string("failed")) = other.kind, case .attribute(let base, "status", _) = side.kind {
        switch base.kind {
        case .attribute(let root, let id, _):
          if case .name("nodes") = root.kind { return id }
        case .item(let root, let key):
          if case .name("nodes") = root.kind, case .literal(.string(let id)) = key.kind { return id }
        default: break
        }
      }
    }
    return nil
  }

  /// A handler that comes after another one is blocked if that one fails, unless it lifts that too.
  private mutating func checkHandlers(_ index: Int) {
    let node = nodes[index]
    guard node.isHandler, node.lifting.isLifting, !node.lifting.liftsAll else { return }
    for entry in node.entries where entry.requirement == nil && !node.lifting.nodes.contains(entry.target) {
      let target = nodes[entry.target]
      guard target.isHandler, target.allowsFailure.literal != true else { continue }
      report(.handlerMayBlock(target.id), at: span(of: index))
    }
  }

  // MARK: - Pivots

  private mutating func checkPivot(_ index: Int) {
    let declaration = runbook.nodes[index]
    guard nodes[index].precautions?.isPivot?.literal == true else { return }
    if nodes[index].isHandler { return report(.pivotAnswersFailure, at: declaration.idSpan) }
    if !runbook.nodes.indices.contains(where: { $0 != index && canBeUndone($0) })
      || runbook.settings.rollback.literal == .never
    {
      report(.pivotWithoutRollbacks, at: declaration.idSpan)
    }
  }

  private func canBeUndone(_ index: Int) -> Bool {
    let declaration = runbook.nodes[index]
    return declaration.rollback != nil || declaration.kind == .runbook || nodes[index].undoesItself
  }

  // MARK: - Nodes that never run

  /// Follows the graph with what is known for certain: a node that is always skipped never succeeds or fails.
  private mutating func checkReachability() {
    var neverRuns = Array(repeating: false, count: nodes.count)
    for index in order() where index < references.count {
      let node = nodes[index]
      if node.isAlwaysSkipped || references[index].conditionHolds == false {
        neverRuns[index] = true
        continue
      }
      let conditional = node.entries.filter { $0.requirement != nil }
      let impossible = conditional.filter {
        neverRuns[$0.target] && ($0.requirement == .success || $0.requirement?.answersFailure ?? false)
      }
      if conditional.count - impossible.count < node.neededConditions, let first = impossible.first {
        neverRuns[index] = true
        report(
          .neverRuns(
            node.id, reason: "`\(text(first))` never holds, because `\(nodes[first.target].id)` is always skipped"),
          at: span(of: index))
      }
    }
  }

  /// The nodes in an order in which each comes after what it depends on.
  ///
  /// The graph has no cycles.
  private func order() -> [Int] {
    var open = nodes.map { $0.entries.count }
    var dependents: [[Int]] = Array(repeating: [], count: nodes.count)
    for (index, node) in nodes.enumerated() {
      for entry in node.entries { dependents[entry.target].append(index) }
    }
    var order = nodes.indices.filter { open[$0] == 0 }
    var head = 0
    while head < order.count {
      for dependent in dependents[order[head]] {
        open[dependent] -= 1
        if open[dependent] == 0 { order.append(dependent) }
      }
      head += 1
    }
    return order
  }
}
