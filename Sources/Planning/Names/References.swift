internal import Text

/// What an expression or template refers to, besides variables.
struct References {
  /// The nodes it names.
  var nodes: [NodeReference] = []
  /// The functions about the run that it calls.
  var runFunctions: [RunFunction] = []
  /// Whether its value can only be known when the node runs.
  var needsRun = false
  /// Whether it uses a variable that has no value.
  var needsUnknownVariable = false
  /// Whether it asks about the outcome of its own node.
  var readsResult = false
  /// Whether it uses a secret, which no plan holds.
  var usesSecret = false
  /// The secrets of the runbook that it reads.
  var secrets: Set<String> = []
  /// Whether its value differs between the instances of its node.
  var needsInstance = false
  /// What it reads of the rollout that it belongs to.
  var rolloutValues: Set<RolloutValue> = []

  mutating func append(_ other: References) {
    nodes += other.nodes
    runFunctions += other.runFunctions
    needsRun = needsRun || other.needsRun
    needsUnknownVariable = needsUnknownVariable || other.needsUnknownVariable
    readsResult = readsResult || other.readsResult
    usesSecret = usesSecret || other.usesSecret
    secrets.formUnion(other.secrets)
    needsInstance = needsInstance || other.needsInstance
    rolloutValues.formUnion(other.rolloutValues)
  }
}

extension References {
  /// The same, as if all of it stood in one place.
  func placed(at span: ByteSpan) -> References {
    var result = self
    result.nodes = nodes.map { NodeReference(id: $0.id, subject: $0.subject, span: span) }
    return result
  }
}

/// What a node refers to, in its condition and elsewhere.
struct NodeReferences {
  var inCondition = References()
  var elsewhere = References()
  /// Whether its condition holds, where variables alone tell.
  var conditionHolds: Bool?
}
