internal import Planning
internal import Templates
internal import Text
internal import Values

/// Makes the action of a node that is about to start: every template evaluated, every path absolute.
struct ActionRenderer {
  /// Why there is none.
  enum Failure: Error {
    case template(TemplateFailure)
    case reason(Reason)
  }

  let node: PlanNode
  let runbook: PlanRunbook
  let state: RunbookState
  let context: RunContext
  var evaluator: TemplateEvaluator
  let attempt: Int
  let generation: Int
  let step: Step
  /// What the rollout knows that the node belongs to.
  let rollout: [(key: RolloutValue, value: Value)]

  init(
    node: PlanNode, of runbook: PlanRunbook, _ state: RunbookState, context: RunContext,
    evaluator: TemplateEvaluator, attempt: Int, generation: Int, step: Step,
    rollout: [RolloutValue: Value]
  ) {
    self.step = step
    self.rollout = rollout.sorted { $0.key.rawValue < $1.key.rawValue }
    self.node = node
    self.runbook = runbook
    self.state = state
    self.generation = generation
    self.context = context
    self.evaluator = evaluator
    self.attempt = attempt
  }

  /// What was made of secrets while rendering.
  var derived: [String] { evaluator.derived + hidden }
  /// Other texts that nobody may see.
  private var hidden: [String] = []
  /// The files whose paths were asked for while rendering.
  var files: [SecretFile] { evaluator.files }

  /// What the node does.
  mutating func order() throws(Failure) -> Engine.Order {
    switch node.action {
    case .command(let command): return .outside(.process(try process(command)))
    case .request(let request): return .outside(.request(try self.request(request)))
    case .function(let call): return try function(call)
    case .plugin(let call): return try plugin(call)
    case .question(let question):
      return .outside(.ask(Question(text: try value(of: question.text, "prompt"), approval: question.approval)))
    case .group, .runbook, .strategy: return .nothing(.noop, "")
    }
  }

  // MARK: - Fields

  mutating func value<Content: ValueConvertible>(
    of field: Field<Content>, _ key: String
  ) throws(Failure) -> Content {
    if let content = field.literal { return content }
    let value: Value?
    do throws(TemplateFailure) {
      value = try field.evaluated(with: &evaluator)
    } catch {
      throw .template(error)
    }
    if let content = value.flatMap({ Content.convert($0) }) { return content }
    throw .reason(
      .wrongField(key, expected: Content.typeName, found: value.flatMap { String.convert($0) } ?? ""))
  }

  mutating func evaluated(_ value: ValueTemplate) throws(Failure) -> Value {
    do throws(TemplateFailure) {
      return try value.evaluate(with: &evaluator)
    } catch {
      throw .template(error)
    }
  }

  /// Keeps texts out of everything that is shown, but for those that are too short for that.
  mutating func hide(_ texts: [String]) { hidden += texts.filter { $0.utf8.count >= 4 } }

  /// Text that a process can be given: without NUL.
  func passable(_ text: String, _ key: String) throws(Failure) -> String {
    if text.utf8.contains(0) { throw .reason(.wrongField(key, expected: "text without NUL", found: "…")) }
    return text
  }

  // MARK: - Where and how it runs

  mutating func workingDirectory() throws(Failure) -> String {
    guard let field = node.workingDirectory ?? runbook.settings.workingDirectory else {
      return directory
    }
    let path = try passable(try value(of: field, "working_dir"), "working_dir")
    return path.hasPrefix("/") ? path : directory + "/" + path
  }

  /// The environment beyond that of all nodes: the runbook's, the node's, and what tells the process where it runs (design 6).
  mutating func environment() throws(Failure) -> [(name: String, value: String)] {
    var result = try environmentOfRunbook()
    for (name, value) in rollout { result.append((name.environmentName, String.convert(value) ?? "")) }
    if let run = rollout.first(where: { $0.key == .runID }) {
      result.append((RolloutValue.fence, String.convert(run.value) ?? ""))
    }
    // No nested runbook inherits them.
    for name in node.secrets { if let text = state.secrets[name]?.string { result.append((name, text)) } }
    result.append(("PYFLOW_NODE", node.id))
    result.append(("PYFLOW_ATTEMPT", String(attempt)))
    result.append(("PYFLOW_IDEMPOTENCY_KEY", identity.idempotencyKey))
    result.append(
      ("TRACEPARENT", identity.traceParent(attempt: attempt, inherited: context.environment["TRACEPARENT"])))
    return result
  }

  /// The environment without what tells the process where it runs: what a nested runbook inherits.
  mutating func environmentOfRunbook() throws(Failure) -> [(name: String, value: String)] {
    var result = state.environment
    for entry in runbook.settings.environment + node.environment {
      result.append((entry.name, try passable(try value(of: entry.value, entry.name), entry.name)))
    }
    return result
  }

  /// The runbook's folder.
  var directory: String { context.directory(of: runbook) }

  mutating func inheritance() throws(Failure) -> InheritedEnvironment {
    try value(of: node.inheritance ?? runbook.settings.inheritance, "inherit_env")
  }

  mutating func limits() throws(Failure) -> ProcessLimits? {
    guard let fields = node.limits else { return nil }
    var limits = ProcessLimits()
    if let cpu = fields.cpu { limits.cpu = try value(of: cpu, "limits.cpu") }
    if let memory = fields.memory { limits.memory = try value(of: memory, "limits.memory") }
    if let files = fields.files { limits.files = try value(of: files, "limits.files") }
    if let nice = fields.nice { limits.nice = try value(of: nice, "limits.nice") }
    return limits
  }

  var identity: NodeIdentity {
    NodeIdentity(
      run: context.id, node: step == .run ? node.id : "\(node.id)!\(step.rawValue)",
      item: node.instance?.label ?? "", generation: generation)
  }
}
