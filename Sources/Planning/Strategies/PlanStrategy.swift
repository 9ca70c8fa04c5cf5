internal import Runbooks
public import Templates
public import Text
public import Values

/// A rollout as a plan has it (design 8): what decides about it, and the nodes that it is made of.
public struct PlanStrategy: Sendable {
  /// Which of the three it is.
  public enum Kind: String, Sendable, CaseIterable {
    case blueGreen = "BlueGreen"
    case canary = "Canary"
    case progressive = "Progressive"
  }

  /// What follows where nobody can tell.
  public enum UnknownAnswer: String, Sendable, CaseIterable { case rollback, halt, approve }

  /// What follows on a failure.
  public enum FailureAnswer: String, Sendable, CaseIterable {
    case rollback, halt
    case revertBatch = "revert_batch"
  }

  /// One of the things that are updated.
  public struct Target: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// Its batch, from 1.
    public let batch: Int
  }

  /// Which it is.
  public let kind: Kind
  /// What is changed.
  public internal(set) var target: Field<String>
  /// The version that is rolled out.
  public internal(set) var version: Field<String>?
  /// The version before, if the runbook or the audit says so.
  public internal(set) var previous: Field<String>?
  /// The run that put it there, if the audit tells it.
  public internal(set) var previousRun: String?
  /// Whether that version is there still, as far as the audit tells: only then it need not be rolled out again.
  public internal(set) var isPreviousLive = true
  /// Whether it puts an older version back, at a person's wish.
  public internal(set) var isReturn = false
  /// The side that still has that version: traffic is only pointed at it.
  public internal(set) var returnsTo: String?
  /// Whether anything reads the version before.
  public internal(set) var needsPrevious = false
  /// Whether each target tells what it has, which is its version before.
  public internal(set) var tellsPrevious = false
  /// Times and limits.
  public internal(set) var timing = RolloutTiming()
  /// What follows where nobody can tell.
  public internal(set) var onUnknown = UnknownAnswer.rollback
  /// What follows on a failure.
  public internal(set) var onFailure = FailureAnswer.rollback
  /// The steps, from 1, after which a person is asked; of BlueGreen the first.
  public internal(set) var approvedSteps: Set<Int> = []

  /// When it may begin; at any time if nothing.
  public internal(set) var window: PlanWindow?

  /// The two sides of BlueGreen.
  public internal(set) var colors: [String] = []
  /// The percentages of Canary, without the last 100.
  public internal(set) var weights: [Int] = []
  /// How long each of its steps is watched, and at most for want of samples.
  public internal(set) var holds: [(usual: Duration, longest: Duration)] = []
  /// How long open requests have when its traffic has gone back.
  public internal(set) var drain = StrategyDefaults.drain
  /// Whether there is no old version any more after its promotion.
  public internal(set) var replacesStable = false
  /// The numbers that Canary watches.
  public internal(set) var metrics: [PlanMetric] = []
  /// What Progressive updates, batch by batch, in this order.
  public internal(set) var targets: [Target] = []
  /// How long between its batches.
  public internal(set) var pause = StrategyDefaults.pause
  /// How many targets may fail.
  public internal(set) var maxFailures = 0
  /// How many must be available while a batch is updated.
  public internal(set) var minAvailable = 0
  /// Where their order comes from, if it is shuffled.
  public internal(set) var seed: UInt64?
  /// Whether a command told which targets there are, which must still be so when it begins.
  public internal(set) var areTargetsFound = false
  /// What it printed, one of the texts that the plan is made of.
  public internal(set) var foundTargets: SourceText?
  /// Whether that command was not asked: its one target stands for those that there will be.
  public internal(set) var areTargetsOpen = false
  /// How many of a batch are updated at once.
  public internal(set) var parallel: Int?

  /// Its nodes, in the order of the plan.
  public internal(set) var members: [RolloutMember] = []
  /// What its nodes do, as far as people can be told before the run: with words for what only the run will tell.
  private(set) var previews: [Int: String] = [:]
  /// Where its name stands.
  let span: ByteSpan
  /// These nodes until they stand in the plan.
  var nodes: [PlanNode] = []
  /// The index among the plan's runbooks of the scope that they are in.
  public internal(set) var scope = 0

  init(kind: Kind, target: Field<String>, at span: ByteSpan) {
    self.span = span
    self.kind = kind
    self.target = target
  }

  /// How many steps or batches it has.
  public var stepCount: Int {
    switch kind {
    case .blueGreen: 1
    case .canary: weights.count
    case .progressive: targets.last?.batch ?? 0
    }
  }

  /// What a node does, for people; nothing where the node itself says it.
  public func preview(_ place: Int) -> String? { previews[place] }

  mutating func setPreview(_ text: String, of place: Int) { previews[place] = text }

  /// The numbers of its batches.
  public var batches: [Int] { stepCount > 0 ? Array(1...stepCount) : [] }

  /// The percentage that the new version has after a step: 0 before the first, 100 after the last.
  public func weight(after step: Int) -> Int {
    step < 1 ? 0 : step > weights.count ? 100 : weights[step - 1]
  }

  /// The percentage that a node of Canary is about, and the number of that step: 0 before the first, one more than there
  /// are once it has everything.
  public func weight(for member: RolloutMember) -> (percent: Int, step: Int) {
    switch member.role {
    case .promoteGuard, .promote, .promoteConfirm, .soak, .drift, .retire, .after, .forwardHold:
      (100, weights.count + 1)
    // What goes on while a person thinks watches what the steps before have given it.
    case .watch where member.step == 0: (100, weights.count + 1)
    default: (weight(after: member.step), member.step)
    }
  }

  /// Whether that can be where the traffic is, as a probe prints it: a colour that there is, or a percentage.
  public func isPlace(_ text: String) -> Bool {
    kind == .blueGreen ? colors.contains(text) : Self.percentage(text) != nil
  }

  /// A percentage as a probe prints it: `25`, or `25%`; nothing that is not from 0 to 100.
  public static func percentage(_ text: String) -> Int? {
    guard let number = Int(text.hasSuffix("%") ? String(text.dropLast()) : text), (0...100).contains(number) else {
      return nil
    }
    return number
  }

  /// What is changed; a template as it is written.
  public var targetText: String { PlanAction.text(target) }
  /// The version that is rolled out; a template as it is written.
  public var versionText: String? { version.map { PlanAction.text($0) } }
  /// The version before, if the runbook or the audit says so; a template as it is written.
  public var previousText: String? { previous.map { PlanAction.text($0) } }

  /// The version that is rolled out, if it is known before the run.
  public var knownVersion: String? { version?.literal }
  /// The version before, if it is known before the run.
  public var knownPrevious: String? { previous?.literal }

  /// Whether nothing watches it.
  public var hasNoChecks: Bool {
    !members.contains { [.verify, .analyse, .metric, .soak, .gate].contains($0.role) }
  }

  /// The nodes of Canary behind whose failure it goes back from a promotion: `undo_promote` runs before all else then.
  ///
  /// Where the promotion itself replaces the old version, it is finished instead.
  public var rolesBehindPromotion: [RolloutRole] {
    (replacesStable ? [] : [.promote, .promoteConfirm]) + [.soak]
  }

  /// Whether it can be undone as a whole once it has succeeded: nothing of it has taken away what traffic goes back to.
  public var canBeUndone: Bool {
    let roles = Set(members.map(\.role))
    if roles.contains(.retire) || replacesStable && !roles.contains(.undoPromote) { return false }
    return !roles.isDisjoint(with: [.undoSwitch, .undoShift, .revert])
  }

  /// What it does, in one line.
  public var summary: String { "\(kind.rawValue) \(targetText)\(versionText.map { " " + $0 } ?? "")" }
}
