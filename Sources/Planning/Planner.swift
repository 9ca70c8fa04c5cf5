public import Runbooks
internal import Templates
public import Text
internal import Values

/// Makes a plan of a runbook and the values of its variables.
public struct Planner {
  private let runbook: Runbook
  private let variables: [ResolvedVariable]
  private let indexes: [String: Int]
  private var diagnostics = Diagnostics()

  /// The plan, as far as the variables' values are known; every mistake is reported.
  ///
  /// Where a value is missing, what needs it stays a template: `validate` can check the graph without it.
  public static func plan(
    _ runbook: Runbook, variables: [ResolvedVariable], into diagnostics: inout Diagnostics
  ) -> Plan {
    var planner = Planner(runbook, variables: variables)
    let plan = planner.plan(isWhole: !diagnostics.hasErrors)
    diagnostics.append(contentsOf: planner.diagnostics)
    return plan
  }

  private init(_ runbook: Runbook, variables: [ResolvedVariable]) {
    self.runbook = runbook
    self.variables = variables
    indexes = Dictionary(
      runbook.nodes.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The plan; what nothing uses is only reported where everything could be read.
  private mutating func plan(isWhole: Bool) -> Plan {
    let resolver = NameResolver(
      source: runbook.source, variables: runbook.variables,
      known: variables.lazy.map(\.name), nodeIDs: indexes)
    var fields = FieldPlanner(source: runbook.source, variables: variables, resolver: resolver)
    let settings = fields.plan(runbook.settings)
    let expansion = Expansion(of: runbook.nodes, by: &fields)
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
    if isWhole, !diagnostics.hasErrors { reportUnused(besides: fields.resolver.usedVariables) }
    for reference in fields.readByRun {
      if let index = indexes[reference.id], nodes.indices.contains(index) { nodes[index].isRead = true }
    }
    connect(&nodes, references, joins, expansion.indexes(adding: indexes))
    nodes = expansion.arranged(nodes)
    let values = variables.map {
      PlanVariable(name: $0.name, value: $0.value, source: $0.source, isSecret: $0.isSecret)
    }
    return Plan(source: runbook.source, settings: settings, variables: values, nodes: nodes)
  }

  /// Adds what was found; a mistake in the defaults of nodes is found in each of them, and told once.
  private mutating func append(_ found: Diagnostics) {
    guard runbook.settings.defaults != nil else { return diagnostics.append(contentsOf: found) }
    var complaints = Complaints(Diagnostics())
    diagnostics.append(contentsOf: complaints.new(found))
  }

  private mutating func reportUnused(besides used: Set<String>) {
    for variable in UnusedVariables.find(in: runbook, used: used) {
      diagnostics.report(PlanProblem.unusedVariable(variable.name), in: runbook.source, at: variable.nameSpan)
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
