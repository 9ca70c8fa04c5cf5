internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// Finds what the names in expressions mean, also in branches that are not taken, and reports those that mean nothing.
struct NameResolver {
  /// Where an expression stands, which decides what it may refer to.
  enum Context {
    /// In a node.
    case node
    /// In a node that has instances, which have names of their own.
    case iteration(IterationNames)
    /// In what a strategy does, where `rollout` has values; some of them are known now.
    case rollout(RolloutNames, known: Set<String>)
    /// In `[runbook]`, where no node has run.
    case runbook
    /// In a text about an event, which has names of its own and no nodes.
    case notification

    /// Whether it is not about a node.
    var isOfRunbook: Bool {
      switch self {
      case .runbook, .notification: true
      case .node, .iteration, .rollout: false
      }
    }
  }

  /// The text that names stand in.
  var source: SourceText
  private let variables: Set<String>
  private let knownVariables: Set<String>
  /// The names that stand for what must never be shown.
  let secretNames: Set<String>
  /// The secrets that the runbook declares, in order.
  private let secrets: [SecretDeclaration]
  private let nodeIDs: [String: Int]
  /// The nodes that have instances, and what those are called.
  private var groups = GroupNames()
  private(set) var diagnostics = Diagnostics()
  private var isAfterRun = false
  /// The variables that were met.
  private(set) var usedVariables: Set<String> = []
  /// The secrets that were met.
  private(set) var usedSecrets: Set<String> = []
  /// The secrets that were met and that the key-value store keeps, in order.
  private(set) var storedSecrets: [SecretDeclaration] = []
  /// Whether anything asks the key-value store.
  private(set) var readsStore = false

  /// A resolver for the given names; `known` variables have a value.
  init(
    of runbook: Runbook, known: some Sequence<String>, nodeIDs: [String: Int]
  ) {
    source = runbook.source
    variables = Set(runbook.variables.lazy.map(\.name))
    // Those of the key-value store need no declaration.
    secretNames = runbook.secretNames.union([Expression.secretsName])
    secrets = runbook.settings.secrets
    self.nodeIDs = nodeIDs
    knownVariables = Set(known)
  }

  /// Makes the instances of nodes known, which templates may name.
  mutating func know(_ groups: GroupNames) { self.groups = groups }

  /// Whether the runbook declares a variable.
  func declares(_ variable: String) -> Bool { variables.contains(variable) }

  /// Notes that a variable is used without being named; false if the runbook declares none of that name.
  mutating func use(variable name: String) -> Bool {
    guard variables.contains(name) else { return false }
    usedVariables.insert(name)
    return true
  }

  /// Forgets what was reported since there were `diagnostics`.
  mutating func forget(after diagnostics: Diagnostics) { self.diagnostics = diagnostics }

  /// Keeps of what was reported since there were `earlier` only what was not told before.
  mutating func keepNew(after earlier: Diagnostics, _ told: inout Complaints) {
    var found = Diagnostics()
    for diagnostic in diagnostics.items.dropFirst(earlier.items.count) { found.append(diagnostic) }
    diagnostics = earlier
    diagnostics.append(contentsOf: told.new(found))
  }

  /// What the expressions refer to.
  ///
  /// With `isAfterRun` they are asked when their node has run, and may ask about its `result`.
  mutating func references(
    in expressions: [Expression], context: Context = .node, isAfterRun: Bool = false
  ) -> References {
    self.isAfterRun = isAfterRun
    var references = References()
    for expression in expressions { visit(expression, context, isGuarded: false, &references) }
    return references
  }

  /// Whether a template names something that a node made, or asks how it ended.
  func readsNodes(_ template: Template) -> Bool {
    template.uses(anyOf: Self.nodeNames.subtracting(variables))
  }

  private static let nodeNames: Set<String> = Set(["nodes"] + OutcomeFunction.allCases.map(\.rawValue))

  private mutating func report(_ problem: PlanProblem, at span: ByteSpan) {
    diagnostics.report(problem, in: source, at: span)
  }

  private mutating func report(_ problem: TemplateProblem, at span: ByteSpan) {
    diagnostics.report(problem, in: source, at: span)
  }

  /// Visits an expression; a guarded name may be unknown, because `default` or `is defined` asks about just that.
  private mutating func visit(
    _ expression: Expression, _ context: Context, isGuarded: Bool, _ references: inout References
  ) {
    switch expression.kind {
    case .name(let name): visitName(name, expression, context, isGuarded: isGuarded, &references)
    case .binary where isDashedNode(expression): break
    case .attribute(let base, let name, let span):
      if visitMember(of: base, name, at: span, context, &references) { return }
      if !isGuarded { checkCombination(base, name, at: span, context) }
      visit(base, context, isGuarded: isGuarded, &references)
    case .item(let base, let key):
      if case .literal(.string(let name)) = key.kind,
        visitMember(of: base, name, at: key.span, context, &references)
      {
        return
      }
      if !isGuarded, case .literal(.string(let name)) = key.kind {
        checkCombination(base, name, at: key.span, context)
      }
      visit(base, context, isGuarded: isGuarded, &references)
      visit(key, context, isGuarded: false, &references)
    case .call(let callee, let arguments):
      if case .name(let name) = callee.kind, visitCall(name, callee, arguments, context, &references) {
        return
      }
      if visitStore(callee, arguments, &references) {
        for argument in arguments.all { visit(argument, context, isGuarded: false, &references) }
        return
      }
      for child in expression.children { visit(child, context, isGuarded: false, &references) }
    case .filter(let input, let call):
      // A file can be written only while the run goes on.
      if expression.isFile { references.needsRun = true }
      visit(input, context, isGuarded: Self.guards.contains(call.name), &references)
      for argument in call.arguments.all { visit(argument, context, isGuarded: false, &references) }
    case .test(let input, let call, _):
      visit(input, context, isGuarded: Self.guards.contains(call.name), &references)
      for argument in call.arguments.all { visit(argument, context, isGuarded: false, &references) }
    default:
      for child in expression.children { visit(child, context, isGuarded: false, &references) }
    }
  }

  private static let guards: Set<String> = ["default", "d", "defined", "undefined"]

  // MARK: - Names by themselves

  private mutating func visitName(
    _ name: String, _ expression: Expression, _ context: Context, isGuarded: Bool, _ references: inout References
  ) {
    if case .notification = context, NotificationName(rawValue: name) != nil {
      references.needsRun = true
      return
    }
    if variables.contains(name) {
      usedVariables.insert(name)
      if !knownVariables.contains(name) { references.needsUnknownVariable = true }
      if secretNames.contains(name) { references.usesSecret = true }
      return
    }
    if case .iteration(let names) = context, names.contains(name) {
      references.needsInstance = true
      return
    }
    if isGuarded || StandardFunction(rawValue: name) != nil { return }
    if name == RolloutValue.root {
      if case .rollout = context { return report(PlanProblem.incompleteName(name), at: expression.span) }
      return diagnostics.report(StrategyProblem.elsewhere, in: source, at: expression.span)
    }
    if name == "result" {
      report(isAfterRun ? PlanProblem.incompleteName(name) : .resultTooEarly, at: expression.span)
    } else if Self.roots.contains(name) {
      report(PlanProblem.incompleteName(name), at: expression.span)
    } else if let problem = IterationProblem.misplaced(name, context) {
      diagnostics.report(problem, in: source, at: expression.span)
    } else {
      report(TemplateProblem.unknownName(name, suggestion: suggestion(for: name)), at: expression.span)
    }
  }

  private static let roots: Set<String> = Set(
    ["nodes", "run", "env", Expression.secretsName, Expression.storeName] + OutcomeFunction.allCases.map(\.rawValue)
      + RunFunction.allCases.map(\.rawValue))

  private func suggestion(for name: String) -> String? {
    guard diagnostics.items.count < 100 else { return nil }
    return Suggestion.closest(to: name, among: variables.sorted() + Self.roots.sorted())
  }

  /// Reports a name that no combination of a matrix has.
  private mutating func checkCombination(_ base: Expression, _ name: String, at span: ByteSpan, _ context: Context) {
    guard case .name("matrix") = base.kind, case .iteration(.matrix(let names?)) = context, !names.contains(name)
    else { return }
    let suggestion = Suggestion.closest(to: name, among: names)
    diagnostics.report(IterationProblem.unknownMatrixName(name, suggestion: suggestion), in: source, at: span)
  }

  // MARK: - nodes.X, run.X, env.X

  /// Handles `base.name` if `base` is one of the roots, or a node; false if it is something else.
  private mutating func visitMember(
    of base: Expression, _ name: String, at span: ByteSpan, _ context: Context,
    _ references: inout References
  ) -> Bool {
    if case .name(let root) = base.kind, !variables.contains(root) {
      switch root {
      case "nodes":
        report(PlanProblem.incompleteName("nodes.\(name)"), at: span)
      case "run":
        references.needsRun = true
        if RunAttribute(rawValue: name) == nil {
          let names = RunAttribute.allCases.map(\.rawValue)
          report(.unknownRunAttribute(name, suggestion: Suggestion.closest(to: name, among: names)), at: span)
        }
      case "env":
        references.needsRun = true
        if let secret = secrets.first(where: { $0.provider == .environment(name) }) {
          report(PlanProblem.secretAsEnvironment(name, secret: secret.name), at: span)
        }
      case Expression.secretsName:
        references.usesSecret = true
        if isSecret(name, at: span) { references.secrets.insert(name) }
      case "result": visitOwnResult(name, at: span, context, &references)
      case RolloutValue.root: visitRollout(name, at: span, context, &references)
      default: return false
      }
      return true
    }
    guard let (id, idSpan) = node(named: base) else { return false }
    visitResult(name, of: id, idSpan, at: span, context, &references)
    return true
  }

  private mutating func visitRollout(
    _ name: String, at span: ByteSpan, _ context: Context, _ references: inout References
  ) {
    guard case .rollout(let names, let known) = context else {
      return diagnostics.report(StrategyProblem.elsewhere, in: source, at: span)
    }
    let all = names.all.map(\.rawValue)
    guard let value = RolloutValue(rawValue: name), all.contains(name) else {
      let suggestion = Suggestion.closest(to: name, among: all)
      let problem = StrategyProblem.unknownValue(name, kind: names.kind, all: all, suggestion: suggestion)
      return diagnostics.report(problem, in: source, at: span)
    }
    if value == .version, let problem = names.lackOfVersion {
      return diagnostics.report(problem, in: source, at: span)
    }
    references.rolloutValues.insert(value)
    if !known.contains(name) { references.needsRun = true }
  }

  /// Whether the runbook declares a secret; reports it if not.
  mutating func isSecret(_ name: String, at span: ByteSpan) -> Bool {
    if let key = Expression.storeKey(ofSecret: name) {
      if usedSecrets.insert(name).inserted { storedSecrets.append(SecretDeclaration(ofStoreKey: key, at: span)) }
      return true
    }
    usedSecrets.insert(name)
    if secrets.contains(where: { $0.name == name }) { return true }
    let suggestion = Suggestion.closest(to: name, among: secrets.map(\.name))
    report(PlanProblem.unknownSecret(name, suggestion: suggestion), at: span)
    return false
  }

  private mutating func visitOwnResult(
    _ name: String, at span: ByteSpan, _ context: Context, _ references: inout References
  ) {
    references.needsRun = true
    references.readsResult = true
    guard isAfterRun else { return report(PlanProblem.resultTooEarly, at: span) }
    guard OwnResultAttribute(rawValue: name) == nil else { return }
    let names = OwnResultAttribute.allCases.map(\.rawValue)
    report(.unknownOwnAttribute(name, suggestion: Suggestion.closest(to: name, among: names)), at: span)
  }

  /// The id, if an expression is `nodes.ID` or `nodes['ID']`.
  private func node(named expression: Expression) -> (id: String, span: ByteSpan)? {
    switch expression.kind {
    case .attribute(let base, let id, let span):
      if case .name("nodes") = base.kind, !variables.contains("nodes") { return (id, span) }
    case .item(let base, let key):
      if case .name("nodes") = base.kind, case .literal(.string(let id)) = key.kind { return (id, key.span) }
    default: break
    }
    return nil
  }

  private mutating func visitResult(
    _ name: String, of id: String, _ idSpan: ByteSpan, at span: ByteSpan, _ context: Context,
    _ references: inout References
  ) {
    guard isNode(id, at: idSpan, context) else { return }
    guard let attribute = ResultAttribute(rawValue: name) else {
      let names = ResultAttribute.allCases.map(\.rawValue)
      report(
        .unknownResultAttribute(name, node: id, suggestion: Suggestion.closest(to: name, among: names)), at: span)
      return
    }
    if groups.has(id), !attribute.isOfGroups {
      diagnostics.report(
        IterationProblem.attributeOfGroup(name, group: id, instance: groups.firstInstance(of: id)), in: source, at: span
      )
    }
    references.needsRun = true
    references.nodes.append(NodeReference(id: id, subject: .result(attribute), span: idSpan))
  }

  private mutating func isNode(_ id: String, at span: ByteSpan, _ context: Context) -> Bool {
    if context.isOfRunbook {
      report(PlanProblem.nodeInSettings(id), at: span)
      return false
    }
    if nodeIDs[id] != nil || groups.mayBeInstance(id) { return true }
    report(unknownNode(id), at: span)
    return false
  }

  /// Reports a node whose name needs brackets; false if the expression is none.
  private mutating func isDashedNode(_ expression: Expression) -> Bool {
    guard let name = DashedName(expression), nodeIDs[name.id] != nil else { return false }
    report(PlanProblem.dashedNode(name.id), at: name.span)
    return true
  }

  private func unknownNode(_ id: String) -> PlanProblem {
    guard diagnostics.items.count < 100 else { return .unknownNode(id, suggestion: nil, dashed: nil) }
    if let instance = groups.suggestion(for: id) { return .unknownNode(id, suggestion: instance, dashed: nil) }
    // `nodes.my-node` reads as a subtraction.
    let dashed = nodeIDs.keys.filter { $0.hasPrefix(id + "-") }.sorted().first
    let suggestion = Suggestion.closest(to: id, among: nodeIDs.keys.sorted())
    return .unknownNode(id, suggestion: suggestion, dashed: dashed)
  }

  // MARK: - Functions

  /// Handles a call of one of the store's functions; false if it is none.
  ///
  /// A call of `kv.get_secret` with its key written out has become the secret already.
  private mutating func visitStore(
    _ callee: Expression, _ arguments: CallArguments, _ references: inout References
  ) -> Bool {
    guard case .attribute(let base, let name, let span) = callee.kind, case .name(Expression.storeName) = base.kind
    else {
      return false
    }
    references.needsRun = true
    readsStore = true
    let functions = [Expression.storeGet, Expression.storeGetSecret]
    guard let function = functions.first(where: { $0.name == name }) else {
      let suggestion = Suggestion.closest(to: name, among: functions.map(\.name))
      report(PlanProblem.unknownStoreFunction(name, suggestion: suggestion), at: span)
      return true
    }
    guard arguments.isCountKnown else { return true }
    do throws(TemplateProblem) {
      try function.check(positional: arguments.positional.count, keywords: arguments.keywords.map(\.name))
      guard let key = arguments.positional.first ?? arguments.keywords.first?.value else { return true }
      if name == Expression.storeGetSecret.name {
        report(PlanProblem.storeKeyNotWritten, at: key.span)
      } else if case .literal(let value) = key.kind, value.string == nil {
        report(TemplateProblem.storeKey(value.kind), at: key.span)
      }
    } catch {
      report(error, at: span)
    }
    return true
  }

  /// Handles a call of one of pyflow's functions; false if `name` is none.
  private mutating func visitCall(
    _ name: String, _ callee: Expression, _ arguments: CallArguments, _ context: Context,
    _ references: inout References
  ) -> Bool {
    if let function = RunFunction(rawValue: name) {
      references.needsRun = true
      if context.isOfRunbook { report(PlanProblem.nodeInSettings(name), at: callee.span) }
      if !arguments.all.isEmpty { report(PlanProblem.argumentsOf(name, expected: 0), at: callee.span) }
      references.runFunctions.append(function)
      return true
    }
    guard let function = OutcomeFunction(rawValue: name) else { return false }
    references.needsRun = true
    guard arguments.positional.count == 1, arguments.keywords.isEmpty, let argument = arguments.positional.first
    else {
      report(PlanProblem.argumentsOf(name, expected: 1), at: callee.span)
      return true
    }
    guard case .literal(.string(let id)) = argument.kind else {
      report(PlanProblem.nameNotWritten(name), at: argument.span)
      return true
    }
    if isNode(id, at: argument.span, context) {
      references.nodes.append(NodeReference(id: id, subject: .outcome(function), span: argument.span))
    }
    return true
  }
}
