public import Templates
public import Text
public import Values

/// A rollout as its table states it (design 8): what it does is written once, and its nodes are made while planning.
///
/// Actions, times and numbers stand under their keys: which there are, `NodeKey` says.
public struct StrategyDeclaration: Sendable {
  /// Which of the three it is.
  public let kind: NodeKind
  /// What is changed.
  public var target: Field<String>
  /// The version that is rolled out.
  public var version: Field<String>?
  /// The version before.
  public var previous: Field<String>?
  /// What it does and asks, `check` included; one that is "none" is not here.
  public var steps: [NodeKey: StepDeclaration] = [:]
  /// Whether something of that could not be read.
  var lacksSteps = false
  /// Whether it says that nobody can tell whether it is healthy.
  public var hasNoCheck = false
  /// Its times.
  public var durations: [NodeKey: Field<Duration>] = [:]
  /// Its numbers.
  public var counts: [NodeKey: Field<Int>] = [:]
  /// What follows where nobody can tell.
  public var onUnknown: Field<UnknownAnswer>?
  /// What follows on a failure.
  public var onFailure: Field<FailureAnswer>?
  /// After which steps a person is asked.
  public var approval = Approval.never
  /// Whose lock it holds.
  public var lock = Lock.target
  /// When it may begin.
  public var window: WindowDeclaration?

  /// The two sides of BlueGreen.
  public var colors: [Field<String>] = []
  /// The percentages of Canary.
  public var weights: Field<ItemList<TrafficWeight>>?
  /// How long each of its steps is watched.
  public var holds: Field<ItemList<Duration>>?
  /// The numbers that it watches.
  public var metrics: [MetricDeclaration] = []
  /// Whether there is no old version any more after the promotion.
  public var replacesStable: Field<Bool> = .literal(false)
  /// What Progressive updates.
  public var targets: ValueTemplate?
  /// How many of them at once.
  public var batches: Field<ItemList<CountOrShare>>?
  /// How many of them may fail.
  public var maxFailures: Field<CountOrShare>?
  /// How many of them must be available.
  public var minAvailable: Field<CountOrShare>?
  /// In which order they come.
  public var order: Field<TargetOrder>?

  /// Where its keys stand.
  public var spans: [NodeKey: ByteSpan] = [:]

  /// After which steps a person is asked.
  public enum Approval: Sendable {
    case never
    case flag(Field<Bool>)
    /// After these, from 1.
    case steps([Field<Int>])
  }

  /// Whose lock it holds.
  public enum Lock: Sendable {
    /// One of this machine that is named for its target.
    case target
    case none
    case named([LockDeclaration])
    /// One that is held elsewhere.
    indirect case shared(SharedLockDeclaration)
  }

  /// What follows where nobody can tell (design 8).
  public enum UnknownAnswer: String, Sendable, CaseIterable { case rollback, halt, approve }

  /// What follows on a failure.
  public enum FailureAnswer: String, Sendable, CaseIterable {
    case rollback, halt
    case revertBatch = "revert_batch"
  }

  /// The order of targets.
  public enum TargetOrder: String, Sendable, CaseIterable { case listed, reverse, shuffle }

  /// Whether two names can be the sides of BlueGreen: what prints one is compared without the spaces around it.
  public static func areColors(_ names: [String]) -> Bool {
    names.count == 2 && names[0] != names[1] && names.allSatisfy { !$0.isEmpty && $0 == $0.trimmed }
  }

  init(kind: NodeKind, target: Field<String>) {
    self.kind = kind
    self.target = target
  }

  /// Takes over what stands under a key, if it could be read.
  mutating func read(_ step: StepDeclaration?, as key: NodeKey) {
    steps[key] = step
    lacksSteps = lacksSteps || step == nil
  }

  /// Everything that it does and asks, the metrics and a lock that is held elsewhere included; in no order.
  var everyStep: [StepDeclaration] {
    var steps = Array(self.steps.values)
    for metric in metrics { steps += [metric.value] + [metric.baseline].compactMap { $0 } }
    if case .shared(let lock) = lock { steps += [lock.acquire, lock.release] + [lock.status].compactMap { $0 } }
    return steps
  }
}

/// A lock that is held elsewhere, by commands.
public struct SharedLockDeclaration: Sendable {
  /// Takes it.
  public var acquire: StepDeclaration
  /// Gives it back.
  public var release: StepDeclaration
  /// Tells who has it.
  public var status: StepDeclaration?
  /// How long it lasts unless it is taken again.
  public var timeToLive: Field<Duration>?
}

extension StrategyDeclaration.UnknownAnswer: ValueConvertible {}
extension StrategyDeclaration.FailureAnswer: ValueConvertible {}
extension StrategyDeclaration.TargetOrder: ValueConvertible {}
