public import Runbooks
internal import Templates
public import Text
internal import Values

/// Makes a plan of a runbook and the values of its variables.
public struct Planner {
  private let runbook: Runbook
  private let variables: [ResolvedVariable]
  private let passed: [PassedVariable]
  private let library: RunbookLibrary
  /// The files that are being planned, the last one here.
  private let chain: [String]
  private let indexes: [String: Int]
  private var diagnostics = Diagnostics()

  /// The plan, as far as the variables' values are known; every mistake is reported.
  ///
  /// Where a value is missing, what needs it stays a template: `validate` can check the graph without it. `library` has
  /// the runbooks that nodes run.
  public static func plan(
    _ runbook: Runbook, variables: [ResolvedVariable], library: RunbookLibrary = RunbookLibrary(),
    into diagnostics: inout Diagnostics
  ) -> Plan {
    let file = FilePath.join("", runbook.source.name)
    return plan(runbook, variables: variables, passed: [], library: library, chain: [file], into: &diagnostics)
  }

  /// The plan of a runbook that the one before it in `chain` runs, or of the first one.
  static func plan(
    _ runbook: Runbook, variables: [ResolvedVariable], passed: [PassedVariable], library: RunbookLibrary,
    chain: [String], into diagnostics: inout Diagnostics
  ) -> Plan {
    var planner = Planner(runbook, variables: variables, passed: passed, library: library, chain: chain)
    let plan = planner.plan(isWhole: !diagnostics.hasErrors)
    diagnostics.append(contentsOf: planner.diagnostics)
    return plan
  }

  private init(
    _ runbook: Runbook, variables: [ResolvedVariable], passed: [PassedVariable], library: RunbookLibrary,
    chain: [String]
  ) {
    self.runbook = runbook
    self.variables = variables
    self.passed = passed
    self.library = library
    self.chain = chain
    indexes = Dictionary(
      runbook.nodes.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The plan; what nothing uses is only reported where everything could be read.
  private mutating func plan(isWhole: Bool) -> Plan {
    let resolver = NameResolver(
      of: runbook, known: variables.lazy.map(\.name), nodeIDs: indexes)
    var fields = FieldPlanner(source: runbook.source, variables: variables, resolver: resolver, library: library)
    var settings = fields.plan(runbook.settings)
    let expansion = Expansion(of: runbook.nodes, by: &fields)
    settings.outputs = fields.planOutputs(runbook.settings.outputs)
    var references: [NodeReferences] = []
    var nodes: [PlanNode] = []
    var joins: [JoinRule] = []
    nodes.reserveCapacity(runbook.nodes.count)
    for (index, declaration) in runbook.nodes.enumerated() {
      let (node, found) = fields.plan(declaration, within: expansion.names(of: index))
      nodes.append(node)
      references.append(found)
      joins.append(fields.join(of: declaration, within: expansion.names(of: index)))
    }
    nodes += expansion.makeInstances(of: runbook.nodes, by: &fields)
    append(fields.diagnostics)
    append(fields.resolver.diagnostics)
    if isWhole, !diagnostics.hasErrors { reportUnused(besides: fields.resolver) }
    let indexes = expansion.indexes(adding: indexes)
    for reference in fields.readByRun {
      if let index = indexes[reference.id], nodes.indices.contains(index) { nodes[index].isRead = true }
    }
    connect(&nodes, references, joins, indexes)
    nodes = expansion.arranged(nodes)
    let values = variables.map {
      PlanVariable(name: $0.name, value: $0.value, source: $0.source, isSecret: $0.isSecret)
    }
    var root = PlanRunbook(source: runbook.source, settings: settings, variables: values)
    root.passed = passed
    root.writtenSecrets = runbook.writtenSecrets
    root.secrets = (runbook.settings.secrets + fields.resolver.storedSecrets).map { PlanSecret($0) }
    root.readsStore = fields.resolver.readsStore
    root.usedSecrets = fields.secretsOfRun
    root.outputReadings = fields.readByRun.compactMap { OutputReading($0) }
    return nest(Plan(runbooks: [root], nodes: nodes))
  }

  private mutating func nest(_ plan: Plan) -> Plan {
    var nesting = Nesting(
      library: library, chain: chain, secrets: runbook.secretNames, diagnostics: diagnostics)
    defer { diagnostics.append(contentsOf: nesting.diagnostics) }
    var whole = nesting.expand(plan)
    whole.noteSkippedRunbooks()
    return whole
  }

  /// Adds what was found; a mistake in the defaults of nodes is found in each of them, and told once.
  private mutating func append(_ found: Diagnostics) {
    guard runbook.settings.defaults != nil else { return diagnostics.append(contentsOf: found) }
    var complaints = Complaints(Diagnostics())
    diagnostics.append(contentsOf: complaints.new(found))
  }

  private mutating func reportUnused(besides used: NameResolver) {
    for variable in UnusedVariables.find(in: runbook, used: used.usedVariables) {
      diagnostics.report(PlanProblem.unusedVariable(variable.name), in: runbook.source, at: variable.nameSpan)
    }
    for secret in runbook.settings.secrets where !used.usedSecrets.contains(secret.name) {
      diagnostics.report(PlanProblem.unusedSecret(secret.name), in: runbook.source, at: secret.nameSpan)
    }
  }

  /// Fills in the edges, and checks the graph.
  private mutating func connect(
    _ nodes: inout [PlanNode], _ references: [NodeReferences], _ joins: [JoinRule], _ indexes: [String: Int]
  ) {
    var graph = DependencyGraph(nodes, of: runbook, indexes: indexes, references: references)
    // The graph's are the only ones now, so that they are changed in place.
    nodes = []
    graph.build()
    diagnostics.append(contentsOf: graph.diagnostics)
    nodes = graph.takeNodes()
    for index in joins.indices {
      let conditional = nodes[index].entries.count { $0.requirement != nil }
      nodes[index].neededConditions = joins[index].needed(of: conditional)
    }
    var check = GraphCheck(nodes, of: runbook, references: references)
    check.check()
    diagnostics.append(contentsOf: check.diagnostics)
  }
}
