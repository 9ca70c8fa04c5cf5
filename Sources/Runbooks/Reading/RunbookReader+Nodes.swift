internal import TOML
internal import Templates
internal import Text
internal import Values

/// The tables that are nodes: their kind, and the keys that every node has.
extension RunbookReader {
  mutating func readNode(_ table: TOMLItem) -> NodeDeclaration? {
    guard table.kind == .table else {
      report(.topLevelValue(table.key), at: table, key: true)
      return nil
    }
    guard Self.isIdentifier(table.key, dashes: true) else {
      report(.invalidNodeName(table.key), at: table, key: true)
      return nil
    }
    let size = table.key.utf8.count
    if size > NodeDeclaration.maximumIDSize { report(.nodeNameTooLong(size), at: table, key: true) }
    let items: NodeItems = usableKeys(of: table, in: "node `\(table.key)`")
    // A node that is wrong stays in the graph, so that those that depend on it are not reported too.
    var action: ActionDeclaration?
    if let kind = kind(of: table, items), checkAvailability(of: kind, items[.type]) {
      refuseKeys(of: table, notOf: kind)
      action = readAction(kind, table, items)
    }
    var node = NodeDeclaration(
      id: table.key, idSpan: table.keySpan, action: action ?? .function(FunctionDeclaration(function: .noop)))
    node.kindTemplate = kindTemplate(items[.type])
    readCommonKeys(items, into: &node)
    if action != nil { refuseIneffectiveKeys(of: node, items) }
    node.iteration = readIteration(table, items, of: node.kind)
    return node
  }

  private mutating func refuseKeys(of table: TOMLItem, notOf kind: NodeKind) {
    for item in table.children {
      guard let key = NodeKey.named(item.key), key.definition.availability == .now else { continue }
      if kind.isStrategy, RolloutProblem.substitutes.contains(where: { $0.key == key }) {
        report(RolloutProblem.keyOfNodes(key, kind), at: item, key: true)
      } else if !kind.has(key) {
        report(
          .keyOfOtherKind(item.key, kind: kind, belongsTo: key.definition.kinds), at: item, key: true)
      }
    }
  }

  // MARK: - The kind

  private static let kindKeys: [(key: NodeKey, kind: NodeKind)] = [
    (.command, .command), (.commandName, .command), (.url, .http), (.function, .function),
    (.runbook, .runbook),
  ]

  /// The kind that `type` names, or that the keys imply.
  mutating func kind(of table: TOMLItem, _ items: NodeItems) -> NodeKind? {
    if let type = items[.type], let name = type.string, !Template.isTemplate(name) {
      if let kind = NodeKind(rawValue: name) { return kind }
      let suggestion = Suggestion.closest(to: name, among: NodeKind.allCases.map(\.rawValue))
      report(.unknownKind(name, suggestion: suggestion), at: type)
      return nil
    }
    // Keys of kinds that are not available yet are no longer among the items.
    let written = Self.kindKeys.filter { table[$0.key.rawValue] != nil }
    let kinds = Set(written.map(\.kind))
    if kinds.count > 1 {
      report(.severalKinds(table.key, keys: written.map(\.key.rawValue)), at: table, key: true)
      return nil
    }
    if let kind = kinds.first { return kind }
    if table["prompt"] != nil || table["prompt_after"] != nil { return .manual }
    if isWhole, !hasMisspelledKindKey(table) { report(.noKind(table.key), at: table, key: true) }
    return nil
  }

  /// Whether an unknown key, which is reported itself, was meant to say what the node does.
  private func hasMisspelledKindKey(_ table: TOMLItem) -> Bool {
    let kindKeys = Self.kindKeys.map(\.key.rawValue) + ["prompt", "prompt_after"]
    let unknown = table.children.lazy.map(\.key).filter { NodeKey.named($0) == nil }
    return unknown.contains { Suggestion.closest(to: $0, among: kindKeys) != nil }
  }

  /// A kind that its key implies is refused with that key.
  private mutating func checkAvailability(of kind: NodeKind, _ item: TOMLItem?) -> Bool {
    if kind.availability == .now { return true }
    if let item { report(.kindNotYet(kind), at: item) }
    return false
  }

  private mutating func kindTemplate(_ item: TOMLItem?) -> Template? {
    guard let item, let text = item.string, Template.isTemplate(text) else { return nil }
    return template(text, item, expandsEnvironment: false) ?? nil
  }

  // MARK: - Keys of every node

  private mutating func readCommonKeys(_ items: NodeItems, into node: inout NodeDeclaration) {
    node.name = items[.name].flatMap { field($0) }
    node.description = items[.description].flatMap { field($0) }
    node.tags = items[.tags].map { strings($0) } ?? []
    node.dependencies = items[.dependsOn].map { readDependencies($0) }
    node.join = items[.join].flatMap { field($0, expandsEnvironment: false) }
    node.when = items[.when].flatMap { condition($0) }
    node.skip = items[.skip].flatMap { field($0) }
    node.critical = items[.critical].flatMap { field($0) }
    node.allowFailure = items[.allowFailure].flatMap { field($0) }
    let usual = node.kind == .http ? HTTPDeclaration.defaultTimeout : nil
    node.timeout = items[.timeout].flatMap { readTimeout($0, otherwise: usual) }
    checkTimeout(node.timeout, items[.timeout])
    node.retry = items[.retry].flatMap { readRetry($0) }
    // Of another kind they have been refused already.
    if node.kind.has(.breaker) { node.breaker = items[.breaker].flatMap { readBreaker($0) } }
    if node.kind.has(.poll) { node.poll = items[.poll].map { readPoll($0, items) } }
    if let item = items[.idempotent], let flag: Field<Bool> = field(item) { node.isIdempotent = flag }
    if let method = node.unsafeMethod, let item = items[.retry] ?? items[.poll] {
      report(.unsafeRepetition(method), at: item, key: true)
    }
    node.outputs = items[.outputs].map { entries(of: $0) } ?? []
    node.unless = items[.unless].flatMap { readUnless($0, items) }
    node.rollback = items[.rollback].flatMap { readStep($0, of: items, .rollback) }
    if let item = items[.rollbackOn], let word: Field<RollbackCondition> = field(item) { node.rollbackOn = word }
    if let item = items[.rollbackOn], items[.rollback] == nil, !node.kind.isStrategy {
      report(.missingSubkey(NodeKey.rollback.rawValue, in: node.id), at: item, key: true)
    }
    node.precautions = readPrecautions(items)
    node.priority = items[.priority].flatMap { readPriority($0) }
    if node.kind != .manual {
      node.promptBefore = readPrompt(items[.promptBefore])
      node.promptAfter = readPrompt(items[.promptAfter])
    }
    // That of a strategy is its own.
    if !node.kind.isStrategy { node.locks = items[.lock].map { readLocks($0) } ?? [] }
    node.channels = items[.notify].map { channelReferences($0) } ?? []
    node.shares = items[.pool].map { readShares($0) } ?? []
    node.environment = items[.env].map { environment($0) } ?? []
    node.secrets = items[.secrets].map { readSecretNames($0) } ?? []
    node.inheritance = items[.inheritEnv].flatMap { field($0) }
    node.limits = items[.limits].map { readLimits($0) }
    node.workingDirectory = items[.workingDirectory].flatMap { nonEmpty($0) }
    node.shell = items[.shell].flatMap { shell($0) }
    if node.critical?.literal == true, node.allowFailure?.literal == true, let item = items[.allowFailure] {
      report(.criticalAndAllowed, at: item, key: true)
    }
    if let defaults = settings.defaults { node.fill(from: defaults) }
  }

  /// A command; or an expression, which stands in braces to be told from one.
  private mutating func readUnless(_ item: TOMLItem, _ items: NodeItems) -> UnlessDeclaration? {
    let text = (item.string ?? "").trimmed
    if text.hasPrefix("{{"), text.hasSuffix("}}"), let condition = condition(item) { return .expression(condition) }
    var own = items.only(.shell)
    own[.command] = item
    return readAction(.command, item, own).map { .command($0) }
  }

  /// A duration in which something can end; `otherwise` is what holds where it is not written.
  mutating func readTimeout(_ item: TOMLItem, otherwise: Duration? = nil) -> Field<Duration>? {
    let timeout: Field<Duration>? = field(item)
    guard timeout?.literal == .zero else { return timeout }
    report(.timeoutOfZero(item.key, otherwise: otherwise.map { DurationText.format($0) }), at: item)
    return nil
  }

  /// Warns of a timeout that never passes, because the whole run's comes first.
  mutating func checkTimeout(_ timeout: Field<Duration>?, _ item: TOMLItem?) {
    guard let item, let own = timeout?.literal, let whole = settings.timeout?.literal, own > whole else { return }
    report(.timeoutBeyondRun(DurationText.format(own), run: DurationText.format(whole)), at: item)
  }

  private mutating func readDependencies(_ item: TOMLItem) -> [DependencyReference] {
    if item.kind == .string { return [readDependency(item)].compactMap { $0 } }
    return item.children.compactMap { entry in
      isString(entry, of: item) ? readDependency(entry) : nil
    }
  }

  private mutating func readDependency(_ item: TOMLItem) -> DependencyReference? {
    let text = item.string ?? ""
    switch text {
    case "^": return DependencyReference(target: .previous, requirement: nil, span: item.valueSpan)
    case "*": return DependencyReference(target: .allBefore, requirement: nil, span: item.valueSpan)
    default: break
    }
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let requirement = parts.count == 2 ? DependencyReference.Requirement(rawValue: String(parts[1])) : nil
    guard Self.isIdentifier(String(parts[0]), dashes: true), parts.count == 1 || requirement != nil else {
      report(.invalidDependency(text), at: item)
      return nil
    }
    return DependencyReference(
      target: .node(String(parts[0])), requirement: requirement, span: item.valueSpan)
  }
}
