internal import Planning
internal import Running

/// What a rollout did in a rehearsal.
struct RolloutStory {
  /// The node that stands for it.
  let owner: Int
  let strategy: PlanStrategy
  /// How it ended; nothing while it goes on.
  private(set) var end: RolloutPhase?
  /// Why, where its table says so.
  private(set) var cause: String?
  /// Where its traffic was when it began.
  private(set) var old: String?
  /// What it changed: when and by which node.
  private(set) var changes: [(moment: Int, node: Int)] = []
  /// When it was taken or given back, in order: the lock.
  var locks: [(moment: Int, isHeld: Bool)] = []
  /// The nodes that broke a rule when they started.
  private(set) var unverified: Int?
  private(set) var late: Int?
  private(set) var retiredTooEarly: Int?
  /// The targets that were reverted, in that order.
  private(set) var reverted: [Int] = []
  /// Whether it was taken up again after a crash.
  private(set) var takenUp: Int?

  private var isVerified = false
  private var hasSoaked = false
  private var isGoingBack = false

  init(owner: Int, strategy: PlanStrategy) {
    self.owner = owner
    self.strategy = strategy
  }

  /// Whether it has a node with a role.
  func has(_ role: RolloutRole) -> Bool { strategy.members.contains { $0.role == role } }

  /// It begins, perhaps once more.
  mutating func begin(at moment: Int) {
    isGoingBack = false
    end = nil
  }

  mutating func take(_ move: RolloutMove, at moment: Int) {
    end = move.to.hasEnded ? move.to : nil
    cause = move.cause
    old = move.old ?? old
    if move.from == .orphaned { takenUp = moment }
    if move.to.isRecovery { isGoingBack = true }
  }

  mutating func start(_ member: RolloutMember, _ node: Int, at moment: Int) {
    let role = member.role
    if role.changes { changes.append((moment, node)) }
    if [.switch, .shift, .promote].contains(role), strategy.kind != .progressive, has(.verify), !isVerified {
      unverified = unverified ?? node
    }
    if role == .retire, has(.soak), !hasSoaked { retiredTooEarly = retiredTooEarly ?? node }
    if role == .revert, let target = member.target { reverted.append(target) }
    // A target that was not updated goes back into the load balancer.
    if isGoingBack, role.changes, !role.isRecovery, role != .restore, role != .revertRestore { late = late ?? node }
  }

  mutating func finish(_ member: RolloutMember, isGood: Bool, at moment: Int) {
    guard isGood else { return }
    if member.role == .verify { isVerified = true }
    if member.role == .soak { hasSoaked = true }
  }
}
