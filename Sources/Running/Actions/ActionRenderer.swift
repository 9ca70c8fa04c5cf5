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

  private let node: PlanNode
  private let runbook: PlanRunbook
  private let state: RunbookState
  private let context: RunContext
  private var evaluator: TemplateEvaluator
  private let attempt: Int
  private let generation: Int
  private let step: Step

  init(
    node: PlanNode, of runbook: PlanRunbook, _ state: RunbookState, context: RunContext,
    evaluator: TemplateEvaluator, attempt: Int, generation: Int, step: Step
  ) {
    self.step = step
    self.node = node
    self.runbook = runbook
    self.state = state
    self.generation = generation
    self.context = context
    self.evaluator = evaluator
    self.attempt = attempt
  }

  /// What was made of secrets while rendering.
  var derived: [String] { evaluator.derived }

  /// What the node does.
  mutating func order() throws(Failure) -> Engine.Order {
    switch node.action {
    case .command(let command): return .outside(.process(try process(command)))
    case .request(let request): return .outside(.request(try self.request(request)))
    case .function(let call): return try function(call)
    case .question(let question):
      return .outside(.ask(Question(text: try value(of: question.text, "prompt"), approval: question.approval)))
    case .group, .runbook: return .nothing
    }
  }

  // MARK: - Fields

  private mutating func value<Content: ValueConvertible>(
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

  private mutating func evaluated(_ value: ValueTemplate) throws(Failure) -> Value {
    do throws(TemplateFailure) {
      return try value.evaluate(with: &evaluator)
    } catch {
      throw .template(error)
    }
  }

  /// Text that a process can be given: without NUL.
  private func passable(_ text: String, _ key: String) throws(Failure) -> String {
    if text.utf8.contains(0) { throw .reason(.wrongField(key, expected: "text without NUL", found: "…")) }
    return text
  }

  // MARK: - Commands

  private mutating func process(_ command: PlanCommand) throws(Failure) -> ProcessAction {
    let (program, secrets) = try program(command)
    var process = ProcessAction(
      program: program, workingDirectory: try workingDirectory(),
      captureLimit: max(0, try value(of: command.captureLimit, "capture_limit")))
    process.environment = try environment() + secrets
    process.inheritance = try inheritance()
    process.limits = try limits()
    if let stdin = command.stdin { process.standardInput = Array(try value(of: stdin, "stdin").utf8) }
    process.isInteractive = try value(of: command.isInteractive, "interactive")
    process.leavesRunning = try value(of: command.leavesRunning, "leave_running")
    return process
  }

  /// The program, and the environment that its references to secrets need.
  private mutating func program(
    _ command: PlanCommand
  ) throws(Failure) -> (ProcessAction.Program, secrets: [(name: String, value: String)]) {
    switch command.form {
    case .words(let fields):
      var words: [String] = []
      for field in fields { words.append(try passable(try value(of: field, "command"), "command")) }
      if words[0].isEmpty { throw .reason(.wrongField("command", expected: "a program", found: "")) }
      return (.words(words), [])
    case .shell(let text, let shell):
      let command = try shellText(text)
      return (try program(command.text, shell), command.secrets)
    }
  }

  private mutating func shellText(_ text: ShellText) throws(Failure) -> ShellCommandText {
    switch text {
    case .literal(let text): return ShellCommandText(text: try passable(text, "command"))
    case .template(let command):
      do throws(TemplateFailure) {
        return try command.render(with: &evaluator)
      } catch {
        throw .template(error)
      }
    }
  }

  private mutating func program(_ text: String, _ shell: PlanShell) throws(Failure) -> ProcessAction.Program {
    var arguments: [String] = []
    for word in shell.arguments { arguments.append(try passable(try value(of: word, "shell"), "shell")) }
    guard shell.isDefault, let dialect = shell.dialect,
      let words = SimpleCommand.words(of: text, dialect: dialect)
    else { return .shell(arguments: arguments, text: text) }
    return .simple(words: words, arguments: arguments, text: text)
  }

  /// The node's folder; relative ones begin at the runbook's.
  private mutating func workingDirectory() throws(Failure) -> String {
    guard let field = node.workingDirectory ?? runbook.settings.workingDirectory else {
      return directory
    }
    let path = try passable(try value(of: field, "working_dir"), "working_dir")
    return path.hasPrefix("/") ? path : directory + "/" + path
  }

  /// The environment beyond that of all nodes: the runbook's, the node's, and what tells the process where it runs (design 6).
  private mutating func environment() throws(Failure) -> [(name: String, value: String)] {
    var result = try environmentOfRunbook()
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
  private var directory: String { context.directory(of: runbook) }

  private mutating func inheritance() throws(Failure) -> InheritedEnvironment {
    try value(of: node.inheritance ?? runbook.settings.inheritance, "inherit_env")
  }

  private mutating func limits() throws(Failure) -> ProcessLimits? {
    guard let fields = node.limits else { return nil }
    var limits = ProcessLimits()
    if let cpu = fields.cpu { limits.cpu = try value(of: cpu, "limits.cpu") }
    if let memory = fields.memory { limits.memory = try value(of: memory, "limits.memory") }
    if let files = fields.files { limits.files = try value(of: files, "limits.files") }
    if let nice = fields.nice { limits.nice = try value(of: nice, "limits.nice") }
    return limits
  }

  private var identity: NodeIdentity {
    NodeIdentity(
      run: context.id, node: step == .run ? node.id : "\(node.id)!\(step.rawValue)",
      item: node.instance?.label ?? "", generation: generation)
  }

  // MARK: - Requests

  private mutating func request(_ declaration: PlanRequest) throws(Failure) -> RequestAction {
    let url = try value(of: declaration.url, "url").trimmed
    guard URLText.isHTTP(url) else {
      throw .reason(.wrongField("url", expected: "an http:// or https:// address without white space", found: url))
    }
    var request = RequestAction(
      method: declaration.defaultMethod, url: try withQuery(url, declaration), timeout: .zero,
      workingDirectory: directory)
    request.environment = try environment()
    request.inheritance = try inheritance()
    request.limits = try limits()
    request.timeout =
      try node.timeout.map { field throws(Failure) in try value(of: field, "timeout") }
      ?? PlanRequest.defaultTimeout
    try addHeaders(declaration, to: &request)
    try addBody(declaration, to: &request)
    if let method = declaration.method { request.method = try value(of: method, "method").uppercased() }
    guard PlanRequest.isMethod(request.method) else {
      throw .reason(.wrongField("method", expected: "an HTTP method", found: request.method))
    }
    return request
  }

  private mutating func withQuery(_ url: String, _ declaration: PlanRequest) throws(Failure) -> String {
    var parameters: [(String, String)] = []
    for entry in declaration.query {
      let value = try evaluated(entry.value)
      for item in value.list ?? [value] { parameters.append((entry.name, String.convert(item) ?? "")) }
    }
    return URLText.adding(parameters, to: url)
  }

  private mutating func addHeaders(
    _ declaration: PlanRequest, to request: inout RequestAction
  ) throws(Failure) {
    for entry in declaration.headers {
      let text = String.convert(try evaluated(entry.value)) ?? ""
      // A line end would begin another header field (RFC 9110, 5.5).
      if text.utf8.contains(where: { $0 == 0x0D || $0 == 0x0A || $0 == 0 }) {
        throw .reason(.wrongField(entry.name, expected: "one line", found: "several lines"))
      }
      request.headers.append((entry.name, text))
    }
  }

  private mutating func addBody(
    _ declaration: PlanRequest, to request: inout RequestAction
  ) throws(Failure) {
    switch declaration.body {
    case nil: return
    case .text(let text): request.body = Array(try value(of: text, "body").utf8)
    case .json(let template):
      request.body = Array(JSONWriter.string(try evaluated(template)).utf8)
      let hasType = request.headers.contains { $0.name.lowercased() == "content-type" }
      if !hasType { request.headers.append(("Content-Type", "application/json")) }
    }
  }

  // MARK: - Functions

  private mutating func function(_ call: PlanFunctionCall) throws(Failure) -> Engine.Order {
    var parameters: [String: Value] = [:]
    for parameter in call.parameters { parameters[parameter.name] = try evaluated(parameter.value) }
    switch call.function {
    case .noop: return .nothing
    case .sleep:
      return .sleep(try duration(parameters["seconds"] ?? parameters["duration"] ?? .int(0)))
    case .fail:
      return .fail(message: parameters["message"].flatMap { String.convert($0) } ?? "failed on purpose")
    case .log, .notify: return .outside(.announce(try announcement(call.function, parameters)))
    }
  }

  private func duration(_ value: Value) throws(Failure) -> Duration {
    if let duration = Duration.convert(value) { return duration }
    throw .reason(.wrongField("seconds", expected: Duration.typeName, found: String.convert(value) ?? ""))
  }

  private func announcement(
    _ function: PlanFunctionCall.Function, _ parameters: [String: Value]
  ) throws(Failure) -> Announcement {
    let name = parameters["level"].flatMap { String.convert($0) } ?? "info"
    guard let level = MessageLevel(rawValue: name) else {
      let levels = MessageLevel.allCases.map(\.rawValue).joined(separator: ", ")
      throw .reason(.wrongField("level", expected: "one of " + levels, found: name))
    }
    return Announcement(
      function: function, level: level, title: parameters["title"].flatMap { String.convert($0) },
      message: parameters["message"].flatMap { String.convert($0) } ?? "")
  }
}
