internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// Nodes without what they do.
extension FieldPlanner {
  /// The node without its edges, rendered as far as variables allow, and what the rest of it refers to.
  mutating func plan(_ node: NodeDeclaration) -> (PlanNode, NodeReferences) {
    references = References()
    let shell = node.shell ?? runbookShell
    idSpan = node.idSpan
    nodeID = node.id
    isLate = lateLists[node.id] != nil
    var result = PlanNode(id: instanceID ?? node.id, kind: node.kind.rawValue, action: plan(node.action, shell))
    result.idSpan = node.idSpan
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
    result.outputs = having(\.isAfterRun, true) { $0.plan(node.outputs) }
    result.unless = node.unless.map { plan($0, shell) }
    result.rollback = node.rollback.map { plan(rollback: $0, of: node, shell) }
    result.isUndoneOnlyAfterSuccess = known(node.rollbackOn, key: "rollback_on") == .success
    result.precautions = node.precautions.map { plan($0, shell) }
    result.prompts = prompts(of: node)
    result.priority = priority(of: node)
    result.shares = shares(of: node)
    result.locks = locks(of: node)
    result.channels = node.channels.map(\.name)
    result.environment = plan(node.environment)
    result.secrets = node.secrets.map(\.name)
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
    let listed = node.secrets.filter { resolver.isSecret($0.name, at: $0.span) }.map(\.name)
    result.usedSecrets = found.elsewhere.secrets.union(found.inCondition.secrets).union(listed)
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
      note(condition.expressions)
      return .expression(condition)
    }
  }

  /// Notes what a condition refers to that is asked after an attempt, and so may ask about `result`.
  mutating func noteAfterRun(_ condition: Condition?) {
    guard let condition else { return }
    _ = having(\.isAfterRun, true) { $0.note(condition.expressions) }
  }

  /// The rule by which a node's conditional entries combine, which must be known before the run.
  mutating func join(of node: NodeDeclaration, within names: IterationNames?) -> JoinRule {
    guard let join = node.join else { return .any }
    return having(\.context, names.map { .iteration($0) } ?? .node) { $0.known(join, key: "join") } ?? .any
  }

  private mutating func checkKind(of node: NodeDeclaration) {
    guard let template = node.kindTemplate, let name = known(Field<String>.template(template), key: "type"),
      name != node.kind.rawValue
    else { return }
    report(.kindDiffers(name, actual: node.kind.rawValue), at: template.span)
  }

  // MARK: - Instances

  /// Plans `node` with names that only its instances have; mistakes in these names were reported before.
  mutating func plan(_ node: NodeDeclaration, within names: IterationNames?) -> (PlanNode, NodeReferences) {
    having(\.context, names.map { .iteration($0) } ?? .node) { $0.plan(node) }
  }

  /// An instance of `node`, rendered with the values of its own names, and what is wrong with it.
  mutating func plan(
    _ node: NodeDeclaration, within names: IterationNames, as item: IterationItem, id: String
  ) -> (PlanNode, Diagnostics) {
    let told = resolver.diagnostics
    defer { resolver.forget(after: told) }
    return having(\.instanceID, id) { planner in
      planner.having(\.scope.names, item.names) { planner in
        planner.diagnosing { $0.plan(node, within: names).0 }
      }
    }
  }
}
