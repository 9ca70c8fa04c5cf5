public import Templates
public import Text
public import Values

/// A node as its table states it, typed, before it is put into a plan.
public struct NodeDeclaration: Sendable {
  /// The most bytes that an id may have: it stands in every record, message and environment of its node.
  public static let maximumIDSize = 1000

  /// The numbers that a priority may be, the most urgent first.
  public static let priorities = 1...10
  /// The priority of a node that states none.
  public static let defaultPriority = 5
  /// What a priority must be, for messages.
  public static let priorityName = "a number from 1, the most urgent, to 10"

  /// The table's name.
  public let id: String
  /// Where the name stands.
  public let idSpan: ByteSpan
  /// What it does.
  public var action: ActionDeclaration
  /// The template that `type` is, which must come out as the action's kind; nothing if it is written out or left out.
  public var kindTemplate: Template?
  /// What people call it.
  public var name: Field<String>?
  /// What it does, for people.
  public var description: Field<String>?
  /// Words by which it is chosen.
  public var tags: [Field<String>] = []
  /// What `depends_on` lists; nothing if it is not written.
  public var dependencies: [DependencyReference]?
  /// How conditional entries combine.
  public var join: Field<JoinRule>?
  /// The condition to run.
  public var when: Condition?
  /// Whether it is left out.
  public var skip: Field<Bool>?
  /// Whether its failure ends the run even under `continue`.
  public var critical: Field<Bool>?
  /// Whether its failure is allowed.
  public var allowFailure: Field<Bool>?
  /// How long an attempt may take.
  public var timeout: Field<Duration>?
  /// How often and when it is tried again.
  public var retry: RetryDeclaration? {
    get { retryBox?.content }
    set { retryBox = newValue.map { .content($0) } }
  }
  private var retryBox: Boxed<RetryDeclaration>?
  /// How it is repeated until there is a verdict.
  public var poll: PollDeclaration? {
    get { pollBox?.content }
    set { pollBox = newValue.map { .content($0) } }
  }
  private var pollBox: Boxed<PollDeclaration>?
  /// What keeps it from trying what has failed too often.
  public var breaker: BreakerDeclaration? {
    get { breakerBox?.content }
    set { breakerBox = newValue.map { .content($0) } }
  }
  private var breakerBox: Boxed<BreakerDeclaration>?
  /// Whether doing it twice does what doing it once does.
  public var isIdempotent: Field<Bool> = .literal(false)
  /// Names for parts of its result.
  public var outputs: [(name: String, value: ValueTemplate)] = []
  /// What tells that nothing is to be done.
  public var unless: UnlessDeclaration? {
    get { unlessBox?.content }
    set { unlessBox = newValue.map { .content($0) } }
  }
  private var unlessBox: Boxed<UnlessDeclaration>?
  /// What undoes it.
  public var rollback: StepDeclaration? {
    get { rollbackBox?.content }
    set { rollbackBox = newValue.map { .content($0) } }
  }
  private var rollbackBox: Boxed<StepDeclaration>?
  /// When it is undone.
  public var rollbackOn: Field<RollbackCondition> = .literal(.start)
  /// What keeps it from doing harm.
  public var precautions: PrecautionDeclarations? {
    get { precautionBox?.content }
    set { precautionBox = newValue.map { .content($0) } }
  }
  private var precautionBox: Boxed<PrecautionDeclarations>?
  /// How urgent it is among the nodes that are ready.
  public var priority: Field<Int>?
  /// What it takes from pools.
  public var shares: [PoolShareDeclaration] = []
  /// What it holds while it runs.
  public var locks: [LockDeclaration] = []
  /// The channels that hear of it, whatever else they hear of.
  public var channels: [ChannelReference] = []
  /// What each of its processes may use.
  public var limits: LimitFields? {
    get { limitsBox?.content }
    set { limitsBox = newValue.map { .content($0) } }
  }
  private var limitsBox: Boxed<LimitFields>?
  /// Its own environment.
  public var environment: [EnvironmentEntry] = []
  /// The secrets in its environment.
  public var secrets: [SecretReference] = []
  /// What its process has of pyflow's own environment; what the runbook says if nothing.
  public var inheritance: Field<InheritedEnvironment>?
  /// Where its process runs.
  public var workingDirectory: Field<String>?
  /// The shell of its command.
  public var shell: ShellChoice?
  /// What a person is asked before it starts.
  public var promptBefore: Field<String>?
  /// What a person is asked after it has succeeded.
  public var promptAfter: Field<String>?
  /// What it has instances for, if it is iterated.
  public var iteration: IterationDeclaration? {
    get { iterationBox?.content }
    set { iterationBox = newValue.map { .content($0) } }
  }
  private var iterationBox: Boxed<IterationDeclaration>?

  init(id: String, idSpan: ByteSpan, action: ActionDeclaration) {
    self.id = id
    self.idSpan = idSpan
    self.action = action
  }

  /// The node's kind.
  public var kind: NodeKind { action.kind }
}
