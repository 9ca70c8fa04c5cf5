internal import Planning
internal import Templates
internal import Values

/// `nodes`: the nodes by their ids.
struct NodesObject: TemplateObject {
  let engine: Engine
  /// The runbook whose nodes these are.
  let runbook: Int
  var kind: String { "list of nodes" }

  func attribute(_ name: String) throws(TemplateProblem) -> Value? {
    engine.plan.index(of: name, in: runbook).map { .object(NodeObject(engine: engine, index: $0)) }
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
    if result.masked.contains(attribute.recorded) {
      let id = engine.plan.nodes[index].id
      throw .failedByFunction("`\(name)` of `\(id)` held a secret, and what it was is on no record")
    }
    switch attribute {
    case .status: return .string(engine.states[index].status.rawValue)
    case .exitCode: return result.exitCode.map { .int($0) }
    case .stdout: return .string(OutputParser.text(result.stdout))
    case .stderr: return .string(OutputParser.text(result.stderr))
    case .json: return try result.json(of: engine.plan.nodes[index].id)
    case .attempts: return .int(engine.states[index].attempt)
    case .duration: return .double(result.duration.inSeconds)
    case .startedAt: return result.startedAt.map { .string($0.rfc3339) }
    case .outputs: return result.outputs.map { .map($0) }
    case .headers: return result.headers.map { .map($0) }
    }
  }
}

extension NodeResult {
  /// The output as JSON: read already where `parse` demanded it, else now.
  fileprivate func json(of node: String) throws(TemplateProblem) -> Value {
    if let parsed { return parsed }
    switch OutputParser.parse(stdout, as: .json) {
    case .success(let value): return value
    case .failure(let problem): throw .failedByFunction("the output of `\(node)` is not JSON: \(problem.message)")
    }
  }
}

/// What an attempt of a node, or of something that belongs to it, left.
struct OwnResult {
  let result: NodeResult
  let attempt: Int
}

/// `result`: how the node's own attempt ended.
struct OwnResultObject: TemplateObject {
  let id: String
  let own: OwnResult
  var kind: String { "result" }

  func attribute(_ name: String) throws(TemplateProblem) -> Value? {
    let result = own.result
    switch OwnResultAttribute(rawValue: name) {
    case .exitCode: return result.httpStatus == nil ? result.exitCode.map { .int($0) } : nil
    case .status: return result.httpStatus.map { .int($0) }
    case .stdout: return .string(OutputParser.text(result.stdout))
    case .stderr: return .string(OutputParser.text(result.stderr))
    case .json: return try result.json(of: id)
    case .headers: return result.headers.map { .map($0) }
    case .duration: return .double(result.duration.inSeconds)
    case .outputs: return result.outputs.map { .map($0) }
    case .attempt: return .int(own.attempt)
    case nil: return nil
    }
  }
}

/// `run`: the run itself.
struct RunObject: TemplateObject {
  let context: RunContext
  let title: String
  let directory: String
  var kind: String { "run" }

  func attribute(_ name: String) throws(TemplateProblem) -> Value? {
    switch RunAttribute(rawValue: name) {
    case .id: .string(context.id)
    case .title: .string(title)
    case .environment: context.chosenEnvironment.map { .string($0) } ?? .null
    case .user: .string(context.requester.name)
    case .host: .string(context.requester.host)
    case .dir: .string(directory)
    case .startedAt: .string(context.startedAt.rfc3339)
    case .attempt: .int(context.attempt)
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
