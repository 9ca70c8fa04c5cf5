internal import Planning
internal import Templates
internal import Values

/// `nodes`: the nodes by their ids.
struct NodesObject: TemplateObject {
  let engine: Engine
  var kind: String { "list of nodes" }

  func attribute(_ name: String) throws(TemplateProblem) -> Value? {
    engine.plan.index(of: name).map { .object(NodeObject(engine: engine, index: $0)) }
  }
}

/// `nodes.ID`: how a node ended and what it left.
struct NodeObject: TemplateObject {
  let engine: Engine
  let index: Int
  var kind: String { "node" }

  func attribute(_ name: String) throws(TemplateProblem) -> Value? {
    guard let attribute = ResultAttribute(rawValue: name) else { return nil }
    let result = engine.results[index] ?? NodeResult()
    switch attribute {
    case .status: return .string(engine.states[index].status.rawValue)
    case .exitCode: return result.exitCode.map { .int($0) }
    case .stdout: return .string(OutputParser.text(result.stdout))
    case .stderr: return .string(OutputParser.text(result.stderr))
    case .json: return try json(result)
    case .attempts: return .int(engine.states[index].attempt)
    case .duration:
      return .double(Double(result.duration.components.seconds) + Double(result.duration.components.attoseconds) / 1e18)
    case .startedAt: return result.startedAt.map { .string($0.rfc3339) }
    case .outputs: return result.outputs.map { .map($0) }
    case .headers: return nil
    }
  }

  /// The output as JSON: read already where `parse` demanded it, else now.
  private func json(_ result: NodeResult) throws(TemplateProblem) -> Value {
    if let parsed = result.parsed { return parsed }
    switch OutputParser.parse(result.stdout, as: .json) {
    case .success(let value): return value
    case .failure(let problem):
      throw .failedByFunction("the output of `\(engine.plan.nodes[index].id)` is not JSON: \(problem.message)")
    }
  }
}

/// `result`: how the node's own attempt ended.
struct OwnResultObject: TemplateObject {
  let engine: Engine
  let index: Int
  var kind: String { "result" }

  func attribute(_ name: String) throws(TemplateProblem) -> Value? {
    let node = NodeObject(engine: engine, index: index)
    let result = engine.results[index] ?? NodeResult()
    switch OwnResultAttribute(rawValue: name) {
    case .exitCode: return result.httpStatus == nil ? result.exitCode.map { .int($0) } : nil
    case .status: return result.httpStatus.map { .int($0) }
    case .stdout, .stderr, .json, .duration: return try node.attribute(name)
    case .attempt: return .int(engine.states[index].attempt)
    case nil: return nil
    }
  }
}

/// `run`: the run itself.
struct RunObject: TemplateObject {
  let context: RunContext
  let title: String
  var kind: String { "run" }

  func attribute(_ name: String) throws(TemplateProblem) -> Value? {
    switch RunAttribute(rawValue: name) {
    case .id: .string(context.id)
    case .title: .string(title)
    case .environment: .null
    case .user: .string(context.requester.name)
    case .host: .string(context.requester.host)
    case .dir: .string(context.directory)
    case .startedAt: .string(context.startedAt.rfc3339)
    case .attempt: .int(1)
    case nil: nil
    }
  }
}

/// `env`: pyflow's own environment, by name.
struct EnvironmentObject: TemplateObject {
  let environment: [String: String]
  var kind: String { "environment" }

  func attribute(_ name: String) throws(TemplateProblem) -> Value? {
    environment[name].map { .string($0) }
  }
}
