internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// Renders the fields that need only variables, and notes what the others refer to.
struct FieldPlanner {
  private let source: SourceText
  private var scope: PlanScope
  private(set) var resolver: NameResolver
  private(set) var diagnostics = Diagnostics()
  /// What the fields of the node at hand refer to.
  var references = References()
  /// Whether what is planned is asked when its node has run.
  var isAfterRun = false
  /// The nodes that the run's outputs name.
  private(set) var readByRun: [NodeReference] = []
  private var context = NameResolver.Context.node
  /// What the lists of nodes refer to that only the run tells, by the nodes' ids.
  var lateLists: [String: References] = [:]
  /// Whether the node at hand has instances that only the run makes, which have nothing planned of their own.
  private var isLate = false
  /// The id of the instance at hand, if it is one.
  private var instanceID: String?
  private var runbookShell = ShellChoice.sh
  /// The pools, and where each stands among them by its name.
  private(set) var pools: [PlanPool] = []
  private(set) var poolIndexes: [String: Int] = [:]
  /// The circuit breakers so far, by their names.
  var breakers: [String: PlanBreaker] = [:]
  /// The locks that the run holds as a whole.
  private(set) var runLocks: [String] = []
  /// Where the name of the node at hand stands.
  private var idSpan = ByteSpan(0..<0)

  init(source: SourceText, variables: [ResolvedVariable], resolver: NameResolver) {
    self.source = source
    self.resolver = resolver
    scope = PlanScope(
      variables: Dictionary(variables.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first }))
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
    result.createdAt = settings.createdAt.map { plan($0, key: "created_at") }
    result.isSequential = known(settings.mode, key: "mode") == .sequential
    result.jobs = settings.jobs.flatMap { number($0, key: "jobs", atLeast: 1) }
    pools = plan(settings.pools)
    poolIndexes = Dictionary(pools.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    result.pools = pools
    result.group = settings.group.flatMap { known($0, key: "group") }
    runLocks = plan(settings.locks)
    result.locks = runLocks.sorted()
    result.goesOnAfterFailure = known(settings.onFailure, key: "on_failure") == .goOn
    if let policy = known(settings.rollback, key: "rollback") {
      result.rollback = PlanSettings.RollbackPolicy(rawValue: policy.rawValue) ?? .auto
    }
    result.interactiveTimeout = settings.interactiveTimeout.flatMap { known(timeout: $0, key: "interactive_timeout") }
    result.timeout = settings.timeout.flatMap { known(timeout: $0, key: "timeout") }
    if let limit = known(timeout: settings.recoveryTimeout, key: "recovery_timeout") { result.recoveryTimeout = limit }
    result.environment = plan(settings.environment)
    result.inheritance = plan(settings.inheritance, key: "inherit_env")
    result.workingDirectory = settings.workingDirectory.map { plan($0, key: "working_dir") }
    check(settings.environments)
    for plugin in settings.pluginConfiguration { _ = plan(plugin.settings) }
    runbookShell = settings.shell
    return result
  }

  mutating func refuse(_ key: String, expected: String, found: String, at span: ByteSpan) {
    report(.wrongContent(key, expected: expected, found: found), at: span)
  }

  mutating func report(_ problem: PlanProblem, at span: ByteSpan) {
    diagnostics.report(problem, in: source, at: span)
  }

  /// The node without its edges, rendered as far as variables allow, and what the rest of it refers to.
  mutating func plan(_ node: NodeDeclaration) -> (PlanNode, NodeReferences) {
    references = References()
    let shell = node.shell ?? runbookShell
    idSpan = node.idSpan
    isLate = lateLists[node.id] != nil
    var result = PlanNode(id: instanceID ?? node.id, kind: node.kind.rawValue, action: plan(node.action, shell))
    result.name = node.name.map { plan($0, key: "name") }
    result.description = node.description.map { plan($0, key: "description") }
    result.tags = node.tags.flatMap { words(of: $0, key: "tags") }
    result.skip = node.skip.map { plan($0, key: "skip") }
    result.critical = node.critical.map { plan($0, key: "critical") }
    result.writtenAllowFailure = node.allowFailure.map { plan($0, key: "allow_failure") }
    result.timeout = node.timeout.map { plan($0, key: "timeout") }
    refuseNothing(result.timeout?.literal, node.timeout, key: "timeout")
    result.retry = node.retry.map { plan($0) }
    result.breaker = node.breaker.flatMap { plan($0) }
    result.poll = node.poll.map { plan($0, of: node) }
    result.isIdempotent = plan(node.isIdempotent, key: "idempotent")
    result.outputs = planAfterRun(node.outputs)
    result.unless = node.unless.map { plan($0, shell) }
    result.rollback = node.rollback.map { plan(rollback: $0, of: node, shell) }
    result.isUndoneOnlyAfterSuccess = known(node.rollbackOn, key: "rollback_on") == .success
    result.precautions = node.precautions.map { plan($0, shell) }
    result.prompts = prompts(of: node)
    result.priority = priority(of: node)
    result.shares = shares(of: node)
    result.locks = locks(of: node)
    result.environment = plan(node.environment)
    result.inheritance = node.inheritance.map { plan($0, key: "inherit_env") }
    result.limits = node.limits.map { plan($0) }
    result.workingDirectory = node.workingDirectory.map { plan($0, key: "working_dir") }
    result.when = node.when
    checkKind(of: node)
    result.isRead = references.readsResult
    if let list = lateLists[node.id] { references.append(list) }
    var found = NodeReferences()
    found.elsewhere = references
    if let when = node.when { (found.inCondition, found.conditionHolds) = plan(when) }
    result.conditionHolds = found.conditionHolds
    return (result, found)
  }

  mutating func plan(_ retry: RetryDeclaration) -> PlanRetry {
    noteAfterRun(retry.when)
    let attempts = plan(retry.attempts, key: "attempts")
    if let template = retry.attempts.template, let count = attempts.literal, count < 1 {
      refuse("attempts", expected: "at least 1", found: String(count), at: template.span)
    }
    return PlanRetry(
      attempts: attempts, delay: plan(retry.delay, key: "delay"),
      backoff: plan(retry.backoff, key: "backoff"), maximumDelay: plan(retry.maximumDelay, key: "max_delay"),
      jitter: plan(retry.jitter, key: "jitter"),
      codes: retry.codes.flatMap { known($0, key: "on") }?.codes, when: retry.when)
  }

  private mutating func plan(_ unless: UnlessDeclaration, _ shell: ShellChoice) -> PlanUnless {
    switch unless {
    case .command(let action): return .command(plan(action, shell))
    case .expression(let condition):
      references.append(references(in: condition.expressions).0)
      return .expression(condition)
    }
  }

  /// Values over `result`, which are known when the node has run.
  private mutating func planAfterRun(
    _ entries: [(name: String, value: ValueTemplate)]
  ) -> [(name: String, value: ValueTemplate)] {
    let before = isAfterRun
    isAfterRun = true
    defer { isAfterRun = before }
    return plan(entries)
  }

  /// A field over `result`, which is known when the node has run.
  mutating func planAfterRun(_ field: Field<String>, key: String) -> Field<String> {
    let before = isAfterRun
    isAfterRun = true
    defer { isAfterRun = before }
    return plan(field, key: key)
  }

  /// The run's outputs, which are known when everything has ended.
  ///
  /// They may name instances, so these must be known.
  mutating func planOutputs(
    _ entries: [(name: String, value: ValueTemplate)]
  ) -> [(name: String, value: ValueTemplate)] {
    let before = (context, references)
    context = .node
    references = References()
    defer { (context, references) = before }
    let result = plan(entries)
    readByRun = references.nodes
    return result
  }

  /// Notes what a condition refers to that is asked after an attempt, and so may ask about `result`.
  mutating func noteAfterRun(_ condition: Condition?) {
    guard let condition else { return }
    let before = isAfterRun
    isAfterRun = true
    defer { isAfterRun = before }
    let (found, _) = references(in: condition.expressions)
    references.append(found)
  }

  /// The rule by which a node's conditional entries combine, which must be known before the run.
  mutating func join(of node: NodeDeclaration, within names: IterationNames?) -> JoinRule {
    guard let join = node.join else { return .any }
    if let names { context = .iteration(names) }
    defer { context = .node }
    return known(join, key: "join") ?? .any
  }

  // MARK: - Instances

  /// Plans `node` with names that only its instances have; mistakes in these names were reported before.
  mutating func plan(_ node: NodeDeclaration, within names: IterationNames?) -> (PlanNode, NodeReferences) {
    guard let names else { return plan(node) }
    context = .iteration(names)
    defer { context = .node }
    return plan(node)
  }

  /// An instance of `node`, rendered with the values of its own names, and what is wrong with it.
  mutating func plan(
    _ node: NodeDeclaration, within names: IterationNames, as item: IterationItem, id: String
  ) -> (PlanNode, Diagnostics) {
    let told = (fields: diagnostics, names: resolver.diagnostics)
    defer {
      resolver.forget(after: told.names)
      diagnostics = told.fields
      (instanceID, scope.names) = (nil, [:])
    }
    diagnostics = Diagnostics()
    (instanceID, scope.names) = (id, item.names)
    let (result, _) = plan(node, within: names)
    return (result, diagnostics)
  }

  /// Adds what was found wrong with instances.
  mutating func append(_ found: Diagnostics) { diagnostics.append(contentsOf: found) }

  /// Makes the instances of nodes known, which templates may name.
  mutating func know(_ groups: GroupNames) { resolver.know(groups) }

  /// Data that must be known before the run; nothing where a variable has no value, or something is wrong.
  mutating func known(_ value: ValueTemplate, key: String) -> Value? {
    let before = references
    references = References()
    defer { references = before }
    let planned = plan(value)
    for template in value.templates { refuseSecret(in: template, key) }
    if references.needsRun, let template = planned.templates.first {
      diagnostics.report(PlanProblem.needsRun(key), in: source, at: template.span)
    }
    guard planned.templates.isEmpty else { return nil }
    var evaluator = TemplateEvaluator(scope: scope)
    return try? planned.evaluate(with: &evaluator)
  }

  mutating func report(_ problem: IterationProblem, at span: ByteSpan) {
    diagnostics.report(problem, in: source, at: span)
  }

  /// What a condition refers to, and whether it holds where variables alone tell.
  private mutating func plan(_ condition: Condition) -> (References, holds: Bool?) {
    let (found, isKnown) = references(in: condition.expressions)
    guard isKnown else { return (found, nil) }
    var evaluator = TemplateEvaluator(scope: scope)
    do throws(TemplateFailure) {
      let holds = try condition.holds(with: &evaluator)
      if let span = condition.constantSpan {
        diagnostics.report(PlanProblem.constantCondition(holds), in: source, at: span)
      }
      return (found, holds)
    } catch {
      report(error, besides: condition.callFailures, in: condition.expressions)
      return (found, nil)
    }
  }

  private mutating func checkKind(of node: NodeDeclaration) {
    guard let template = node.kindTemplate, let name = known(Field<String>.template(template), key: "type"),
      name != node.kind.rawValue
    else { return }
    diagnostics.report(PlanProblem.kindDiffers(name, actual: node.kind.rawValue), in: source, at: template.span)
  }

  mutating func plan(_ action: ActionDeclaration, _ shell: ShellChoice) -> PlanAction {
    switch action {
    case .command(let command): return .command(plan(command, shell))
    case .http(let request):
      check(request, at: idSpan)
      return .request(plan(request))
    case .function(let call):
      let planned = PlanFunctionCall(
        function: Self.function(call.function), parameters: plan(call.parameters),
        configuration: plan(call.configuration))
      check(planned, of: call, at: idSpan)
      return .function(planned)
    case .manual(let question): return .question(plan(question))
    case .runbook(let call): return .runbook(plan(call))
    }
  }

  private mutating func plan(_ call: RunbookCallDeclaration) -> PlanRunbookCall {
    var arguments = call.arguments
    for index in arguments.indices { arguments[index].value = plan(arguments[index].value) }
    return PlanRunbookCall(
      path: known(call.path, key: "runbook") ?? "", pathSpan: call.pathSpan, arguments: arguments)
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
      let planned = PlanShell(
        arguments: shell.arguments.map { plan($0, key: "shell") }, dialect: shell.dialect, isDefault: shell.isDefault)
      form = .shell(plan(text), planned)
    }
    return PlanCommand(
      form: form, stdin: command.stdin.map { plan($0, key: "stdin") },
      isInteractive: plan(command.isInteractive, key: "interactive"),
      parse: command.parse.flatMap { known($0, key: "parse") }.flatMap { PlanCommand.Parse(rawValue: $0.rawValue) },
      captureLimit: plan(command.captureLimit, key: "capture_limit"),
      successCodes: (known(command.successCodes, key: "success_codes") ?? .success).codes)
  }

  private mutating func plan(_ request: HTTPDeclaration) -> PlanRequest {
    var body: PlanRequest.Body?
    switch request.body {
    case .json(let value): body = .json(plan(value))
    case .text(let text): body = .text(plan(text, key: "body"))
    case nil: break
    }
    let statuses = known(request.expectedStatuses, key: "expect_status") ?? .success
    return PlanRequest(
      url: plan(request.url, key: "url"), method: request.method.map { plan($0, key: "method") },
      headers: plan(request.headers), query: plan(request.query), body: body,
      expectedStatuses: statuses.patterns.map(\.range))
  }

  // MARK: - Fields

  mutating func plan<Content: ValueConvertible>(
    _ field: Field<Content>, key: String
  ) -> Field<Content> {
    guard let span = field.templates.first?.span else { return field }
    let value = render(field)
    for template in field.templates { refuseSecret(in: template, key) }
    guard let value else { return field }
    if let content = Content.convert(value) { return .literal(content) }
    refuse(key, expected: Content.typeName, found: String.convert(value) ?? "", at: span)
    return field
  }

  /// A word of a list; a template that comes to a list stands for all of its words.
  private mutating func words(of field: Field<String>, key: String) -> [Field<String>] {
    guard let template = field.template else { return [field] }
    refuseSecret(in: template, key)
    guard let value = render(template) else { return [field] }
    return (value.list ?? [value]).map { .literal(String.convert($0) ?? "") }
  }

  /// What the templates of a field come to, if variables alone tell.
  private mutating func render<Content>(_ field: Field<Content>) -> Value? {
    switch field {
    case .literal: return nil
    case .template(let template): return render(template)
    case .data(let data):
      let planned = plan(data)
      guard planned.templates.isEmpty else { return nil }
      var evaluator = TemplateEvaluator(scope: scope)
      return try? planned.evaluate(with: &evaluator)
    }
  }

  /// Reports a secret in what is shown to everybody, or must be known while planning.
  private mutating func refuseSecret(in template: Template, _ key: String) {
    guard Self.publicKeys.contains(key), template.uses(anyOf: resolver.secretVariables) else { return }
    diagnostics.report(PlanProblem.secretShown(key), in: source, at: template.span)
  }

  /// The keys whose values a plan shows, or needs.
  private static let publicKeys: Set<String> = [
    "title", "description", "version", "author", "created_at", "name", "tags", "prompt", "mode", "jobs", "on_failure",
    "type", "parse", "success_codes", "expect_status", "join", "working_dir", "inherit_env",
    "limits.cpu", "limits.memory", "limits.files", "limits.nice", "foreach", "matrix", "pool", "priority", "lock",
    "runbook", "prompt_before", "prompt_after", "approvers", "group",
  ]

  /// The keys that hold for a node and not for each of its instances.
  private static let groupKeys: Set<String> = ["join"]

  /// The content of a field that must be known before the run.
  mutating func known<Content: ValueConvertible>(_ field: Field<Content>, key: String) -> Content? {
    let before = references
    references = References()
    defer { references = before }
    let planned = plan(field, key: key)
    if let template = planned.templates.first, references.needsRun {
      diagnostics.report(PlanProblem.needsRun(key), in: source, at: template.span)
    } else if let template = planned.templates.first, references.needsInstance, Self.groupKeys.contains(key) {
      diagnostics.report(IterationProblem.keyOfGroup(key), in: source, at: template.span)
    } else if let template = planned.template, references.needsInstance, isLate {
      diagnostics.report(PlanProblem.needsRun(key), in: source, at: template.span)
    }
    return planned.literal
  }

  mutating func plan(_ entries: [EnvironmentEntry]) -> [EnvironmentEntry] {
    entries.map { EnvironmentEntry(name: $0.name, value: plan($0.value, key: "env.\($0.name)")) }
  }

  private mutating func plan(
    _ entries: [(name: String, value: ValueTemplate)]
  ) -> [(name: String, value: ValueTemplate)] {
    entries.map { ($0.name, plan($0.value)) }
  }

  mutating func plan(_ value: ValueTemplate) -> ValueTemplate {
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
      return .literal(try command.render(with: &evaluator).text)
    } catch {
      report(error, besides: CallCheck.failures(in: command.template), in: command.template.expressions)
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
      report(error, besides: CallCheck.failures(in: template), in: template.expressions)
      return nil
    }
  }

  /// Notes what a template refers to; whether that is all known now.
  private mutating func isKnown(_ template: Template) -> Bool {
    let (found, isKnown) = references(in: template.expressions)
    references.append(found)
    return isKnown
  }

  /// What expressions refer to; whether that is all known now.
  private mutating func references(in expressions: [Expression]) -> (References, isKnown: Bool) {
    let errors = resolver.diagnostics.errorCount
    let found = resolver.references(in: expressions, context: context, isAfterRun: isAfterRun)
    let hasErrors = resolver.diagnostics.errorCount > errors
    let isKnown = !found.needsRun && !found.needsUnknownVariable && !found.usesSecret && !hasErrors
    return (found, isKnown && (!found.needsInstance || instanceID != nil))
  }

  /// Reports a failure, unless it comes from a mistake that was reported when the runbook was read.
  private mutating func report(
    _ failure: TemplateFailure, besides told: [TemplateFailure], in expressions: [Expression]
  ) {
    if case .unsafePosition = failure.problem { return }
    guard told.isEmpty else { return }
    let values = InvolvedValues.notes(for: failure, in: expressions, scope, secretNames: resolver.secretVariables)
    diagnostics.report(failure.problem, in: source, at: failure.span, notes: failure.notes(in: source) + values)
  }
}
