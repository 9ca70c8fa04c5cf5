public import Planning

/// Which nodes run again when a run is taken up, and why (design 7).
public struct Resumption: Sendable {
  /// Why a node runs, or is decided on, again.
  public enum Cause: Sendable, Equatable {
    /// It had not ended well; in which status it stood.
    case unfinished(NodeStatus)
    /// It was undone.
    case undone
    /// A person wants it begun anew.
    case chosen
    /// It depends on a node that was undone, or is begun anew.
    case follows(Int)
    /// A node inside the runbook that it runs is begun anew, and those that follow; what else is inside is kept.
    case contains(Int)
    /// It was skipped, or answered something, on account of a node that runs again.
    case answers(Int)
    /// A node that runs again reads what it gave, which is on no record because it held a secret.
    case secretLost
  }

  private let plan: Plan
  private let past: PastRun
  private let dependents: [[Int32]]
  private let inner: [Int: Int]
  private var queue: [Int] = []
  /// Runbooks whose end nodes have heard that something in them runs again.
  private var spreadRunbooks: Set<Int> = []
  /// The causes, by node; all other nodes are kept as they are.
  public private(set) var causes: [Int: Cause] = [:]
  /// Nodes that would run again, and are left as they are because only what failed is wanted.
  public private(set) var notWanted: Set<Int> = []
  /// What was undone, or follows from that, below a node that failed: nothing that failed can run without it.
  public private(set) var undoneBelow: Set<Int> = []
  /// Nodes that would have to run again to give a secret once more, and may not.
  public private(set) var secretsLost: Set<Int> = []

  /// What follows for `plan` from how far the run had come, and from what is wanted.
  public init(of plan: Plan, after past: PastRun, scope: ResumeScope = .rest) {
    self.plan = plan
    self.past = past
    dependents = Self.dependents(in: plan)
    var inner: [Int: Int] = [:]
    for (number, runbook) in plan.runbooks.enumerated() { if let owner = runbook.owner { inner[owner] = number } }
    self.inner = inner
    for index in plan.nodes.indices { if let cause = cause(of: index) { mark(index, cause) } }
    var wanted = past.begunAnew
    if case .from(let ids) = scope { wanted += ids }
    for index in plan.members(of: wanted) { mark(index, .chosen) }
    while let index = queue.popLast() {
      spread(index)
      demandSecrets(of: index)
    }
    secretsLost = secretsLost.filter { isKept($0) }
    if scope == .failed { chooseFailed() }
  }

  /// Whether a node was undone, or depends on one that was, and so is begun anew.
  public func isBegunAnew(_ index: Int) -> Bool {
    switch causes[index] {
    case .undone, .follows, .chosen, .contains: true
    case .unfinished, .answers, .secretLost, nil: false
    }
  }

  private static func dependents(in plan: Plan) -> [[Int32]] {
    var dependents: [[Int32]] = Array(repeating: [], count: plan.nodes.count)
    for (index, node) in plan.nodes.enumerated() {
      for target in node.entries.map(\.target) + node.waits { dependents[target].append(Int32(index)) }
    }
    return dependents
  }

  private func known(_ index: Int) -> PastRun.Node { past.nodes[plan.nodes[index].id] ?? PastRun.Node() }

  /// What the record of a node alone says.
  private func cause(of index: Int) -> Cause? {
    let node = known(index)
    if node.isUndone, !isTolerated(index, node) { return .undone }
    switch node.status {
    case .succeeded, .unchanged, .skipped: return nil
    case .failed: return node.isAllowed && !isOfOpenGroup(index) ? nil : .unfinished(.failed)
    case .pending, .ready, .running, .waiting, .cancelled, .blocked, .unknown: return .unfinished(node.status)
    }
  }

  /// Whether an instance failed within what its node allows, and was undone at once: the node went on without it.
  private func isTolerated(_ index: Int, _ node: PastRun.Node) -> Bool {
    node.status == .failed && node.isAllowed && !isOfOpenGroup(index)
  }

  /// Whether a node is an instance of one that has not ended well.
  private func isOfOpenGroup(_ index: Int) -> Bool {
    plan.nodes[index].instance.map { !known($0.group).status.isGood } ?? false
  }

  // MARK: - Only what failed

  /// Leaves out what did not run because of what failed.
  private mutating func chooseFailed() {
    var wanted: Set<Int> = []
    for index in causes.keys where hasFailed(index) {
      var next: Int? = index
      while let node = next, wanted.insert(node).inserted { next = plan.runbooks[plan.nodes[node].runbook].owner }
    }
    notWanted = Set(causes.keys).subtracting(wanted)
    for index in wanted {
      let below = plan.nodes[index].entries.map(\.target) + plan.nodes[index].waits
      undoneBelow.formUnion(below.filter { notWanted.contains($0) && isBegunAnew($0) })
    }
  }

  /// Whether a node ran, and did not come to a good end.
  private func hasFailed(_ index: Int) -> Bool {
    switch known(index).status {
    case .failed, .cancelled, .unknown: true
    default: false
    }
  }

  // MARK: - What else runs again

  private mutating func mark(_ index: Int, _ cause: Cause) {
    switch (causes[index], cause) {
    case (nil, _), (.unfinished?, .undone), (.unfinished?, .follows), (.answers?, .undone), (.answers?, .follows),
      (.secretLost?, .undone), (.secretLost?, .follows), (.unfinished?, .chosen), (.answers?, .chosen),
      (.secretLost?, .chosen), (.unfinished?, .contains), (.contains?, .undone), (.contains?, .follows),
      (.contains?, .chosen):
      causes[index] = cause
      queue.append(index)
    default: break
    }
  }

  private mutating func spread(_ index: Int) {
    let isAnew = isBegunAnew(index)
    for dependent in dependents[index].map(Int.init) {
      if isAnew {
        mark(dependent, .follows(index))
      } else if isAnswer(dependent) {
        mark(dependent, .answers(index))
      }
    }
    spreadOverRunbooks(index, isAnew)
    guard !plan.nodes[index].isEndNode else { return }
    for node in endNodes(besides: index) { mark(node, .answers(index)) }
  }

  /// What a node reads must be what it was: a node of which a secret is on no record gives it again, if it may (design 7).
  private mutating func demandSecrets(of index: Int) {
    for target in plan.nodes[index].nodesReadMasked(in: { known($0).result }) where isKept(target) {
      if causes[target] == nil, inner[target] == nil, plan.nodes[target].mayRunTwice {
        mark(target, .secretLost)
      } else {
        secretsLost.insert(target)
      }
    }
  }

  /// Whether what the node gave is taken over.
  private func isKept(_ index: Int) -> Bool {
    switch causes[index] {
    case nil, .unfinished(.waiting): true
    default: false
    }
  }

  /// Whether a node has to hear of a change in what it depends on: it was skipped, or answers a failure.
  private func isAnswer(_ index: Int) -> Bool {
    let node = known(index)
    return node.status == .skipped && !node.isLeftOut || plan.nodes[index].isHandler
  }

  /// A nested runbook is undone, and begun anew, with the node that runs it; that one runs again if anything inside does.
  private mutating func spreadOverRunbooks(_ index: Int, _ isAnew: Bool) {
    if isAnew, let number = inner[index], !isKeptInside(index) {
      for node in plan.nodes(of: number) { mark(node, .follows(index)) }
    }
    guard let owner = plan.runbooks[plan.nodes[index].runbook].owner else { return }
    if case .undone? = causes[index], known(owner).status.isGood {
      mark(owner, .undone)
    } else if known(owner).status.isGood, isAnew {
      mark(owner, .contains(index))
    }
  }

  private func isKeptInside(_ index: Int) -> Bool {
    if case .contains? = causes[index] { true } else { false }
  }

  /// End nodes answer whatever has happened in their runbook.
  private mutating func endNodes(besides index: Int) -> [Int] {
    let runbook = plan.nodes[index].runbook
    guard spreadRunbooks.insert(runbook).inserted else { return [] }
    return plan.nodes(of: runbook).filter { plan.nodes[$0].isEndNode }
  }
}
