public import Templates
public import Text
public import Values

/// A run that is rehearsed: what happens in it, and what must come of that (design 9).
public struct Scenario: Sendable {
  /// What it is about.
  public let name: Located<String>
  /// Values of variables.
  public var variables: [VariableAssignment] = []
  /// The environment of the runbook that is chosen.
  public var environment: Located<String>?
  /// The environment that pyflow has.
  public var processEnvironment: [String: String] = [:]
  /// What the key-value store holds at first.
  public var store = ValueMap()
  /// Whether pyflow runs at a terminal.
  public var hasTerminal = false
  /// How many nodes run at once.
  public var jobs: Int?
  /// Whether `pyflow resume` takes the run up where pyflow has died, and not `pyflow recover`.
  public var isResumed = false
  /// What is different in the world.
  public var world = ScenarioWorld()
  /// What nodes do.
  public var script: [ScriptEntry] = []
  /// What must come of it.
  public var expectation = Expectation()

  init(name: Located<String>) { self.name = name }
}

/// What must come of a scenario.
public struct Expectation: Sendable {
  /// How the run ends.
  public var outcome: Located<String>?
  /// The exit code.
  public var exit: Located<Int>?
  /// The node whose failure came first.
  public var cause: Located<String>?
  /// Nodes that run.
  public var ran: [Located<String>] = []
  /// Nodes that do not run.
  public var never: [Located<String>] = []
  /// Nodes that begin one after another.
  public var order: [Located<String>] = []
  /// How nodes end.
  public var statuses: [(node: Located<String>, status: Located<String>)] = []
  /// The run's outputs.
  public var outputs: [(name: Located<String>, value: Located<ValueTemplate>)] = []
  /// How the world is at the end.
  public var world: [(key: Located<String>, value: Located<ValueTemplate>)] = []
  /// How long it takes at most.
  public var within: Located<Duration>?
  /// What channels are told.
  public var notified: [Located<String>] = []

  /// Nothing is expected.
  public init() {}

  /// Whether nothing is expected.
  public var isEmpty: Bool {
    outcome == nil && exit == nil && cause == nil && within == nil && ran.isEmpty && never.isEmpty && order.isEmpty
      && statuses.isEmpty && outputs.isEmpty && world.isEmpty && notified.isEmpty
  }
}

/// A file of scenarios.
public struct ScenarioFile: Sendable {
  /// Its text.
  public let source: SourceText
  /// Values of variables, for those that state no others.
  public var variables: [VariableAssignment] = []
  /// The world of all of them.
  public var world = ScenarioWorld()
  /// The scenarios, in order.
  public var scenarios: [Scenario] = []
}
