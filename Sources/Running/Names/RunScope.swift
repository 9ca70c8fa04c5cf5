internal import Planning
internal import Templates
internal import Values

/// The names that a node's templates can use while the run goes on (design 4).
struct RunScope: TemplateScope {
  private let engine: Engine
  /// The runbook whose names these are.
  private let runbook: Int
  /// The node whose templates these are; nothing for those of the runbook.
  private let node: Int?
  /// What `result` is, if not the node's own.
  private let own: OwnResult?

  init(engine: Engine, runbook: Int, node: Int?, own: OwnResult? = nil) {
    self.engine = engine
    self.runbook = runbook
    self.node = node
    self.own = own
  }

  func value(of name: String) throws(TemplateProblem) -> Value? {
    if let value = engine.runbooks[runbook].variables[name] { return value }
    switch name {
    case "result": return node.map { .object(result(of: $0)) }
    case "nodes": return .object(NodesObject(engine: engine, runbook: runbook))
    case "run":
      return .object(
        RunObject(context: engine.context, title: engine.plan.title, directory: engine.directory(of: runbook)))
    case "env": return .object(EnvironmentObject(environment: engine.context.environment))
    case RolloutValue.root:
      guard let node else { return nil }
      var map = ValueMap()
      for (name, value) in engine.rolloutValues(of: node).sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        map[name.rawValue] = value
      }
      return .map(map)
    case Expression.storeName: return .object(StoreObject(store: engine.store))
    case Expression.secretsName: return .map(engine.runbooks[runbook].secrets)
    default: break
    }
    if let node, let value = engine.plan.nodes[node].instance?.value(of: name) { return value }
    if let function = OutcomeFunction(rawValue: name) { return .object(outcome(function)) }
    return RunFunction(rawValue: name).map { .object(constant($0)) }
  }

  private func result(of node: Int) -> OwnResultObject {
    OwnResultObject(
      id: engine.plan.nodes[node].id,
      own: own ?? OwnResult(result: engine.results[node] ?? NodeResult(), attempt: engine.states[node].attempt))
  }

  private func outcome(_ function: OutcomeFunction) -> TemplateFunction {
    let (engine, runbook) = (engine, runbook)
    return TemplateFunction(Signature(function.rawValue, .required("node"))) {
      arguments throws(TemplateProblem) in
      guard let id = arguments[0].string, let index = engine.plan.index(of: id, in: runbook) else {
        throw .undefined("node")
      }
      let status = engine.states[index].status
      switch function {
      case .hasSucceeded: return .bool(engine.countsAsSucceeded(index))
      case .hasFailed: return .bool(status == .failed)
      case .hasRun: return .bool(engine.countsAsSucceeded(index) || status == .failed)
      case .isSkipped: return .bool(engine.isSkipped(index))
      }
    }
  }

  private func constant(_ function: RunFunction) -> TemplateFunction {
    let isFailure = hasFailure
    let isCancelled = engine.signal != nil
    return TemplateFunction(Signature(function.rawValue)) { _ in
      switch function {
      case .always: .bool(true)
      case .failure: .bool(isFailure)
      case .cancelled: .bool(isCancelled)
      case .success: .bool(!isFailure && !isCancelled)
      }
    }
  }

  /// Whether a node in the scope of this one failed without permission: any node, for an end node; else what it depends on.
  private var hasFailure: Bool {
    guard let node else { return engine.runbooks[runbook].hasFailed }
    let plan = engine.plan.nodes[node]
    if plan.isEndNode { return engine.runbook(of: node).hasFailed }
    return plan.entries.contains { engine.states[$0.target].hasFailureBehind }
  }
}
