public import Templates
public import Values

/// What is around the nodes of a rehearsal: values that probes ask for and nodes change, and what is known from the beginning.
public struct ScriptedScene: Sendable {
  /// Something that becomes different.
  public struct Change: Sendable {
    /// What.
    public let key: String
    /// What it becomes.
    public let value: ValueTemplate

    /// A change.
    public init(_ key: String, to value: ValueTemplate) {
      self.key = key
      self.value = value
    }
  }

  /// What the world is like at first.
  public var values: [Change] = []
  /// What becomes different once a node has succeeded, by patterns of ids.
  public var effects: [(pattern: String, changes: [Change])] = []
  /// What nodes print where the script does not say, by patterns of ids.
  public var sayings: [(pattern: String, text: ValueTemplate)] = []
  /// The names that its templates can use besides `world` and `rollout`.
  public var variables: [String: Value] = [:]
  /// What the key-value store holds at first.
  public var store = ValueMap()
  /// What every program prints on its standard error besides.
  public var noise = ""

  /// An empty world.
  public init() {}
}

/// What a rehearsal cannot do, so that it says nothing about a real run.
public enum RehearsalProblem: Sendable {
  /// What is told of the world cannot be evaluated.
  case template(TemplateFailure)
  /// A question has fields that somebody must fill in, and the script does not.
  case fieldsMissing(node: String, names: [String])
  /// What a function gives is read, and cannot be known without running it.
  case outputsUnknown(node: String)
  /// An operator wants something while a node runs that belongs to no rollout.
  case wishAstray(RolloutEvent, node: String)
  /// An operator wants something of a rollout that it cannot do where it stands.
  case wishRefused(RolloutEvent, rollout: String, phase: RolloutPhase)
  /// An operator wants something of a rollout when nobody is left who could hear it.
  case wishMissed(RolloutEvent, rollout: String)
}

/// The names that what is told of a scripted world can use.
struct SceneNames: TemplateScope {
  let variables: [String: Value]
  let world: Value
  let rollout: Value

  func value(of name: String) throws(TemplateProblem) -> Value? {
    switch name {
    case ScriptedWorld.worldName: world
    case ScriptedWorld.rolloutName: rollout
    default: variables[name]
    }
  }
}
