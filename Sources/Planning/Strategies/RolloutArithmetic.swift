internal import Templates
internal import Values

/// What is known of a rollout's times before it begins (design 8): how long it takes, how soon traffic is safe again, and
/// how much traffic the new version has had by then.
///
/// Bounds, from the times and limits of its nodes: what an action takes is nothing at best, and its timeout at worst.
/// Waiting for the lock is not counted. Linear in nodes.
public struct RolloutArithmetic: Sendable, Equatable {
  /// A part of a rollout: what comes before a failure in it, and what follows one.
  public struct Stage: Sendable, Equatable {
    /// Its name: the first part of the ids of its nodes.
    public let name: String
    /// How long it takes.
    public let time: TimeRange
    /// How a failure in it ends.
    public let wayBack: WayBack
  }

  /// How long it takes until traffic is safe again once a stage has failed.
  public enum WayBack: Sendable, Equatable {
    /// No traffic was moved, and no target touched.
    case nothing
    /// Nobody goes back by itself: a person decides.
    case person
    /// At most so many seconds where the first try works, and so many if all tries are needed; nothing if only the run will tell.
    case takes(once: Double?, all: Double?)
  }

  /// How much traffic the new version has before it has all of it, in seconds of all traffic: the sum of weight × time.
  public struct Exposure: Sendable, Equatable {
    /// Where every step is watched as long as it usually is.
    public let usual: Double
    /// Where every step takes as long as it may.
    public let most: Double
  }

  /// Its stages, in order.
  public private(set) var stages: [Stage] = []
  /// How long it takes where all goes well.
  public var success: TimeRange { TimeRange.sum(stages.map(\.time)) }
  /// How long at most until it has ended, however it ends, in seconds; nothing if only the run will tell.
  public private(set) var longest: Double?
  /// What it exposes; nothing of BlueGreen, which moves all traffic at once.
  public private(set) var exposure: Exposure?
  /// How long it takes from the first failed sample until it has failed, in seconds.
  public let notice: TimeRange

  let strategy: PlanStrategy
  private let nodes: [PlanNode]
  /// The places of the members, by what they do and in which step, and by target.
  private let byRole: [RolloutRole: [Int]]
  private let byTarget: [Int: [Int]]

  /// The times of a rollout that is made of these nodes, in the order of its members.
  public init(_ strategy: PlanStrategy, _ nodes: [PlanNode]) {
    self.strategy = strategy
    self.nodes = nodes
    let members = strategy.members
    byRole = Dictionary(grouping: members.indices) { members[$0].role }
    byTarget = Dictionary(grouping: members.indices.filter { members[$0].target != nil }) { members[$0].target ?? 0 }
    let limit = strategy.timing.failLimit
    let pause = strategy.timing.interval.inSeconds * Double(limit)
    notice = TimeRange(fastest: pause, slowest: pause + PlanStep.lookTimeout.inSeconds * Double(limit + 1))
    stages =
      switch strategy.kind {
      case .blueGreen: sideStages
      case .canary: stepStages
      case .progressive: batchStages
      }
    exposure = makeExposure()
    longest = makeLongest()
  }

  /// Whether two come to the same, whatever they were made of.
  public static func == (left: RolloutArithmetic, right: RolloutArithmetic) -> Bool {
    left.stages == right.stages && left.longest == right.longest && left.exposure == right.exposure
      && left.notice == right.notice
  }

  // MARK: - Members

  /// The places of the members with a role, of one step if one is named.
  func places(_ role: RolloutRole, step: Int? = nil) -> [Int] {
    (byRole[role] ?? []).filter { place in step.map { strategy.members[place].step == $0 } ?? true }
  }

  /// How long the members of a target with these roles take, one after the other.
  func line(_ roles: [RolloutRole], _ target: Int) -> TimeRange {
    TimeRange.sum((byTarget[target] ?? []).filter { roles.contains(strategy.members[$0].role) }.map(time))
  }

  /// How long the members with a role take, which go on at the same time.
  func time(_ role: RolloutRole, step: Int? = nil) -> TimeRange {
    TimeRange.together(places(role, step: step).map(time))
  }

  /// How long a member takes.
  func time(_ place: Int) -> TimeRange {
    let node = nodes[place]
    guard strategy.members[place].role != .lock else { return .none }
    let range = NodeTime(of: node.alone, pools: []).range
    guard let poll = node.poll, poll.goal == .watched else { return range }
    // The sample that is under way at the end still counts.
    let sample = node.timeout.map { $0.literal?.inSeconds } ?? PlanStep.lookTimeout.inSeconds
    return TimeRange(fastest: range.fastest, slowest: range.slowest.flatMap { end in sample.map { end + $0 } })
  }

  // MARK: - Sums

  /// The longest way to any end: all that goes forward, all tries to go back, and what cleans up behind that.
  private func makeLongest() -> Double? {
    var worst: Double? = 0
    for stage in stages {
      guard case .takes(_, let all) = stage.wayBack else { continue }
      worst = worst.flatMap { worst in all.map { max(worst, $0) } }
    }
    let behind = time(.undoDrain) + time(.undoDeploy) + time(.capture)
    guard let forward = success.slowest, let back = worst, let rest = behind.slowest else { return nil }
    return forward + back + rest
  }

  private func makeExposure() -> Exposure? {
    switch strategy.kind {
    case .blueGreen: return nil
    case .canary:
      let shares = zip(strategy.weights, strategy.holds).map { weight, hold in
        (usual: Double(weight) / 100 * hold.usual.inSeconds, most: Double(weight) / 100 * holdLimit(hold))
      }
      return Exposure(usual: shares.map(\.usual).reduce(0, +), most: shares.map(\.most).reduce(0, +))
    case .progressive:
      let total = Double(max(1, strategy.targets.count))
      var (updated, usual) = (0, 0.0)
      for batch in strategy.batches.dropLast() {
        updated += strategy.targets.count { $0.batch == batch }
        usual += Double(updated) / total * strategy.pause.inSeconds
      }
      return Exposure(usual: usual, most: usual)
    }
  }

  /// How long a step is held at most: it is extended by whole holds.
  func holdLimit(_ hold: (usual: Duration, longest: Duration)) -> Double {
    let usual = hold.usual.inSeconds
    guard usual > 0 else { return 0 }
    return max(1, (hold.longest.inSeconds / usual).rounded(.up)) * usual
  }
}

extension PlanNode {
  /// The node by itself, whatever it waits for.
  fileprivate var alone: PlanNode {
    var node = self
    node.entries = []
    return node
  }
}
