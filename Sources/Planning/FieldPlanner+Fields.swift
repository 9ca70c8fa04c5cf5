internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// Fields, rendered as far as variables allow.
extension FieldPlanner {
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
  mutating func words(of field: Field<String>, key: String) -> [Field<String>] {
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
    case .data(let data): return content(of: plan(data))
    }
  }

  /// Reports a secret in what is shown to everybody, or must be known while planning.
  private mutating func refuseSecret(in template: Template, _ key: String) {
    guard Self.publicKeys.contains(key), template.uses(anyOf: resolver.secretNames) else { return }
    report(.secretShown(key), at: template.span)
  }

  /// The keys whose values a plan shows, or needs.
  private static let publicKeys: Set<String> = [
    "title", "description", "version", "author", "created_at", "name", "tags", "prompt", "mode", "jobs", "on_failure",
    "type", "parse", "success_codes", "expect_status", "join", "working_dir", "inherit_env",
    "limits.cpu", "limits.memory", "limits.files", "limits.nice", "foreach", "matrix", "pool", "priority", "lock",
    "runbook", "prompt_before", "prompt_after", "approvers", "group",
    "target", "previous", "targets", "colors",
  ]

  /// The keys that hold for a node and not for each of its instances.
  private static let groupKeys: Set<String> = ["join"]

  /// The content of a field that must be known before the run.
  mutating func known<Content: ValueConvertible>(_ field: Field<Content>, key: String) -> Content? {
    let (planned, found) = apart { $0.plan(field, key: key) }
    guard let span = planned.templates.first?.span else { return planned.literal }
    if found.needsRun {
      report(.needsRun(key), at: span)
    } else if found.needsInstance, Self.groupKeys.contains(key) {
      report(.keyOfGroup(key), at: span)
    } else if found.needsInstance, isLate, planned.template != nil {
      report(.needsRun(key), at: span)
    }
    return planned.literal
  }

  /// Data that must be known before the run; nothing where a variable has no value, or something is wrong.
  mutating func known(_ value: ValueTemplate, key: String) -> Value? {
    let (planned, found) = apart { $0.plan(value) }
    for template in value.templates { refuseSecret(in: template, key) }
    if found.needsRun, let template = planned.templates.first { report(.needsRun(key), at: template.span) }
    return content(of: planned)
  }

  mutating func plan(_ entries: [EnvironmentEntry]) -> [EnvironmentEntry] {
    entries.map { EnvironmentEntry(name: $0.name, value: plan($0.value, key: "env.\($0.name)")) }
  }

  mutating func plan(
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

  mutating func plan(_ text: ShellText) -> ShellText {
    guard case .template(let command) = text, note(command.template.expressions) else { return text }
    let rendered = evaluate(command.template) { evaluator throws(TemplateFailure) in
      try command.render(with: &evaluator).text
    }
    return rendered.map { .literal($0) } ?? text
  }

  /// What a condition refers to, and whether it holds where variables alone tell.
  mutating func plan(_ condition: Condition) -> (References, holds: Bool?) {
    let (found, isKnown) = references(in: condition.expressions)
    guard isKnown else { return (found, nil) }
    let holds = evaluate(condition.expressions, besides: condition.callFailures) {
      evaluator throws(TemplateFailure) in try condition.holds(with: &evaluator)
    }
    if let holds, let span = condition.constantSpan { report(.constantCondition(holds), at: span) }
    return (found, holds)
  }

  // MARK: - Templates

  /// The value of a template that needs only variables whose values are known; nothing for others.
  private mutating func render(_ template: Template) -> Value? {
    guard note(template.expressions) else { return nil }
    return evaluate(template) { evaluator throws(TemplateFailure) in try evaluator.value(of: template) }
  }

  private mutating func evaluate<Result>(
    _ template: Template, _ body: (inout TemplateEvaluator) throws(TemplateFailure) -> Result
  ) -> Result? {
    evaluate(template.expressions, besides: CallCheck.failures(in: template), body)
  }

  /// What `body` makes; a failure is reported.
  private mutating func evaluate<Result>(
    _ expressions: [Expression], besides told: @autoclosure () -> [TemplateFailure],
    _ body: (inout TemplateEvaluator) throws(TemplateFailure) -> Result
  ) -> Result? {
    var evaluator = TemplateEvaluator(scope: scope)
    do throws(TemplateFailure) { return try body(&evaluator) } catch {
      report(error, besides: told(), in: expressions)
      return nil
    }
  }

  /// The content of data in which nothing is left to render.
  func content(of data: ValueTemplate) -> Value? {
    guard data.templates.isEmpty else { return nil }
    var evaluator = TemplateEvaluator(scope: scope)
    return try? data.evaluate(with: &evaluator)
  }

  /// Notes what expressions refer to; whether that is all known now.
  @discardableResult
  mutating func note(_ expressions: [Expression]) -> Bool {
    let (found, isKnown) = references(in: expressions)
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
}
