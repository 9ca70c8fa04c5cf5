internal import Templates
internal import Text

/// Works out which nodes of a plan are chosen.
///
/// Linear in nodes and edges.
struct NodeSelector {
  private let plan: Plan
  private let selection: Selection
  private(set) var diagnostics = Diagnostics()

  init(_ plan: Plan, _ selection: Selection) {
    self.plan = plan
    self.selection = selection
  }

  /// For each node, whether it is chosen.
  mutating func choose() -> [Bool] {
    var isChosen = Array(repeating: true, count: plan.nodes.count)
    narrow(&isChosen, to: selection.only) { selector in selector.named(selector.selection.only, "--only") }
    narrow(&isChosen, to: selection.tags) { selector in selector.tagged() }
    narrow(&isChosen, to: selection.from) { selector in
      selector.reached(from: selector.named(selector.selection.from, "--from"), by: selector.dependents())
    }
    narrow(&isChosen, to: selection.until) { selector in
      selector.reached(from: selector.named(selector.selection.until, "--until"), by: selector.targets())
    }
    let skipped = named(selection.skip, "--skip")
    for index in withInstances(skipped) { isChosen[index] = false }
    if let gate = plan.gate {
      if skipped.contains(gate) {
        let id = plan.nodes[gate].id
        diagnostics.report(SelectionProblem.skippedGate(id), at: .origin("--skip \(id)"))
      }
      isChosen[gate] = false
    }
    if diagnostics.hasErrors { return isChosen }
    guard isChosen.contains(true) else {
      diagnostics.report(SelectionProblem.nothingChosen, at: .origin("selection"))
      return isChosen
    }
    addHandlers(to: &isChosen, besides: skipped)
    // Whatever is chosen, nothing runs before the approval.
    if let gate = plan.gate { isChosen[gate] = true }
    return isChosen
  }

  private mutating func narrow(
    _ isChosen: inout [Bool], to words: [String], _ nodes: (inout NodeSelector) -> Set<Int>
  ) {
    if words.isEmpty { return }
    let kept = withGroups(nodes(&self))
    for index in isChosen.indices where !kept.contains(index) { isChosen[index] = false }
  }

  /// The nodes with the instances of those that have some, and with the nodes whose instances they are.
  private func withGroups(_ nodes: Set<Int>) -> Set<Int> {
    withInstances(nodes).union(nodes.compactMap { plan.nodes[$0].instance?.group })
  }

  private func withInstances(_ nodes: Set<Int>) -> Set<Int> {
    nodes.reduce(into: nodes) { found, index in
      if case .group(let group) = plan.nodes[index].action { found.formUnion(group.instances) }
    }
  }

  // MARK: - Words

  private mutating func named(_ names: [String], _ flag: String) -> Set<Int> {
    var found: Set<Int> = []
    for name in names {
      if let index = plan.index(of: name), plan.nodes[index].runbook == 0 {
        found.insert(index)
      } else {
        let own = plan.nodes.lazy.filter { $0.runbook == 0 }
        let suggestion = Suggestion.closest(to: name, among: own.map(\.id))
        diagnostics.report(
          SelectionProblem.unknownNode(name, suggestion: suggestion), at: .origin("\(flag) \(name)"))
      }
    }
    return found
  }

  private mutating func tagged() -> Set<Int> {
    var found: Set<Int> = []
    var known: Set<String> = []
    for (index, node) in plan.nodes.enumerated() {
      for tag in node.tags {
        guard let word = tag.literal else {
          report(SelectionProblem.tagsNotKnown(node.id), at: tag.template?.span)
          continue
        }
        known.insert(word)
        if selection.tags.contains(word) { found.insert(index) }
      }
    }
    for word in selection.tags where !known.contains(word) {
      let suggestion = Suggestion.closest(to: word, among: known.sorted())
      diagnostics.report(SelectionProblem.unknownTag(word, suggestion: suggestion), at: .origin("--tags \(word)"))
    }
    return found
  }

  private mutating func report(_ problem: SelectionProblem, at span: ByteSpan?) {
    diagnostics.report(problem, at: span.map { .span(plan.source, $0) } ?? .origin("--tags"))
  }

  // MARK: - Edges

  /// For each node, what it depends on or waits for.
  private func targets() -> [[Int]] { plan.nodes.map { $0.entries.map(\.target) + $0.waits } }

  /// For each node, the nodes that depend on it or wait for it.
  private func dependents() -> [[Int]] {
    var result: [[Int]] = Array(repeating: [], count: plan.nodes.count)
    for (index, targets) in targets().enumerated() {
      for target in targets { result[target].append(index) }
    }
    return result
  }

  private func reached(from start: Set<Int>, by successors: [[Int]]) -> Set<Int> {
    var found = start
    var open = Array(start)
    while let index = open.popLast() {
      for next in successors[index] where found.insert(next).inserted { open.append(next) }
    }
    return found
  }

  // MARK: - Handlers

  /// Adds the handlers of what is chosen; one that was skipped by name is reported.
  private mutating func addHandlers(to isChosen: inout [Bool], besides skipped: Set<Int>) {
    for (handler, node) in HandlerSearch(plan).handlers(of: isChosen) {
      if skipped.contains(handler) {
        let id = plan.nodes[handler].id
        diagnostics.report(
          SelectionProblem.skippedHandler(id, of: plan.nodes[node].id), at: .origin("--skip \(id)"))
      }
      isChosen[handler] = true
    }
  }
}
