internal import Planning
internal import Values

/// How one runbook of a run is doing: the outer one, or a nested one, which fails, ends and is undone for itself (design 3.4).
struct RunbookState: Sendable {
  /// Its end nodes in the order in which they are decided; the instances of one node are decided together.
  let endSteps: [Range<Int>]
  /// The values of its variables.
  var variables: [String: Value]
  /// The secrets that it declares, as far as they are there.
  var secrets: ValueMap
  /// The names that stand for secrets in its templates.
  var secretNames: Set<String>
  /// The environment of all its commands, from outside.
  var environment: [(name: String, value: String)] = []
  /// Whether its nodes can start.
  var isOpen = false
  var nextEndStep = 0
  /// End nodes that are decided and have not ended.
  var openEndNodes = 0
  /// Nodes that are no end nodes and have not ended.
  var openForward = 0
  /// Why nothing starts any more but answers.
  var stop: Stop?
  /// Why what runs is ended, if the time of the forward phase was up before that had ended.
  var overtime: Reason?
  /// The node that failed first, of those whose failure is not allowed.
  var firstFailure: Int?
  /// Whether any node failed, with permission or without.
  var hasFailures = false
  /// Nodes that have to be undone if it fails, in the order in which they started.
  var registered: [Int] = []
  /// How many of these had started before each pivot did.
  var pivots: [Int: Int] = [:]
  /// The first of them whose rollbacks are closed.
  var closedCount = 0
  /// Whether something in it has ended that was not heeded yet.
  var isTouched = false
  /// What was said to undoing what was done, where that is asked.
  var consent: RollbackConsent?
  /// The undoing, once it has begun.
  var recovery: Recovery?

  init(_ runbook: PlanRunbook, endSteps: [Range<Int>]) {
    self.endSteps = endSteps
    variables = Dictionary(
      runbook.variables.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    secrets = runbook.secretScope
    secretNames = Set(runbook.secretNames)
  }

  /// Whether it has failed: a node without permission, or its time was up.
  var hasFailed: Bool { firstFailure != nil || overtime != nil }

  /// Whether all nodes have ended but end nodes that have not been decided.
  var isAtEnd: Bool { openForward == 0 && openEndNodes == 0 }

  /// Whether all nodes have ended.
  var isForwardOver: Bool { isAtEnd && nextEndStep == endSteps.count }
}
