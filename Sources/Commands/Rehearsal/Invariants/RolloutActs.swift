internal import Planning
internal import Reports
internal import Running

/// What a rollout did in a rehearsal.
struct RolloutActs {
  /// The node that stands for it.
  let owner: Int
  let strategy: PlanStrategy
  /// How it ended; nothing while it goes on.
  private(set) var end: RolloutPhase?
  /// Where its traffic was when it began.
  private(set) var old: String?
  /// What it changed: when and by which node.
  private(set) var changes: [(moment: Int, node: Int)] = []
  /// What became of its lock.
  private(set) var lock = RolloutLockActs()
  /// The nodes that broke a rule when they started.
  private(set) var unverified: Int?
  private(set) var late: Int?
  private(set) var retiredTooEarly: Int?
  /// When it began from the beginning.
  private(set) var starts: [Int] = []
  /// The targets that were reverted, in that order.
  private(set) var reverted: [Int] = []
  /// Whether it was taken up again after a crash.
  private(set) var isTakenUp = false
  /// When it first went back, and when it had done so.
  private(set) var wayBack: (start: Int?, end: Int?) = (nil, nil)

  /// When it began to do something, holding its lock, and when it had ended.
  var span: (start: Int, end: Int)? {
    guard let first, let last, last >= first else { return nil }
    return (first, last)
  }

  private var first: Int?
  private var last: Int?
  /// The targets that were verified, of one without targets `whole`, and not changed since.
  private var verified: Set<Int> = []
  private var updated: Set<Int> = []
  private var hasSoaked = false
  private var isGoingBack = false

  private static let whole = -1

  init(owner: Int, strategy: PlanStrategy) {
    self.owner = owner
    self.strategy = strategy
  }

  /// Whether it has a node with a role.
  func has(_ role: RolloutRole) -> Bool { strategy.members.contains { $0.role == role } }

  /// It begins, perhaps once more.
  mutating func begin() {
    isGoingBack = false
    (end, first, last) = (nil, nil, nil)
    lock.forget()
  }

  /// pyflow dies.
  mutating func die() { lock.forget() }

  mutating func take(_ move: RolloutMove, at moment: Int) {
    end = move.to.hasEnded ? move.to : nil
    // Waiting for its lock is not counted.
    if move.to != .start { first = first ?? moment }
    last = moment
    old = move.old ?? old
    if move.from == .start { starts.append(moment) }
    if move.from == .orphaned {
      isTakenUp = true
      lock.takeUp()
    }
    if move.to.isRecovery {
      isGoingBack = true
      wayBack.start = wayBack.start ?? moment
    }
    if move.to == .rolledBack { wayBack.end = moment }
  }

  // MARK: - Its nodes

  mutating func start(_ member: RolloutMember, _ node: Int, at moment: Int) {
    let role = member.role
    if role == .unlock { lock.giveBack() }
    if role.changes { change(node, at: moment) }
    if givesTraffic(member) { unverified = unverified ?? node }
    if role == .retire, has(.soak), !hasSoaked { retiredTooEarly = retiredTooEarly ?? node }
    if role == .revert, let target = member.target { reverted.append(target) }
    // A target that was not updated goes back into the load balancer.
    if isGoingBack, role.changes, !role.isOfWayBack, role != .restore { late = late ?? node }
    forget(member)
  }

  private mutating func change(_ node: Int, at moment: Int) {
    changes.append((moment, node))
    lock.change(by: node)
  }

  /// Whether what has not been verified gets traffic from a node.
  private func givesTraffic(_ member: RolloutMember) -> Bool {
    guard has(.verify) else { return false }
    switch member.role {
    case .switch, .shift, .promote: return !verified.contains(Self.whole)
    // One that was not updated has what it had before.
    case .restore: return member.target.map { updated.contains($0) && !verified.contains($0) } ?? false
    default: return false
    }
  }

  /// What is put there anew is not what was verified.
  private mutating func forget(_ member: RolloutMember) {
    switch member.role {
    case .deploy: verified.remove(Self.whole)
    case .update:
      verified.remove(member.target ?? Self.whole)
      updated.insert(member.target ?? Self.whole)
    case .revert: updated.remove(member.target ?? Self.whole)
    default: break
    }
  }

  mutating func finish(_ member: RolloutMember, isGood: Bool) {
    guard isGood else { return }
    switch member.role {
    // A command takes it that holds it elsewhere.
    case .lock where has(.unlock): lock.take()
    case .verify: verified.insert(strategy.kind == .progressive ? member.target ?? Self.whole : Self.whole)
    case .soak: hasSoaked = true
    default: break
    }
  }

  // MARK: - Its lock on this machine

  mutating func lockTaken() { lock.take() }
  mutating func lockGivenBack() { lock.giveBack() }
  mutating func lockReserved() { lock.reserve() }
}
