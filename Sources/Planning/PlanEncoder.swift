internal import Runbooks
internal import Templates
public import Values

/// A plan as JSON: what `plan --json` prints, what is recorded, and what the digest is made of.
///
/// A field that is known only when the node runs is `{"template": "…"}`, and data of that form is `{"literal": …}`.
/// Defaults are left out.
public struct PlanEncoder {
  /// The version of the form.
  public static let format = 1

  let plan: Plan

  /// An encoder of `plan`.
  public init(_ plan: Plan) {
    self.plan = plan
  }

  /// The SHA-256 of the compact form: two plans with the same digest do the same.
  public var digest: SHA256Digest {
    var stream = JSONStream()
    encode(to: &stream)
    return SHA256.hash(stream.bytes)
  }

  /// Writes the whole plan as one object.
  public func encode(to stream: inout JSONStream) {
    stream.beginObject()
    encodeSettings(to: &stream)
    stream.key("nodes")
    stream.beginArray()
    for index in plan.nodes.indices { encodeNode(index, to: &stream) }
    stream.endArray()
    stream.endObject()
  }

  /// Writes the members that are not nodes.
  public func encodeSettings(to stream: inout JSONStream) {
    stream.member("format", Self.format)
    stream.member("title", plan.title)
    encode(plan.runbooks[0], to: &stream)
    encodeNested(to: &stream)
  }

  /// Writes what holds for the nodes of one runbook.
  func encode(_ runbook: PlanRunbook, to stream: inout JSONStream) {
    let settings = runbook.settings
    encode(settings.description, "description", to: &stream)
    encode(settings.version, "version", to: &stream)
    encode(settings.author, "author", to: &stream)
    encode(settings.createdAt, "created_at", to: &stream)
    if settings.isSequential { stream.member("mode", "sequential") }
    if let jobs = settings.jobs { stream.member("jobs", jobs) }
    encode(settings.pools.map { ($0.name, $0.capacity) }, "pools", to: &stream)
    if let group = settings.group { stream.member("group", group) }
    if !settings.locks.isEmpty {
      stream.key("lock")
      encode(settings.locks.map { .literal($0) }, to: &stream)
    }
    if settings.rollback != .auto { stream.member("rollback", settings.rollback.rawValue) }
    if let timeout = settings.timeout { stream.member("timeout", DurationText.format(timeout)) }
    if settings.recoveryTimeout != RunbookSettings.defaultRecoveryTimeout {
      stream.member("recovery_timeout", DurationText.format(settings.recoveryTimeout))
    }
    if let limit = settings.interactiveTimeout { stream.member("interactive_timeout", DurationText.format(limit)) }
    if settings.goesOnAfterFailure { stream.member("on_failure", "continue") }
    encode(settings.environment, to: &stream)
    if settings.inheritance.literal != .everything { encode(settings.inheritance, "inherit_env", to: &stream) }
    encode(settings.workingDirectory, "working_dir", to: &stream)
    encode(settings.outputs, "outputs", to: &stream)
    if let run = plan.reusedRun { stream.member("reuse", run) }
    stream.key("variables")
    stream.beginObject()
    for variable in runbook.variables { stream.member(variable.name, value: variable.shownValue) }
    stream.endObject()
  }

  /// Writes one node as an object.
  public func encodeNode(_ index: Int, to stream: inout JSONStream) {
    encode(plan.nodes[index], to: &stream)
  }

  private func encode(_ node: PlanNode, to stream: inout JSONStream) {
    stream.beginObject()
    stream.member("id", node.id)
    stream.member("type", node.kind)
    encode(node.instance, to: &stream)
    encode(node.name, "name", to: &stream)
    encode(node.description, "description", to: &stream)
    if !node.tags.isEmpty {
      stream.key("tags")
      encode(node.tags, to: &stream)
    }
    encodeEdges(node, to: &stream)
    if let when = node.when { stream.member("when", when.text) }
    encode(node.skip, "skip", to: &stream)
    encode(node.critical, "critical", to: &stream)
    encode(node.writtenAllowFailure, "allow_failure", to: &stream)
    encode(node.timeout, "timeout", to: &stream)
    encode(node.retry, to: &stream)
    encode(node.breaker, to: &stream)
    encode(node.poll, to: &stream)
    if node.isIdempotent.literal != false { encode(node.isIdempotent, "idempotent", to: &stream) }
    if node.statesPriority { stream.member("priority", node.priority) }
    encode(node.shares.map { (plan.settings.pools[$0.pool].name, $0.amount) }, "pool", to: &stream)
    if !node.locks.isEmpty {
      stream.key("lock")
      encode(node.locks, to: &stream)
    }
    encode(node.environment, to: &stream)
    encode(node.limits, to: &stream)
    encode(node.inheritance, "inherit_env", to: &stream)
    encode(node.workingDirectory, "working_dir", to: &stream)
    encode(node.action, to: &stream)
    encode(node.rollback, "rollback", onlyAfterSuccess: node.isUndoneOnlyAfterSuccess, to: &stream)
    encode(node.unless, to: &stream)
    encode(node.prompts?.before, "prompt_before", to: &stream)
    encode(node.prompts?.after, "prompt_after", to: &stream)
    encode(node.precautions, to: &stream)
    encode(node.outputs, "outputs", to: &stream)
    stream.endObject()
  }

  private func encode(_ unless: PlanUnless?, to stream: inout JSONStream) {
    switch unless {
    case .command(let action):
      stream.key("unless")
      stream.beginObject()
      encode(action, to: &stream)
      stream.endObject()
    case .expression(let condition): stream.member("unless", condition.text)
    case nil: break
    }
  }

  private func encode(_ precautions: PlanPrecautions?, to stream: inout JSONStream) {
    guard let precautions else { return }
    if precautions.isIrreversible?.literal != false { encode(precautions.isIrreversible, "irreversible", to: &stream) }
    if precautions.isPivot?.literal != false { encode(precautions.isPivot, "pivot", to: &stream) }
    encode(precautions.snapshot, "snapshot", to: &stream)
    encode(precautions.confirm, "confirm", to: &stream)
  }

  private func encode(
    _ step: PlanStep?, _ key: String, onlyAfterSuccess: Bool = false, to stream: inout JSONStream
  ) {
    guard let step else { return }
    stream.key(key)
    stream.beginObject()
    if onlyAfterSuccess { stream.member("on", "success") }
    encode(step.timeout, "timeout", to: &stream)
    encode(step.retry, to: &stream)
    encode(step.environment, to: &stream)
    encode(step.limits, to: &stream)
    encode(step.inheritance, "inherit_env", to: &stream)
    encode(step.workingDirectory, "working_dir", to: &stream)
    encode(step.action, to: &stream)
    stream.endObject()
  }

  private func encode(_ numbers: [(name: String, number: Int)], _ key: String, to stream: inout JSONStream) {
    guard !numbers.isEmpty else { return }
    stream.key(key)
    stream.beginObject()
    for (name, number) in numbers { stream.member(name, number) }
    stream.endObject()
  }

  private func encodeEdges(_ node: PlanNode, to stream: inout JSONStream) {
    let dependencies = node.entries.filter { $0.origin != .reading && $0.origin != .instance }
    encode(dependencies, "depends_on", to: &stream)
    encode(node.entries.filter { $0.origin == .reading }, "reads", to: &stream)
    if !node.waits.isEmpty {
      stream.key("waits_for")
      stream.beginArray()
      for target in node.waits { stream.string(plan.nodes[target].id) }
      stream.endArray()
    }
    if node.neededConditions > 1 { stream.member("join", node.neededConditions) }
    if node.isHandler { stream.member("handler", true) }
    if node.isEndNode { stream.member("at_end", true) }
    if node.isLeftOut { stream.member("left_out", true) }
    if let reused = node.reused { stream.member("reuse", reused.run) }
  }

  private func encode(_ entries: [PlanEntry], _ key: String, to stream: inout JSONStream) {
    guard !entries.isEmpty else { return }
    stream.key(key)
    stream.beginArray()
    for entry in entries { stream.string(plan.text(of: entry)) }
    stream.endArray()
  }

  // MARK: - Fields

  private func encode<Content>(_ field: Field<Content>?, _ key: String, to stream: inout JSONStream) {
    guard let field else { return }
    stream.key(key)
    encode(field, to: &stream)
  }

  private func encode<Content>(_ field: Field<Content>, to stream: inout JSONStream) {
    switch field {
    case .literal(let content): stream.value(Self.value(of: content))
    case .template(let template): encode(template, to: &stream)
    case .data(let data): encode(data, to: &stream)
    }
  }

  private func encode(_ template: Template, to stream: inout JSONStream) {
    stream.beginObject()
    stream.member(PlanData.template, template.text)
    stream.endObject()
  }

  private static func value(of content: some ValueConvertible) -> Value {
    switch content {
    case let text as String: .string(text)
    case let flag as Bool: .bool(flag)
    case let number as Int: .int(number)
    case let backoff as Backoff: .string(backoff.rawValue)
    case let duration as Duration: .string(DurationText.format(duration))
    case let inheritance as InheritedEnvironment: inheritance.value
    case let limit as CPULimit: .string(limit.text)
    case let limit as MemoryLimit: .string(limit.text)
    case let limit as FileLimit: .int(limit.count)
    case let niceness as Niceness: .int(niceness.number)
    default: .null
    }
  }

  private func encode(_ fields: [Field<String>], to stream: inout JSONStream) {
    stream.beginArray()
    for field in fields { encode(field, to: &stream) }
    stream.endArray()
  }

  private func encode(_ entries: [EnvironmentEntry], to stream: inout JSONStream) {
    guard !entries.isEmpty else { return }
    stream.key("env")
    stream.beginObject()
    for entry in entries { encode(entry.value, entry.name, to: &stream) }
    stream.endObject()
  }

  private func encode(_ retry: PlanRetry?, to stream: inout JSONStream) {
    guard let retry else { return }
    stream.key("retry")
    stream.beginObject()
    encode(retry.attempts, "attempts", to: &stream)
    encode(retry.delay, "delay", to: &stream)
    encode(retry.backoff, "backoff", to: &stream)
    encode(retry.maximumDelay, "max_delay", to: &stream)
    if retry.jitter.literal != true { encode(retry.jitter, "jitter", to: &stream) }
    if let codes = retry.codes { stream.member("on", value: .list(codes.map { .int($0) })) }
    if let when = retry.when { stream.member("when", when.text) }
    stream.endObject()
  }

  private func encode(_ breaker: PlanBreaker?, to stream: inout JSONStream) {
    guard let breaker else { return }
    stream.key("breaker")
    stream.beginObject()
    stream.member("name", breaker.name)
    stream.member("threshold", breaker.threshold)
    stream.member("cooldown", DurationText.format(breaker.cooldown))
    stream.endObject()
  }

  private func encode(_ poll: PlanPoll?, to stream: inout JSONStream) {
    guard let poll else { return }
    stream.key("poll")
    stream.beginObject()
    if let until = poll.until { stream.member("until", until.text) }
    if let failIf = poll.failIf { stream.member("fail_if", failIf.text) }
    stream.member("every", DurationText.format(poll.every))
    if poll.backoff != .constant {
      stream.member("backoff", poll.backoff.rawValue)
      stream.member("max_every", DurationText.format(poll.maximumEvery))
    }
    if poll.hasJitter { stream.member("jitter", true) }
    stream.member("timeout", DurationText.format(poll.timeout))
    if poll.minimumPasses > 1 { stream.member("min_pass", poll.minimumPasses) }
    if let limit = poll.writtenFailLimit { stream.member("fail_limit", limit) }
    stream.member("unknown_limit", poll.unknownLimit)
    stream.member("on_unknown", poll.onUnknown.rawValue)
    if poll.isOfObserver {
      stream.member("of", "observer")
      if let codes = poll.passCodes { stream.member("pass_codes", value: .list(codes.map { .int($0) })) }
      stream.member("fail_codes", value: .list(poll.failCodes.map { .int($0) }))
    }
    stream.endObject()
  }

  private func encode(_ limits: LimitFields?, to stream: inout JSONStream) {
    guard let limits else { return }
    stream.key("limits")
    stream.beginObject()
    encode(limits.cpu, "cpu", to: &stream)
    encode(limits.memory, "memory", to: &stream)
    encode(limits.files, "files", to: &stream)
    encode(limits.nice, "nice", to: &stream)
    stream.endObject()
  }

  // MARK: - Actions

  private func encode(_ action: PlanAction, to stream: inout JSONStream) {
    switch action {
    case .command(let command): encode(command, to: &stream)
    case .request(let request): encode(request, to: &stream)
    case .function(let call):
      stream.member("function", call.function.rawValue)
      encode(call.parameters, "params", to: &stream)
      encode(call.configuration, "plugin_config", to: &stream)
    case .question(let question):
      encode(question.text, "prompt", to: &stream)
      question.approval.encode(to: &stream)
      if question.approval.isGate { stream.member("gate", true) }
    case .runbook(let call): encode(call, to: &stream)
    case .group(let group): encode(group, to: &stream)
    }
  }

  // MARK: - Iteration

  private func encode(_ group: PlanGroup, to stream: inout JSONStream) {
    stream.key("instances")
    stream.beginArray()
    for index in group.instances { stream.string(plan.nodes[index].id) }
    stream.endArray()
    if let size = group.batchSize { stream.member("batch_size", size) }
    if let late = group.late {
      stream.key("foreach")
      encode(late.list, to: &stream)
      stream.key("instance")
      encode(late.template, to: &stream)
    }
    if group.maxFailures > 0 { stream.member("max_failures", group.maxFailures) }
  }

  private func encode(_ instance: PlanInstance?, to stream: inout JSONStream) {
    guard let instance else { return }
    stream.member("group", plan.nodes[instance.group].id)
    stream.member("index", instance.number)
    for entry in instance.values { stream.member(entry.name, value: entry.value) }
  }

  private func encode(_ command: PlanCommand, to stream: inout JSONStream) {
    stream.key("command")
    switch command.form {
    case .words(let words): encode(words, to: &stream)
    case .shell(let text, let shell): encode(text, shell, to: &stream)
    }
    encode(command.stdin, "stdin", to: &stream)
    if command.isInteractive.literal != false { encode(command.isInteractive, "interactive", to: &stream) }
    if let parse = command.parse { stream.member("parse", parse.rawValue) }
    if command.captureLimit.literal != CommandDeclaration.defaultCaptureLimit {
      encode(command.captureLimit, "capture_limit", to: &stream)
    }
    if command.successCodes != [0] {
      stream.member("success_codes", value: .list(command.successCodes.map { .int($0) }))
    }
  }

  private func encode(_ text: ShellText, _ shell: PlanShell, to stream: inout JSONStream) {
    switch text {
    case .literal(let text): stream.string(text)
    case .template(let command): encode(command.template, to: &stream)
    }
    guard shell.arguments.map(\.literal) != ["sh", "-c"] else { return }
    stream.key("shell")
    encode(shell.arguments, to: &stream)
  }

  private func encode(_ request: PlanRequest, to stream: inout JSONStream) {
    encode(request.url, "url", to: &stream)
    encode(request.method, "method", to: &stream)
    encode(request.headers, "headers", to: &stream)
    encode(request.query, "query", to: &stream)
    switch request.body {
    case .json(let value):
      stream.key("json")
      encode(value, to: &stream)
    case .text(let text): encode(text, "body", to: &stream)
    case nil: break
    }
    stream.key("expect_status")
    stream.beginArray()
    for text in request.expectedStatusTexts { stream.string(text) }
    stream.endArray()
  }

  private func encode(
    _ entries: [(name: String, value: ValueTemplate)], _ key: String, to stream: inout JSONStream
  ) {
    guard !entries.isEmpty else { return }
    stream.key(key)
    stream.beginObject()
    for entry in entries {
      stream.key(entry.name)
      encode(entry.value, to: &stream)
    }
    stream.endObject()
  }

  func encode(_ value: ValueTemplate, to stream: inout JSONStream) {
    switch value {
    case .literal(let value): stream.value(PlanData.marked(value))
    case .template(let template): encode(template, to: &stream)
    case .list(let items):
      stream.beginArray()
      for item in items { encode(item, to: &stream) }
      stream.endArray()
    case .map(let entries):
      let isMarked = entries.count == 1 && PlanData.isReserved(entries.first?.key)
      if isMarked {
        stream.beginObject()
        stream.key(PlanData.literal)
      }
      stream.beginObject()
      for entry in entries {
        stream.key(entry.key)
        encode(entry.value, to: &stream)
      }
      stream.endObject()
      if isMarked { stream.endObject() }
    }
  }
}
