internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// Renders the fields that need only variables, and notes what the others refer to.
struct FieldPlanner {
  private let source: SourceText
  private let scope: ValueScope
  private(set) var resolver: NameResolver
  private(set) var diagnostics = Diagnostics()
  /// What the fields of the node at hand refer to.
  private var references = References()
  private var context = NameResolver.Context.node
  private var runbookShell = ShellChoice.sh

  init(source: SourceText, variables: [ResolvedVariable], resolver: NameResolver) {
    self.source = source
    self.resolver = resolver
    scope = ValueScope(
      Dictionary(variables.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first }))
  }

  // MARK: - Settings and nodes

  /// The settings, rendered as far as variables allow.
  mutating func plan(_ settings: RunbookSettings) -> PlanSettings {
    context = .runbook
    defer { context = .node }
    var result = PlanSettings()
    result.title = settings.title.map { plan($0, key: "title") }
    result.description = settings.description.map { plan($0, key: "description") }
    result.version = settings.version.map { plan($0, key: "version") }
    result.author = settings.author.map { plan($0, key: "author") }
    result.createdAt = settings.createdAt
    result.isSequential = plan(settings.mode, key: "mode").literal == .sequential
    result.jobs = settings.jobs.flatMap { plan($0, key: "jobs").literal }
    result.goesOnAfterFailure = plan(settings.onFailure, key: "on_failure").literal == .goOn
    result.environment = plan(settings.environment)
    result.workingDirectory = settings.workingDirectory.map { plan($0, key: "working_dir") }
    for plugin in settings.pluginConfiguration { _ = plan(plugin.settings) }
    runbookShell = settings.shell
    return result
  }

  /// The node without its edges, rendered as far as variables allow, and what the rest of it refers to.
  mutating func plan(_ node: NodeDeclaration) -> (PlanNode, NodeReferences) {
    references = References()
    let shell = node.shell ?? runbookShell
    var result = PlanNode(id: node.id, kind: node.kind.rawValue, action: plan(node.action, shell))
    result.name = node.name.map { plan($0, key: "name") }
    result.description = node.description.map { plan($0, key: "description") }
    result.tags = node.tags.map { plan($0, key: "tags") }
    result.skip = node.skip.map { plan($0, key: "skip") }
    result.critical = node.critical.map { plan($0, key: "critical") }
    result.writtenAllowFailure = node.allowFailure.map { plan($0, key: "allow_failure") }
    result.timeout = node.timeout.map { plan($0, key: "timeout") }
    result.environment = plan(node.environment)
    result.workingDirectory = node.workingDirectory.map { plan($0, key: "working_dir") }
    result.when = node.when
    checkKind(of: node)
    var found = NodeReferences()
    found.elsewhere = references
    if let when = node.when { found.inCondition = resolver.references(in: when.expressions) }
    return (result, found)
  }

  /// The rule by which a node's conditional entries combine, which must be known before the run.
  mutating func join(of node: NodeDeclaration) -> JoinRule {
    guard let field = node.join else { return .any }
    let planned = plan(field, key: "join")
    if let rule = planned.literal { return rule }
    if let template = planned.template, resolver.references(in: template.expressions).needsRun {
      diagnostics.report(PlanProblem.joinNotKnown, in: source, at: template.span)
    }
    return .any
  }

  private mutating func checkKind(of node: NodeDeclaration) {
    guard let template = node.kindTemplate, let value = render(template) else { return }
    if value != .string(node.kind.rawValue) {
      let found = String.convert(value) ?? ""
      diagnostics.report(
        PlanProblem.kindDiffers(found, actual: node.kind.rawValue), in: source, at: template.span)
    }
  }

  private mutating func plan(_ action: ActionDeclaration, _ shell: ShellChoice) -> PlanAction {
    switch action {
    case .command(let command): return .command(plan(command, shell))
    case .http(let request): return .request(plan(request))
    case .function(let call):
      return .function(
        PlanFunctionCall(
          function: Self.function(call.function), parameters: plan(call.parameters),
          configuration: plan(call.configuration)))
    case .manual(let question): return .question(plan(question.question, key: "prompt"))
    }
  }

  /// `throw` and `fail` are one function.
  ///
  /// Those that come later are refused when the runbook is read.
  private static func function(_ function: BuiltinFunction) -> PlanFunctionCall.Function {
    PlanFunctionCall.Function(rawValue: function.rawValue) ?? (function == .throw ? .fail : .noop)
  }

  private mutating func plan(_ command: CommandDeclaration, _ shell: ShellChoice) -> PlanCommand {
    let form: PlanCommand.Form
    switch command.form {
    case .words(let words): form = .words(words.map { plan($0, key: "command") })
    case .shell(let text):
      let planned = PlanShell(arguments: shell.arguments, dialect: shell.dialect, isDefault: shell.isDefault)
      form = .shell(plan(text), planned)
    }
    return PlanCommand(
      form: form, stdin: command.stdin.map { plan($0, key: "stdin") },
      isInteractive: plan(command.isInteractive, key: "interactive"),
      parse: command.parse.flatMap { PlanCommand.Parse(rawValue: $0.rawValue) },
      captureLimit: plan(command.captureLimit, key: "capture_limit"), successCodes: command.successCodes)
  }

  private mutating func plan(_ request: HTTPDeclaration) -> PlanRequest {
    var body: PlanRequest.Body?
    switch request.body {
    case .json(let value): body = .json(plan(value))
    case .text(let text): body = .text(plan(text, key: "body"))
    case nil: break
    }
    return PlanRequest(
      url: plan(request.url, key: "url"), method: request.method.map { plan($0, key: "method") },
      headers: plan(request.headers), query: plan(request.query), body: body,
      expectedStatuses: request.expectedStatuses.map(\.range))
  }

  // MARK: - Fields

  private mutating func plan<Content: ValueConvertible>(
    _ field: Field<Content>, key: String
  ) -> Field<Content> {
    guard let template = field.template, let value = render(template) else { return field }
    guard let content = Content.convert(value) else {
      let found = String.convert(value) ?? ""
      diagnostics.report(
        PlanProblem.wrongContent(key, expected: Content.typeName, found: found), in: source, at: template.span)
      return field
    }
    return .literal(content)
  }

  private mutating func plan(_ entries: [EnvironmentEntry]) -> [EnvironmentEntry] {
    entries.map { EnvironmentEntry(name: $0.name, value: plan($0.value, key: $0.name)) }
  }

  private mutating func plan(
    _ entries: [(name: String, value: ValueTemplate)]
  ) -> [(name: String, value: ValueTemplate)] {
    entries.map { ($0.name, plan($0.value)) }
  }

  private mutating func plan(_ value: ValueTemplate) -> ValueTemplate {
    switch value {
    case .literal: return value
    case .template(let template): return render(template).map { .literal($0) } ?? value
    case .list(let items): return .list(items.map { plan($0) })
    case .map(let entries): return .map(entries.map { ($0.key, plan($0.value)) })
    }
  }

  private mutating func plan(_ text: ShellText) -> ShellText {
    guard case .template(let command) = text, isKnown(command.template) else { return text }
    var evaluator = TemplateEvaluator(scope: scope)
    do throws(TemplateFailure) {
      return .literal(try command.render(with: &evaluator))
    } catch {
      report(error)
      return text
    }
  }

  /// The value of a template that needs only variables whose values are known; nothing for others.
  private mutating func render(_ template: Template) -> Value? {
    guard isKnown(template) else { return nil }
    var evaluator = TemplateEvaluator(scope: scope)
    do throws(TemplateFailure) {
      return try evaluator.value(of: template)
    } catch {
      report(error)
      return nil
    }
  }

  /// Notes what a template refers to; whether that is all known now.
  private mutating func isKnown(_ template: Template) -> Bool {
    let errors = resolver.diagnostics.errorCount
    let found = resolver.references(in: template.expressions, context: context)
    references.append(found)
    return !found.needsRun && !found.needsUnknownVariable && resolver.diagnostics.errorCount == errors
  }

  private mutating func report(_ failure: TemplateFailure) {
    diagnostics.report(failure.problem, in: source, at: failure.span, notes: failure.notes(in: source))
  }
}
