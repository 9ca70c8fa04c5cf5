internal import Templates
public import Text
internal import Values

/// What a run will do: an immutable value that can be printed, compared, recorded and run.
public struct Plan: Sendable {
  /// The runbook that is run, and behind it those that its nodes run.
  public internal(set) var runbooks: [PlanRunbook]
  /// The nodes, in order of the file; those of a nested runbook behind the node that runs it.
  public internal(set) var nodes: [PlanNode]
  /// The run whose results stand in for those of nodes that are left out (design 10).
  public internal(set) var reusedRun: String?
  /// What lets others send messages through its channels, once that was rendered: never recorded.
  private var credentials: [String] = []
  private var indexes: [String: Int]

  init(runbooks: [PlanRunbook], nodes: [PlanNode]) {
    self.runbooks = runbooks
    self.nodes = nodes
    indexes = Dictionary(nodes.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    var withRollbacks: Set<Int> = []
    for node in nodes where node.rollback != nil || node.undoesItself { withRollbacks.insert(node.runbook) }
    // Nested ones stand behind those that run them.
    for (number, runbook) in runbooks.enumerated().reversed() {
      self.runbooks[number].hasRollbacks = withRollbacks.contains(number)
      if let owner = runbook.owner, withRollbacks.contains(number) { withRollbacks.insert(nodes[owner].runbook) }
    }
  }

  /// Adds a node behind the others, or in the place of the one with its id; returns where it stands.
  mutating func put(_ node: PlanNode) -> Int {
    let index = indexes[node.id] ?? nodes.count
    if index == nodes.count { nodes.append(node) } else { nodes[index] = node }
    indexes[node.id] = index
    if runbooks.count > 1 { runbooks[node.runbook].members.append(index) }
    return index
  }

  /// Notes which nodes do not run because the node that runs their runbook does not.
  mutating func noteSkippedRunbooks() {
    // Nested ones stand behind those that run them.
    for number in runbooks.indices {
      guard let owner = runbooks[number].owner else { continue }
      for index in nodes(of: number) { nodes[index].isInsideSkipped = nodes[owner].isKnownToBeSkipped }
    }
  }

  /// The node of the runbook that is run to which a node belongs: itself, or the one that runs its runbook.
  public func outermost(_ index: Int) -> Int {
    var index = index
    while let owner = runbooks[nodes[index].runbook].owner { index = owner }
    return index
  }

  /// The text of the runbook that is run, for messages.
  public var source: SourceText { runbooks[0].source }
  /// What holds for the whole run.
  public var settings: PlanSettings { runbooks[0].settings }
  /// The variables with their values and where those come from.
  public var variables: [PlanVariable] { runbooks[0].variables }

  /// Whether its templates ask the key-value store.
  public var readsStore: Bool { runbooks.contains(where: \.readsStore) }

  /// The values that must never be shown.
  public var secretTexts: [String] {
    runbooks.flatMap(\.variables).filter(\.isSecret).compactMap(\.value.string)
      + runbooks.flatMap { $0.settings.channels.flatMap(\.knownCredentials) }
      + runbooks.flatMap { $0.secretValues.map { Array($0.values) } ?? [] } + credentials
  }

  /// Keeps texts out of everything that is shown.
  public mutating func hide(_ credentials: [String]) { self.credentials += credentials }

  /// The index of the approval that stands before the whole run, if there is one.
  public var gate: Int? {
    if case .question(let question)? = nodes.first?.action, question.approval.isGate { 0 } else { nil }
  }

  /// The index of a node by its id.
  public func index(of id: String) -> Int? { indexes[id] }

  /// The index of a node by its id in one of the runbooks.
  public func index(of id: String, in runbook: Int) -> Int? { indexes[runbooks[runbook].prefix + id] }

  /// The nodes of one of the runbooks, in order.
  public func nodes(of runbook: Int) -> [Int] {
    runbooks.count == 1 ? Array(nodes.indices) : runbooks[runbook].members
  }

  /// The runbook's title: what it states, else its file's name.
  public var title: String {
    settings.title.map { PlanAction.text($0) } ?? Self.fileTitle(source.name)
  }

  /// An entry as `depends_on` writes it: `build`, `tests:success`.
  public func text(of entry: PlanEntry) -> String {
    nodes[entry.target].id + (entry.requirement.map { ":\($0.rawValue)" } ?? "")
  }

  private static func fileTitle(_ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return name.hasSuffix(".toml") ? String(name.dropLast(5)) : name
  }
}
