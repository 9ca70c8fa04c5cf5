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
  private let settings: PlanSettings
  private let context: RunContext
  private var evaluator: TemplateEvaluator
  private let attempt: Int
  private let step: Step

  init(
    node: PlanNode, settings: PlanSettings, context: RunContext, evaluator: TemplateEvaluator,
    attempt: Int, step: Step
  ) {
    self.step = step
    self.node = node
    self.settings = settings
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
    case .group: return .nothing
    }
  }

  // MARK: - Fields

  private mutating func value<Content: ValueConvertible>(
    of field: Field<Content>, _ key: String
  ) throws(Failure) -> Content {
    switch field {
    case .literal(let content): return content
    case .template(let template):
      let value = try evaluated(template)
      guard let content = Content.convert(value) else {
        throw .reason(.wrongField(key, expected: Content.typeName, found: String.convert(value) ?? ""))
      }
      return content
    }
  }

  private mutating func evaluated(_ template: Template) throws(Failure) -> Value {
    do throws(TemplateFailure) {
      return try evaluator.value(of: template)
    } catch {
      throw .template(error)
    }
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
    if let stdin = command.stdin { process.standardInput = Array(try value(of: stdin, "stdin").utf8) }
    process.hidden = evaluator.derived
    process.isInteractive = try value(of: command.isInteractive, "interactive")
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
      return (program(command.text, shell), command.secrets)
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

  private func program(_ text: String, _ shell: PlanShell) -> ProcessAction.Program {
    guard shell.isDefault, let dialect = shell.dialect,
      let words = SimpleCommand.words(of: text, dialect: dialect)
    else { return .shell(arguments: shell.arguments, text: text) }
    return .simple(words: words, arguments: shell.arguments, text: text)
  }

  /// The node's folder; relative ones begin at the runbook's.
  private mutating func workingDirectory() throws(Failure) -> String {
    guard let field = node.workingDirectory ?? settings.workingDirectory else {
      return context.directory
    }
    let path = try passable(try value(of: field, "working_dir"), "working_dir")
    return path.hasPrefix("/") ? path : context.directory + "/" + path
  }

  /// The environment beyond that of all nodes: the runbook's, the node's, and what tells the process where it runs (design 6).
  private mutating func environment() throws(Failure) -> [(name: String, value: String)] {
    var result: [(name: String, value: String)] = []
    for entry in settings.environment + node.environment {
      result.append((entry.name, try passable(try value(of: entry.value, entry.name), entry.name)))
    }
    result.append(("PYFLOW_NODE", node.id))
    result.append(("PYFLOW_ATTEMPT", String(attempt)))
    result.append(("PYFLOW_IDEMPOTENCY_KEY", identity.idempotencyKey))
    result.append(
      ("TRACEPARENT", identity.traceParent(attempt: attempt, inherited: context.environment["TRACEPARENT"])))
    return result
  }

  private var identity: NodeIdentity {
    NodeIdentity(
      run: context.id, node: step == .run ? node.id : "\(node.id)!\(step.rawValue)",
      item: node.instance?.label ?? "")
  }

  // MARK: - Requests

  private mutating func request(_ declaration: PlanRequest) throws(Failure) -> RequestAction {
    let url = try value(of: declaration.url, "url").trimmed
    guard URLText.isHTTP(url) else {
      throw .reason(.wrongField("url", expected: "an http:// or https:// address without white space", found: url))
    }
    var request = RequestAction(
      method: declaration.defaultMethod, url: try withQuery(url, declaration), timeout: .zero,
      workingDirectory: context.directory)
    request.environment = try environment()
    request.timeout =
      try node.timeout.map { field throws(Failure) in try value(of: field, "timeout") }
      ?? PlanRequest.defaultTimeout
    try addHeaders(declaration, to: &request)
    try addBody(declaration, to: &request)
    if let method = declaration.method { request.method = try value(of: method, "method").uppercased() }
    guard PlanRequest.isMethod(request.method) else {
      throw .reason(.wrongField("method", expected: "an HTTP method", found: request.method))
    }
    request.hidden = evaluator.derived
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
