internal import Templates
public import Text

/// One of the runbooks that a plan is made of: the one that is run, or one that a node runs (design 3.4).
public struct PlanRunbook: Sendable {
  /// Its text, for messages.
  public let source: SourceText
  /// What holds for all of its nodes.
  public internal(set) var settings: PlanSettings
  /// The variables whose values are known, and where those come from.
  public let variables: [PlanVariable]
  /// The variables that are known when it starts.
  public internal(set) var passed: [PassedVariable] = []
  /// The node that runs it; nothing for the one that is run.
  public internal(set) var owner: Int?
  /// What the ids of its nodes begin with: nothing, or `deploy/`.
  public internal(set) var prefix = ""
  /// Its folder, from that of the runbook that is run; a path that begins with `/` is absolute.
  public internal(set) var folder = ""
  /// What its outputs read of nodes that must have run for it.
  var outputReadings: [OutputReading] = []
  /// Its nodes, in order, if there are several runbooks.
  var members: [Int] = []
  /// Values of secret variables that stand in its text, whether they are used or not.
  public internal(set) var writtenSecrets: [String] = []
  /// Where its secrets come from.
  public internal(set) var secrets: [PlanSecret] = []
  /// Whether its templates ask the key-value store.
  var readsStore = false
  /// The secrets that its settings and outputs use.
  var usedSecrets: Set<String> = []
  /// The values of its secrets, by name, once they were fetched: never recorded, and no part of what the plan is.
  var secretValues: [String: String]?
  /// Whether it is the scope of a rollout's nodes, which read the names of the runbook outside.
  public internal(set) var isRollout = false
  /// Whether any of its nodes can be undone.
  public internal(set) var hasRollbacks = false

  init(source: SourceText, settings: PlanSettings, variables: [PlanVariable]) {
    self.source = source
    self.settings = settings
    self.variables = variables
  }

  /// The names that stand for secrets in its templates: variables, and `secrets` itself.
  public var secretNames: [String] {
    variables.filter(\.isSecret).map(\.name) + passed.filter(\.isSecret).map(\.name)
      + (secrets.isEmpty ? [] : [Expression.secretsName])
  }
}
