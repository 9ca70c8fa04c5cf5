internal import Templates
internal import Values

/// Puts the nodes of nested runbooks behind the nodes that run them.
///
/// The instances of a node stay together: what they run stands behind all of them.
struct Splicing {
  private let outer: Plan
  private let nested: [Int: Plan]
  /// Where each of the outer nodes stands.
  private var places: [Int] = []
  private var nodes: [PlanNode] = []
  private var runbooks: [PlanRunbook]

  /// The plan with both.
  var result: Plan { Plan(runbooks: runbooks, nodes: nodes) }

  /// A splicing of `nested`, the plans of the runbooks that nodes of `outer` run, by those nodes' indexes.
  init(_ outer: Plan, _ nested: [Int: Plan]) {
    self.outer = outer
    self.nested = nested
    runbooks = outer.runbooks
    var next = 0
    walk { index, isOuter in
      if isOuter { places.append(next) }
      next += isOuter ? 1 : nested[index]?.nodes.count ?? 0
    }
    runbooks[0].members = places
    walk { index, isOuter in
      if isOuter { addOuter(index) } else if let inner = nested[index] { add(inner, of: index) }
    }
  }

  /// Visits the outer nodes, and what they run, in the order of the plan.
  private func walk(_ visit: (_ node: Int, _ isOuter: Bool) -> Void) {
    var pending: [Int] = []
    for (index, node) in outer.nodes.enumerated() {
      visit(index, true)
      if nested[index] != nil { pending.append(index) }
      guard node.instance == nil else { continue }
      for owner in pending { visit(owner, false) }
      pending = []
    }
  }

  private mutating func addOuter(_ index: Int) {
    var node = outer.nodes[index]
    node.move { [places] in places[$0] }
    // Those of the rollout are its own.
    if let inner = nested[index] { node.locks += inner.settings.locks.map { .literal($0) } }
    nodes.append(node)
  }

  private mutating func add(_ inner: Plan, of index: Int) {
    let owner = places[index]
    let (start, base) = (nodes.count, runbooks.count)
    nodes[owner].enter(base)
    let pool = inner.settings.isSequential ? addTurn(of: nodes[owner].id) : nil
    for node in inner.nodes { nodes.append(moved(node, by: start, base, into: nodes[owner].id, of: inner, pool)) }
    for (number, runbook) in inner.runbooks.enumerated() {
      var runbook = runbook
      runbook.owner = number == 0 ? owner : runbook.owner.map { $0 + start }
      // A rollout names the nodes beside it.
      let isInside = number > 0 || !runbook.isRollout
      runbook.prefix = isInside ? nodes[owner].id + "/" + runbook.prefix : ""
      runbook.folder = FilePath.join(nodes[owner].innerFolder, runbook.folder)
      runbook.members = inner.nodes(of: number).map { $0 + start }
      runbooks.append(runbook)
    }
  }

  /// A pool of one for the nodes of a runbook that run one at a time.
  private mutating func addTurn(of owner: String) -> Int {
    runbooks[0].settings.pools.append(PlanPool(name: "\(owner) (one at a time)", capacity: 1))
    return runbooks[0].settings.pools.count - 1
  }

  private func moved(
    _ node: PlanNode, by start: Int, _ base: Int, into owner: String, of inner: Plan, _ turn: Int?
  ) -> PlanNode {
    var node = node.renamed(owner + "/" + node.id)
    let turn = node.runbook == 0 ? turn : nil
    node.move { $0 + start }
    node.runbook += base
    if let scope = node.scope { node.enter(scope + base) }
    if case .group(var group) = node.action, var late = group.late {
      late.template = late.template.renamed(owner + "/" + late.template.id)
      late.template.shares = shares(of: late.template, in: inner, turn)
      group.late = late
      node.action = .group(group)
    }
    node.shares = shares(of: node, in: inner, node.runsNothing ? nil : turn)
    return node
  }

  /// What a node takes: its own pools have no effect, those of the same names outside have.
  private func shares(of node: PlanNode, in inner: Plan, _ turn: Int?) -> [PlanShare] {
    let pools = runbooks[0].settings.pools
    var shares = node.shares.compactMap { share -> PlanShare? in
      let index = pools.firstIndex { $0.name == inner.settings.pools[share.pool].name }
      return index.map { PlanShare(pool: $0, amount: min(share.amount, pools[$0].capacity)) }
    }
    if let turn { shares.append(PlanShare(pool: turn, amount: 1)) }
    return shares
  }
}

extension PlanNode {
  /// Gives every node that is referred to its new index.
  mutating func move(by place: (Int) -> Int) {
    entries = entries.map { PlanEntry(target: place($0.target), requirement: $0.requirement, origin: $0.origin) }
    waits = waits.map(place)
    lifting.nodes = lifting.nodes.map(place)
    readings = readings.map { PlanReading(target: place($0.target), attribute: $0.attribute, span: $0.span) }
    if let group = instance?.group { instance?.group = place(group) }
    if case .group(var group) = action {
      group.instances = group.instances.map(place)
      action = .group(group)
    }
  }

  /// The runbook of the plan that the nodes inside belong to, if it runs one or is a rollout.
  public var scope: Int? {
    switch action {
    case .runbook(let call): call.runbook
    case .strategy(let strategy): strategy.scope
    default: nil
    }
  }

  fileprivate mutating func enter(_ scope: Int) {
    switch action {
    case .runbook(var call):
      call.runbook = scope
      action = .runbook(call)
    case .strategy(var strategy):
      strategy.scope = scope
      strategy.nodes = []
      action = .strategy(strategy)
    default: break
    }
  }

  /// The folder of the runbook that it runs, from that of its own.
  fileprivate var innerFolder: String {
    if case .runbook(let call) = action { FilePath.folder(of: call.path) } else { "" }
  }

  /// Whether it is only there for other nodes: its instances, or those of another runbook.
  fileprivate var runsNothing: Bool {
    switch action {
    case .group, .runbook, .strategy: true
    case .command, .request, .function, .plugin, .question: false
    }
  }
}
