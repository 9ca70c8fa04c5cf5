internal import Planning
internal import Templates
internal import Values

/// The names that a node's templates can use while the run goes on (design 4).
struct RunScope: TemplateScope {
  private let engine: Engine
  /// The node whose templates these are; nothing for those of the run.
  private let node: Int?

  init(engine: Engine, node: Int?) {
    self.engine = engine
    self.node = node
  }

  func value(of name: String) throws(TemplateProblem) -> Value? {
    if let value = engine.variables[name] { return value }
    switch name {
    case "result": return node.map { .object(OwnResultObject(engine: engine, index: $0)) }
    case "nodes": return .object(NodesObject(engine: engine))
    case "run": return .object(RunObject(context: engine.context, title: engine.plan.title))
    case "env": return .object(EnvironmentObject(environment: engine.context.environment))
    default: break
    }
    if let node, let value = engine.plan.nodes[node].instance?.value(of: name) { return value }
    if let function = OutcomeFunction(rawValue: name) { return .object(outcome(function)) }
    return RunFunction(rawValue: name).map { .object(constant($0)) }
  }

  private func outcome(_ function: OutcomeFunction) -> TemplateFunction {
    let engine = engine
    return TemplateFunction(Signature(function.rawValue, .required("node"))) {
      arguments throws(TemplateProblem) in
      guard let id = arguments[0].string, let index = engine.plan.index(of: id) else {
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
    guard let node else { return engine.hasFailed }
    let plan = engine.plan.nodes[node]
    if plan.isEndNode { return engine.hasFailed }
    return plan.entries.contains { engine.states[$0.target].hasFailureBehind }
  }
}
