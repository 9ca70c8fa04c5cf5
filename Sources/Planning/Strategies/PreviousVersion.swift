/// The version that something had before, as far as the audit tells (design 8).
public struct PreviousVersion: Sendable, Equatable {
  /// The version.
  public let version: String
  /// The run that put it there.
  public let run: String
  /// Whether nothing tells that something else may be there by now: a rollout that has begun since and has not gone back.
  public let isLive: Bool

  /// A version that a run put there.
  public init(version: String, run: String, isLive: Bool = true) {
    self.version = version
    self.run = run
    self.isLive = isLive
  }
}

/// A rollout that puts an older version back, at a person's wish: what takes long is left out, what checks stays.
public struct RolloutReturn: Sendable, Equatable {
  /// What is changed.
  public let target: String
  /// The version that it is to have.
  public let version: String
  /// The side of BlueGreen that still has it; nothing if it must be deployed again.
  public let side: String?

  /// A return.
  public init(target: String, version: String, side: String?) {
    self.target = target
    self.version = version
    self.side = side
  }
}

extension PlanStrategy {
  /// Makes it one that puts an older version back: nothing is watched for long, and no person is asked.
  mutating func goBack(_ wish: RolloutReturn, canSwitchBack: Bool) {
    isReturn = true
    if kind == .blueGreen, canSwitchBack { returnsTo = wish.side }
    window = nil
    approvedSteps = []
    timing.soak = .zero
    (weights, holds, metrics) = ([], [], [])
    pause = .zero
  }

  /// Whether such a rollout has no use for a node: what is live may be sick, and an idle side that is ready is left as it is.
  func skips(_ role: RolloutRole) -> Bool {
    guard isReturn else { return false }
    switch role {
    case .preflight, .stable, .watch: return true
    case .deploy, .undoDeploy: return returnsTo != nil
    default: return false
    }
  }
}
