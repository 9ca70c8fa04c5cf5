internal import Templates
internal import Values

/// What is known of a rollout's times before it begins (design 8): how long it takes, how soon traffic is safe again, and
/// how much traffic the new version has had by then.
///
/// Bounds, from the times and limits of its nodes: what an action takes is nothing at best, and its timeout at worst.
/// Waiting for the lock is not counted. Linear in nodes.
public struct RolloutArithmetic: Sendable {
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
    /// Where everything takes as long as it may; nothing if only the run will tell.
    public let most: Double?
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
  /// How many targets are updated at once at most.
  let width: Int
  private let nodes: [PlanNode]
  /// The places of the members, by what they do, by that and their step, and by target.
  private let byRole: [RolloutRole: [Int]]
  private let byStep: [RoleInStep: [Int]]
  private let byTarget: [Int: [Int]]

  private struct RoleInStep: Hashable {
    let role: RolloutRole
    let step: Int
  }

  /// The times of a rollout that is made of these nodes, in the order of its members, where so many nodes run at once.
  public init(_ strategy: PlanStrategy, _ nodes: [PlanNode], places: Int = .max) {
    self.strategy = strategy
    self.nodes = nodes
    width = max(1, min(places, strategy.parallel ?? .max))
    let members = strategy.members
    byRole = Dictionary(grouping: members.indices) { members[$0].role }
    byStep = Dictionary(grouping: members.indices) { RoleInStep(role: members[$0].role, step: members[$0].step) }
    byTarget = Dictionary(grouping: members.indices.filter { members[$0].target != nil }) { members[$0].target ?? 0 }
    notice = Self.notice(of: strategy, nodes)
    stages =
      switch strategy.kind {
      case .blueGreen: sideStages
      case .canary: stepStages
      case .progressive: batchStages
      }
    exposure = makeExposure()
    longest = makeLongest()
  }

  // MARK: - Members

  /// The places of the members with a role, of one step if one is named.
  func places(_ role: RolloutRole, step: Int? = nil) -> [Int] {
    step.map { byStep[RoleInStep(role: role, step: $0)] ?? [] } ?? byRole[role] ?? []
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
    // How long a lock is waited for, nobody knows.
    guard node.locks.isEmpty else { return .none }
    let range = NodeTime(of: node.alone, pools: []).range
    guard let poll = node.poll, poll.goal == .watched || poll.expected != nil else { return range }
    // The sample that is under way at the end still counts.
    let end = range.slowest.flatMap { end in node.sampleLimit.map { end + $0 } }
    return TimeRange(fastest: range.fastest, slowest: end)
  }

  /// From the first failed sample of what is watched until too many have failed, where they follow each other.
  private static func notice(of strategy: PlanStrategy, _ nodes: [PlanNode]) -> TimeRange {
    let limit = Double(strategy.timing.failLimit)
    let pause = strategy.timing.interval.inSeconds * limit
    var longest: Double? = 0
    for (member, node) in zip(strategy.members, nodes) where member.role.watches && node.poll != nil {
      longest = longest.flatMap { longest in node.sampleLimit.map { max(longest, $0) } }
    }
    return TimeRange(fastest: pause, slowest: longest.map { pause + $0 * (limit + 1) })
  }

  // MARK: - Sums

  /// The longest way to any end: all that goes forward, all tries to go back, and what cleans up behind that.
  private func makeLongest() -> Double? {
    var worst = allTries(of: .forwardHold)
    for stage in stages {
      guard case .takes(_, let all) = stage.wayBack else { continue }
      worst = worst.flatMap { worst in all.map { max(worst, $0) } }
    }
    let behind = time(.undoDrain) + time(.capture)
    guard let forward = success.slowest, let back = worst, let rest = behind.slowest,
      let cleanup = allTries(of: .undoDeploy)
    else { return nil }
    return forward + back + rest + cleanup
  }

  /// How long something that is tried again may take in all; nothing at all if nothing does it.
  private func allTries(of role: RolloutRole) -> Double? {
    places(role).isEmpty ? 0 : tries(of: time(role))
  }

  private func makeExposure() -> Exposure? {
    switch strategy.kind {
    case .blueGreen: return nil
    case .canary:
      let shares = strategy.weights.map { Double($0) / 100 }
      let usual = zip(shares, strategy.holds).map { $0 * $1.usual.inSeconds }.reduce(0, +)
      // From the moment at which traffic is moved, until the next time.
      return Exposure(usual: usual, most: Self.sum(of: shares, stages.filter { $0.name.hasPrefix("step-") }))
    case .progressive:
      var (updated, shares) = (0, [Double]())
      for batch in strategy.batches.dropLast() {
        updated += strategy.targets.count { $0.batch == batch }
        shares.append(Double(updated) / Double(strategy.targets.count))
      }
      let usual = shares.map { $0 * strategy.pause.inSeconds }.reduce(0, +)
      return Exposure(usual: usual, most: Self.sum(of: shares, stages.filter { $0.name.hasPrefix("batch-") }))
    }
  }

  /// What parts of the traffic come to that last as long as these stages may.
  private static func sum(of shares: [Double], _ stages: [Stage]) -> Double? {
    var sum: Double? = 0
    for (share, stage) in zip(shares, stages) {
      sum = sum.flatMap { sum in stage.time.slowest.map { sum + share * $0 } }
    }
    return sum
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

  /// How long one sample may take, in seconds; nothing if only the run will tell.
  ///
  /// A command that only looks always has a limit of its own, so what has none is a request.
  fileprivate var sampleLimit: Double? {
    guard let timeout else { return PlanRequest.defaultTimeout.inSeconds }
    return timeout.literal?.inSeconds
  }
}
