internal import Runbooks
public import Templates
public import Text
public import Values

/// A node of a plan: what it does, and on which others it depends, by index.
///
/// Every field that needs only variables has its value; the others are templates that are evaluated when the node runs.
public struct PlanNode: Sendable {
  /// The node's id.
  public private(set) var id: String
  /// Where its table's name stands in the text of its runbook.
  public internal(set) var idSpan = ByteSpan(at: 0)
  /// What it is an instance of, if it is one (design 5.6).
  public internal(set) var instance: PlanInstance? {
    get { instanceBox?.content }
    set { instanceBox = newValue.map { .content($0) } }
  }
  private var instanceBox: Boxed<PlanInstance>?
  /// The index of the plan's runbook that it belongs to.
  public internal(set) var runbook = 0
  /// The kind's name as runbooks write it.
  public let kind: String
  /// What it does.
  public internal(set) var action: PlanAction
  /// What people call it.
  public internal(set) var name: Field<String>?
  /// What it does, for people.
  public internal(set) var description: Field<String>?
  /// Words by which it is chosen.
  public internal(set) var tags: [Field<String>] = []
  /// The condition to run.
  public internal(set) var when: Condition?
  /// Whether the condition holds, where variables alone tell.
  public internal(set) var conditionHolds: Bool?
  /// Whether it is left out.
  public internal(set) var skip: Field<Bool>?
  /// Whether its failure ends the run even under `continue`.
  public internal(set) var critical: Field<Bool>?
  /// Whether its failure is allowed, if the runbook says so.
  public internal(set) var writtenAllowFailure: Field<Bool>?
  /// How long an attempt may take.
  public internal(set) var timeout: Field<Duration>?
  /// How often and when it is tried again; once if nothing.
  public internal(set) var retry: PlanRetry? {
    get { retryBox?.content }
    set { retryBox = newValue.map { .content($0) } }
  }
  private var retryBox: Boxed<PlanRetry>?
  /// How it is repeated until there is a verdict.
  public internal(set) var poll: PlanPoll? {
    get { pollBox?.content }
    set { pollBox = newValue.map { .content($0) } }
  }
  private var pollBox: Boxed<PlanPoll>?
  /// What keeps it from trying what has failed too often.
  public internal(set) var breaker: PlanBreaker? {
    get { breakerBox?.content }
    set { breakerBox = newValue.map { .content($0) } }
  }
  private var breakerBox: Boxed<PlanBreaker>?
  /// Whether doing it twice does what doing it once does.
  public internal(set) var isIdempotent = Field.literal(false)
  /// Whether it may say that, also by a template, or is so by its kind.
  public var mayRunTwice: Bool { isIdempotent.literal != false || isRepeatable }
  /// Whether doing it twice does what doing it once does, as far as its kind tells: it only looks, tells or waits, or
  /// writes what it wrote before.
  public var isRepeatable: Bool { poll != nil || action.isRepeatable }

  /// Whether it does nothing but run a runbook, whose nodes tell how far it has come: a crash leaves only these open.
  public var goesOnInside: Bool {
    if case .strategy = action { return true }
    guard case .runbook = action else { return false }
    return precautions?.confirm == nil
  }
  /// Names for parts of its result.
  public internal(set) var outputs: [(name: String, value: ValueTemplate)] = []
  /// What tells that nothing is to be done.
  public internal(set) var unless: PlanUnless?
  /// What undoes it; stored apart, as few nodes have one.
  public internal(set) var rollback: PlanStep? {
    get { rollbackBox?.content }
    set { rollbackBox = newValue.map { .content($0) } }
  }
  private var rollbackBox: Boxed<PlanStep>?
  /// Whether it is a rollout, and can go back as a whole once it has succeeded.
  public var undoesItself: Bool {
    if case .strategy(let strategy) = action { strategy.canBeUndone } else { false }
  }
  /// Whether it is undone only if it has succeeded.
  public internal(set) var isUndoneOnlyAfterSuccess = false
  /// What keeps it from doing harm; stored apart, as few nodes have some.
  public internal(set) var precautions: PlanPrecautions? {
    get { precautionBox?.content }
    set { precautionBox = newValue.map { .content($0) } }
  }
  private var precautionBox: Boxed<PlanPrecautions>?
  /// What a person is asked before and after it; stored apart, as few nodes have some.
  public internal(set) var prompts: PlanPrompts? {
    get { promptsBox?.content }
    set { promptsBox = newValue.map { .content($0) } }
  }
  private var promptsBox: Boxed<PlanPrompts>?
  /// How urgent it is among the nodes that are ready: 1 is most urgent, 10 least.
  public internal(set) var priority = NodeDeclaration.defaultPriority
  /// What it takes from pools while it runs.
  public internal(set) var shares: [PlanShare] = []
  /// The locks that it holds while it runs.
  public internal(set) var locks: [Field<String>] = []
  /// The channels that hear of it, whatever else they hear of.
  public internal(set) var channels: [String] = []
  /// Its own environment, over that of the runbook.
  public internal(set) var environment: [EnvironmentEntry] = []
  /// The names of the secrets in the environment of its processes.
  public internal(set) var secrets: [String] = []
  /// The names of these, and of those that its templates use.
  public internal(set) var usedSecrets: Set<String> = []
  /// What each of its processes may use.
  public internal(set) var limits: LimitFields? {
    get { limitsBox?.content }
    set { limitsBox = newValue.map { .content($0) } }
  }
  private var limitsBox: Boxed<LimitFields>?
  /// What its process has of pyflow's own environment; what the runbook says if nothing.
  public internal(set) var inheritance: Field<InheritedEnvironment>?
  /// Where its process runs.
  public internal(set) var workingDirectory: Field<String>?

  /// What it depends on, in order; one entry for each node and requirement.
  public internal(set) var entries: [PlanEntry] = []
  /// Nodes that it only waits for, without depending on how they end.
  public internal(set) var waits: [Int] = []
  /// How many of its conditional entries must hold.
  public internal(set) var neededConditions = 0
  /// What its condition lifts.
  public internal(set) var lifting = Lifting.none
  /// Whether it answers failures: others do not wait for its success (design 5.2, "Handlers").
  public internal(set) var isHandler = false
  /// Whether it is a handler only by its entries, all of them plain: then it is skipped when all of them were.
  public internal(set) var followsHandlers = false
  /// Whether it is decided when everything else has ended (design 5.2, "End nodes").
  public internal(set) var isEndNode = false
  /// Whether another node reads its output, which then must be kept.
  public internal(set) var isRead = false
  /// What it reads of others.
  var readings: [PlanReading] = []
  /// Whether a selection leaves it out: it is skipped, and counts as succeeded for what depends on it (design 10).
  public internal(set) var isLeftOut = false
  /// What a node that is left out gave in an earlier run, for those that read it.
  public internal(set) var reused: ReusedResult? {
    get { reusedBox?.content }
    set { reusedBox = newValue.map { .content($0) } }
  }
  private var reusedBox: Boxed<ReusedResult>?

  init(id: String, kind: String, action: PlanAction) {
    self.id = id
    self.kind = kind
    self.action = action
  }

  /// The node with another id.
  func renamed(_ id: String) -> PlanNode {
    var node = self
    node.id = id
    return node
  }

  /// Whether its failure is allowed: as the runbook says, else as its function does.
  public var allowsFailure: Field<Bool> {
    if let writtenAllowFailure { return writtenAllowFailure }
    if case .function(let call) = action { return .literal(call.function.allowsFailure) }
    return .literal(false)
  }

  /// What people call it: its name, or its id.
  public var title: String {
    name.map { $0.literal ?? $0.template?.text ?? id } ?? id
  }

  /// The names of its locks, those that are not known yet as they are written.
  public var lockTexts: [String] { locks.map { PlanAction.text($0) } }

  /// How long an attempt may take, if the runbook says so; a template as it is written.
  public var timeoutText: String? {
    timeout.map { $0.literal.map { DurationText.format($0) } ?? $0.template?.text ?? "" }
  }

  /// How often it is tried at most, if the runbook says so; a template as it is written.
  public var attemptText: String? {
    retry.map { $0.attempts.literal.map { String($0) } ?? $0.attempts.template?.text ?? "" }
  }

  /// What its processes may use, in one line; nothing if there are no limits.
  public var limitText: String? { limits?.text }

  /// Whether it is more or less urgent than others.
  public var statesPriority: Bool { priority != NodeDeclaration.defaultPriority }

  /// Whether it is left out whatever happens.
  public var isAlwaysSkipped: Bool { skip?.literal == true }

  /// Whether it is skipped for certain, by a selection, its `skip`, or a condition about variables.
  public var isKnownToBeSkipped: Bool { isLeftOut || isAlwaysSkipped || conditionHolds == false || isInsideSkipped }
  /// Whether the node that runs its runbook is known to be skipped.
  public internal(set) var isInsideSkipped = false

  /// Whether it may turn out to be skipped in a run in which all goes well.
  public var mayBeSkipped: Bool {
    let isOpen = (when != nil && conditionHolds != true) || (skip != nil && skip?.literal != false)
    return isOpen || isHandler || entries.contains { $0.requirement != nil }
  }

  /// Whether its failure ends the run in any case, as far as that is known.
  public var isCritical: Bool { critical?.literal == true }

  /// The condition as it was written.
  public var conditionText: String? { when?.text }

  /// What it does, in one line as far as that is known before it runs.
  public var summary: String { action.summary }

  /// What it does, for people, as far as that is known before it runs.
  public var explanation: String? {
    description.map { $0.literal ?? $0.template?.text ?? "" }
  }
}
