internal import Runbooks
internal import Templates
internal import Text

/// Works out what every node depends on (design 5.2): entries, readings, handlers, end nodes.
///
/// Linear in nodes and written entries.
struct DependencyGraph {
  private let runbook: Runbook
  private let indexes: [String: Int]
  /// The nodes, their edges filled in.
  private(set) var nodes: [PlanNode]
  private(set) var diagnostics = Diagnostics()
  /// What the templates and conditions of each node refer to.
  private let references: [NodeReferences]
  /// The edges of the node at hand, so that none is added twice.
  private var marks: EdgeMarks

  /// A graph of nodes that have no edges yet.
  ///
  /// `runbook` declares the first of them in the same order; what follows are instances, each with an entry on its node.
  init(_ nodes: [PlanNode], of runbook: Runbook, indexes: [String: Int], references: [NodeReferences]) {
    self.nodes = nodes
    self.runbook = runbook
    self.indexes = indexes
    self.references = references
    marks = EdgeMarks(nodeCount: nodes.count)
  }

  private mutating func report(_ problem: PlanProblem, at span: ByteSpan, notes: [Diagnostic.Note] = []) {
    diagnostics.report(problem, in: runbook.source, at: span, notes: notes)
  }

  /// Fills in all edges.
  mutating func build() {
    classifyByCondition()
    classifyByEntries()
    classifyInstances()
    addEdges()
    markRead()
  }

  /// The node that is referred to: of an instance that only the run will make, the node that it is one of.
  private func target(of reference: NodeReference) -> Int? {
    indexes[reference.id] ?? GroupNames.group(of: reference.id).flatMap { indexes[$0] }
  }

  /// Gives the nodes away, so that they are changed in place wherever they go.
  mutating func takeNodes() -> [PlanNode] {
    defer { nodes = [] }
    return nodes
  }

  // MARK: - Handlers and end nodes

  private mutating func classifyByCondition() {
    for index in runbook.nodes.indices {
      let condition = references[index].inCondition
      var lifting = Lifting()
      lifting.functions = condition.runFunctions
      let expressions = nodes[index].when?.expressions ?? []
      if case .expression? = nodes[index].when {
        lifting.nodes = expressions.flatMap { Lifting.names(in: $0) }.compactMap { indexes[$0] }
      }
      nodes[index].lifting = lifting
      let entries = runbook.nodes[index].dependencies
      nodes[index].isEndNode = lifting.liftsAll && entries == nil
      let answersFailure = entries?.contains { $0.requirement?.answersFailure ?? false } ?? false
      nodes[index].isHandler = lifting.isLifting || answersFailure
    }
  }

  /// A node whose written entries are all plain or `:success` ones on handlers is a handler too.
  private mutating func classifyByEntries() {
    var missing: [Int: Int] = [:]
    var dependents: [Int: [Int]] = [:]
    for index in runbook.nodes.indices where !nodes[index].isHandler {
      let targets = handlerTargets(of: index)
      guard !targets.isEmpty else { continue }
      missing[index] = targets.count
      for target in targets { dependents[target, default: []].append(index) }
    }
    var found = runbook.nodes.indices.filter { nodes[$0].isHandler }
    while let handler = found.popLast() {
      for index in dependents[handler] ?? [] {
        missing[index, default: 0] -= 1
        guard missing[index] == 0 else { continue }
        nodes[index].isHandler = true
        nodes[index].followsHandlers = writtenEntries(of: index).allSatisfy { $0.requirement == nil }
        found.append(index)
      }
    }
  }

  /// Instances are what their nodes are.
  private mutating func classifyInstances() {
    for index in nodes.indices.dropFirst(runbook.nodes.count) {
      guard let group = nodes[index].instance?.group else { continue }
      nodes[index].isHandler = nodes[group].isHandler
      nodes[index].isEndNode = nodes[group].isEndNode
    }
  }

  /// The entries that name nodes; `"^"` and `"*"` do not count as written here.
  private func writtenEntries(of index: Int) -> [DependencyReference] {
    (runbook.nodes[index].dependencies ?? []).filter {
      if case .node = $0.target { true } else { false }
    }
  }

  /// The targets of the written entries, if all of them are plain or `:success` ones; else nothing.
  private func handlerTargets(of index: Int) -> [Int] {
    let entries = writtenEntries(of: index)
    guard entries.allSatisfy({ $0.requirement == nil || $0.requirement == .success }) else { return [] }
    var targets: [Int] = []
    for case .node(let id) in entries.map(\.target) {
      guard let target = indexes[id] else { return [] }
      targets.append(target)
    }
    return targets
  }

  // MARK: - Entries

  /// What was met before the node at hand, kept so that each node costs only its own entries.
  private struct Earlier {
    var previous: Int?
    var previousForward: Int?
    var handlers: [Int] = []
    /// Handlers since the last node that is none.
    var handlersSinceForward: [Int] = []
    /// The last node that is no handler and depends on all before it, and what came after it.
    var lastCollector: Int?
    var forwardSinceCollector: [Int] = []
    var handlersSinceCollector: [Int] = []
  }

  private mutating func addEdges() {
    var earlier = Earlier()
    for index in runbook.nodes.indices {
      if !nodes[index].isEndNode {
        let collects = addEntries(to: index, earlier)
        note(index, collects: collects, in: &earlier)
      }
      addReadings(to: index)
      addGate(to: index)
    }
  }

  /// Lets a node that depends on nothing wait for the approval that stands before the whole run.
  private mutating func addGate(to index: Int) {
    guard runbook.hasGate, index > 0, !nodes[index].isEndNode else { return }
    if nodes[index].entries.isEmpty { add(PlanEntry(target: 0, origin: .implicit), to: index) }
  }

  /// Adds the written entries of a node, or the implicit one; true if one of them is `"*"`.
  private mutating func addEntries(to index: Int, _ earlier: Earlier) -> Bool {
    guard let entries = runbook.nodes[index].dependencies else {
      addPrevious(to: index, earlier)
      return false
    }
    var collects = false
    for entry in entries { collects = add(entry, to: index, earlier) || collects }
    return collects
  }

  private func note(_ index: Int, collects: Bool, in earlier: inout Earlier) {
    earlier.previous = index
    if nodes[index].isHandler {
      earlier.handlers.append(index)
      earlier.handlersSinceForward.append(index)
      earlier.handlersSinceCollector.append(index)
      return
    }
    earlier.previousForward = index
    earlier.handlersSinceForward = []
    if collects {
      earlier.lastCollector = index
      earlier.forwardSinceCollector = []
      earlier.handlersSinceCollector = []
    } else {
      earlier.forwardSinceCollector.append(index)
    }
  }

  /// Adds what an entry of `depends_on` means; true if it is `"*"`.
  private mutating func add(_ entry: DependencyReference, to index: Int, _ earlier: Earlier) -> Bool {
    switch entry.target {
    case .previous:
      if earlier.previous == nil { report(.noPrevious("^"), at: entry.span) }
      addPrevious(to: index, earlier)
    case .allBefore:
      addAllBefore(to: index, earlier)
      return true
    case .node(let id):
      guard let target = indexes[id] else {
        let names = diagnostics.items.count < 100 ? runbook.nodes.map(\.id) : []
        report(.unknownDependency(id, suggestion: Suggestion.closest(to: id, among: names)), at: entry.span)
        return false
      }
      if target == index {
        report(.selfDependency(id), at: entry.span)
      } else if entry.requirement?.isOfStrategy ?? false, !runbook.nodes[target].kind.isStrategy {
        report(.notAStrategy(id, requirement: entry.requirement?.rawValue ?? ""), at: entry.span)
      } else {
        let requirement = entry.requirement.flatMap { PlanEntry.Requirement(rawValue: $0.rawValue) }
        add(PlanEntry(target: target, requirement: requirement, origin: .written), to: index)
      }
    }
    return false
  }

  /// The node before; a node that is no handler passes over handlers, and only waits for them.
  private mutating func addPrevious(to index: Int, _ earlier: Earlier) {
    if nodes[index].isHandler {
      if let previous = earlier.previous { add(PlanEntry(target: previous, origin: .implicit), to: index) }
      return
    }
    if let previous = earlier.previousForward {
      add(PlanEntry(target: previous, origin: .implicit), to: index)
    }
    for handler in earlier.handlersSinceForward { addWait(on: handler, to: index) }
  }

  /// All nodes before.
  ///
  /// A node before that depends on all before itself stands for those, which keeps edges linear; not for handlers, on which
  /// it does not depend: it passes over them.
  private mutating func addAllBefore(to index: Int, _ earlier: Earlier) {
    for target in [earlier.lastCollector].compactMap({ $0 }) + earlier.forwardSinceCollector {
      add(PlanEntry(target: target, origin: .implicit), to: index)
    }
    if nodes[index].isHandler {
      for handler in earlier.handlers { add(PlanEntry(target: handler, origin: .implicit), to: index) }
    } else {
      for handler in earlier.handlersSinceCollector { addWait(on: handler, to: index) }
    }
  }

  private mutating func add(_ entry: PlanEntry, to index: Int) {
    if marks.insert(.entry(entry.requirement), from: index, to: entry.target) { nodes[index].entries.append(entry) }
  }

  private mutating func addWait(on target: Int, to index: Int) {
    if marks.insert(.wait, from: index, to: target) { nodes[index].waits.append(target) }
  }

  // MARK: - Readings

  private mutating func addReadings(to index: Int) {
    let elsewhere = references[index].elsewhere.nodes
    // Entries come first: whoever has an entry on a node need not wait for it besides.
    for reference in elsewhere where reference.isOfProduct { addReading(reference, to: index, isEntry: true) }
    for reference in references[index].inCondition.nodes { addReading(reference, to: index, isEntry: false) }
    for reference in elsewhere where !reference.isOfProduct { addReading(reference, to: index, isEntry: false) }
  }

  private mutating func addReading(_ reference: NodeReference, to index: Int, isEntry: Bool) {
    guard let target = self.target(of: reference) else { return }
    if case .result(let attribute) = reference.subject, attribute.needsRun {
      nodes[index].readings.append(PlanReading(target: target, attribute: attribute, span: reference.span))
    }
    if target == index {
      report(.selfDependency(reference.id), at: reference.span)
    } else if isEntry {
      add(PlanEntry(target: target, origin: .reading), to: index)
    } else if !marks.contains(.entry(nil), from: index, to: target) {
      addWait(on: target, to: index)
    }
  }

  private mutating func markRead() {
    for references in references {
      for reference in references.inCondition.nodes + references.elsewhere.nodes {
        if case .result = reference.subject, let target = self.target(of: reference) { nodes[target].isRead = true }
      }
    }
  }
}
