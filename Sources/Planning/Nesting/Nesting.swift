internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// Puts the runbooks that nodes run into the plan (design 3.4).
struct Nesting {
  /// How deep runbooks may be nested (design 3.4).
  static let maximumDepth = 8
  /// How many nodes a plan may have once nested runbooks are in it.
  static let maximumNodes = 100_000

  private let library: RunbookLibrary
  /// The files that are being planned, each run by the one before it.
  private let chain: [String]
  /// The names that stand for secrets in the last one.
  private let secrets: Set<String>
  private var told: Complaints
  private(set) var diagnostics = Diagnostics()

  /// A nesting into the last file of `chain`; what was reported of it is in `diagnostics`.
  init(library: RunbookLibrary, chain: [String], secrets: Set<String>, diagnostics: Diagnostics) {
    self.library = library
    self.chain = chain
    self.secrets = secrets
    told = Complaints(diagnostics)
  }

  /// The plan with the runbooks that its nodes run.
  mutating func expand(_ plan: Plan) -> Plan {
    var nested: [Int: Plan] = [:]
    var count = plan.nodes.count
    for (index, node) in plan.nodes.enumerated() {
      guard let (inner, span) = self.plan(inside: node, in: plan) else { continue }
      nested[index] = inner
      count += inner.nodes.count
      guard count > Self.maximumNodes else { continue }
      diagnostics.report(NestingProblem.tooManyNodes(limit: Self.maximumNodes), in: plan.source, at: span)
      return plan
    }
    return nested.isEmpty ? plan : Splicing(plan, nested).result
  }

  /// What a node is made of, and where that is written; nothing for a node that is made of none.
  private mutating func plan(inside node: PlanNode, in outer: Plan) -> (Plan, ByteSpan)? {
    switch node.action {
    case .runbook(let call): plan(call, of: node, in: outer).map { ($0, call.pathSpan) }
    case .strategy(let strategy): (Self.plan(of: strategy, node, in: outer), strategy.span)
    default: nil
    }
  }

  /// The nodes of a rollout in a scope of their own: it fails, ends and goes back for itself.
  private static func plan(of strategy: PlanStrategy, _ owner: PlanNode, in outer: Plan) -> Plan {
    var settings = PlanSettings()
    settings.inheritance = owner.inheritance ?? outer.settings.inheritance
    settings.workingDirectory = owner.workingDirectory ?? outer.settings.workingDirectory
    var scope = PlanRunbook(source: outer.source, settings: settings, variables: [])
    scope.isRollout = true
    let nodes = strategy.nodes.map { node in
      var node = node
      node.secrets = owner.secrets
      node.usedSecrets = owner.usedSecrets
      if node.limits == nil { node.limits = owner.limits }
      return node
    }
    return Plan(runbooks: [scope], nodes: nodes)
  }

  /// The plan of the runbook that a node runs; nothing if it cannot be made.
  private mutating func plan(_ call: PlanRunbookCall, of node: PlanNode, in outer: Plan) -> Plan? {
    let path = FilePath.join(FilePath.folder(of: outer.source.name), call.path)
    if let start = chain.firstIndex(of: path) {
      report(.recursion(chain[start...] + [path]), at: call.pathSpan, of: node, in: outer)
      return nil
    }
    if chain.count > Self.maximumDepth {
      report(.tooDeep(limit: Self.maximumDepth), at: call.pathSpan, of: node, in: outer)
      return nil
    }
    switch library.runbook(at: path, into: &diagnostics) {
    case .success(let runbook): return plan(runbook, call, of: node, in: outer)
    case .failure(let failure):
      report(.unreadable(path, why: failure.message), at: call.pathSpan, of: node, in: outer)
      return nil
    }
  }

  private mutating func plan(
    _ runbook: Runbook, _ call: PlanRunbookCall, of node: PlanNode, in outer: Plan
  ) -> Plan? {
    guard runbook.isWhole else { return nil }
    warnOfKeys(of: runbook, call, of: node, in: outer)
    var found = Diagnostics()
    let arguments = NestedVariables(call, for: runbook, in: outer, secrets: secrets, into: &found)
    let plan = Planner.plan(
      runbook, variables: arguments.known, passed: arguments.passed, library: library,
      chain: chain + [runbook.source.name], into: &found)
    diagnostics.append(contentsOf: told.new(found, of: node.id))
    return plan
  }

  /// Warns of settings that only the runbook that is run can make.
  private mutating func warnOfKeys(
    of runbook: Runbook, _ call: PlanRunbookCall, of node: PlanNode, in outer: Plan
  ) {
    var keys: [RunbookKey] = []
    if runbook.settings.jobs != nil { keys.append(.jobs) }
    if !runbook.settings.pools.isEmpty { keys.append(.pools) }
    if !runbook.settings.channels.isEmpty { keys.append(.notify) }
    if !runbook.settings.environments.isEmpty { keys.append(.environments) }
    if let group = runbook.settings.group, group.literal != outer.settings.group { keys.append(.group) }
    guard !keys.isEmpty else { return }
    report(
      .withoutEffect(keys.map(\.rawValue), path: runbook.source.name), at: call.pathSpan, of: node, in: outer)
  }

  /// Reports a mistake once, however many instances of a node make it.
  private mutating func report(_ problem: NestingProblem, at span: ByteSpan, of node: PlanNode, in outer: Plan) {
    var found = Diagnostics()
    found.report(problem, in: outer.source, at: span)
    diagnostics.append(contentsOf: node.instance == nil ? found : told.new(found, of: node.id))
  }
}
