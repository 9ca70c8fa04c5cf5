internal import Runbooks
internal import Templates
internal import Text

/// Renders the fields that need only variables, and notes what the others refer to.
struct FieldPlanner {
  /// The text that is planned: the runbook's, or that of a template file.
  var source: SourceText
  /// What belongs to the plan besides the runbook.
  var library: RunbookLibrary
  var scope: PlanScope
  var resolver: NameResolver
  private(set) var diagnostics = Diagnostics()
  /// What the fields of the node at hand refer to.
  var references = References()
  /// Whether what is planned is asked when its node has run.
  var isAfterRun = false
  /// The nodes that the run's outputs name.
  var readByRun: [NodeReference] = []
  /// The secrets that the settings and the run's outputs use.
  var secretsOfRun: Set<String> = []
  var context = NameResolver.Context.node
  /// What the lists of nodes refer to that only the run tells, by the nodes' ids.
  var lateLists: [String: References] = [:]
  /// Whether the node at hand has instances that only the run makes, which have nothing planned of their own.
  var isLate = false
  /// The id of the instance at hand, if it is one.
  var instanceID: String?
  var runbookShell = ShellChoice.sh
  /// The pools, and where each stands among them by its name.
  var pools: [PlanPool] = []
  var poolIndexes: [String: Int] = [:]
  /// The circuit breakers so far, by their names.
  var breakers: [String: PlanBreaker] = [:]
  /// The locks that the run holds as a whole.
  var runLocks: [String] = []
  /// The channels that the runbook declares.
  var channelNames: [String] = []
  /// Where the name of the channel at hand stands.
  var channelSpan = ByteSpan(0..<0)
  /// The id of the node at hand.
  var nodeID = ""
  /// Where the name of the node at hand stands.
  var idSpan = ByteSpan(0..<0)

  init(
    source: SourceText, variables: [ResolvedVariable], resolver: NameResolver,
    library: RunbookLibrary = RunbookLibrary()
  ) {
    self.source = source
    self.library = library
    self.resolver = resolver
    scope = PlanScope(
      variables: Dictionary(variables.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first }))
  }

  /// Makes the instances of nodes known, which templates may name.
  mutating func know(_ groups: GroupNames) { resolver.know(groups) }

  // MARK: - What holds for a while

  /// What `body` makes while a part of the planner is another.
  mutating func having<Part, Result>(
    _ part: WritableKeyPath<FieldPlanner, Part>, _ value: Part, _ body: (inout FieldPlanner) -> Result
  ) -> Result {
    let before = self[keyPath: part]
    self[keyPath: part] = value
    defer { self[keyPath: part] = before }
    return body(&self)
  }

  /// What `body` makes, and what that refers to, which is not noted for the node at hand.
  mutating func apart<Result>(_ body: (inout FieldPlanner) -> Result) -> (Result, References) {
    having(\.references, References()) { planner in
      let result = body(&planner)
      return (result, planner.references)
    }
  }

  /// What `body` makes, and what is wrong with it.
  mutating func diagnosing<Result>(_ body: (inout FieldPlanner) -> Result) -> (Result, Diagnostics) {
    having(\.diagnostics, Diagnostics()) { planner in
      let result = body(&planner)
      return (result, planner.diagnostics)
    }
  }

  // MARK: - Mistakes

  mutating func refuse(_ key: String, expected: String, found: String, at span: ByteSpan) {
    report(.wrongContent(key, expected: expected, found: found), at: span)
  }

  mutating func report(_ problem: PlanProblem, at span: ByteSpan) {
    diagnostics.report(problem, in: source, at: span)
  }

  mutating func report(_ problem: IterationProblem, at span: ByteSpan) {
    diagnostics.report(problem, in: source, at: span)
  }

  mutating func report(_ problem: StrategyProblem, at span: ByteSpan) {
    diagnostics.report(problem, in: source, at: span)
  }

  mutating func report(of call: some Problem, at span: ByteSpan) {
    diagnostics.report(call, in: source, at: span)
  }

  /// Reports a failure, unless it comes from a mistake that was reported when the runbook was read.
  mutating func report(
    _ failure: TemplateFailure, besides told: [TemplateFailure], in expressions: [Expression]
  ) {
    if case .unsafePosition = failure.problem { return }
    guard told.isEmpty else { return }
    let values = InvolvedValues.notes(for: failure, in: expressions, scope, secretNames: resolver.secretNames)
    diagnostics.report(failure.problem, in: source, at: failure.span, notes: failure.notes(in: source) + values)
  }

  /// Adds what was found wrong with instances.
  mutating func append(_ found: Diagnostics) { diagnostics.append(contentsOf: found) }
}
