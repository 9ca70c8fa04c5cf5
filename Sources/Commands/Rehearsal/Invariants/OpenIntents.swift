internal import Planning
internal import Running

/// What was started in a rehearsal, and of which nothing tells yet what came of it.
struct OpenIntents {
  private let roster: RolloutRoster
  /// The nodes of which that is so.
  private(set) var nodes: Set<Int> = []
  /// Those of rollouts in which pyflow died, and that move traffic: somebody must look what came of them.
  private var unclear: Set<Int> = []

  init(_ roster: RolloutRoster) { self.roster = roster }

  mutating func take(_ event: RunEvent) {
    switch event {
    case .started(let node, _, _), .rollbackStarted(let node, _, _):
      nodes.insert(node)
      unclear.remove(node)
      lookedAt(by: node)
    case .finished(let finish), .rollbackFinished(let finish): close(finish.node)
    case .retrying(let retry): close(retry.node)
    case .passedOver(let node, _, _), .kept(let node, _), .renewed(let node, _): close(node)
    case .rolloutMoved(let owner, let move): moved(owner, move)
    default: break
    }
  }

  private mutating func close(_ node: Int) {
    nodes.remove(node)
    unclear.remove(node)
  }

  /// It looks itself for what became of what was under way, or a person has to.
  private mutating func moved(_ owner: Int, _ move: RolloutMove) {
    guard let rollout = roster.rollout(of: owner) else { return }
    let members = nodes.filter { roster[$0]?.rollout == rollout }
    if move.from == .orphaned {
      let moving = members.filter { roster[$0]?.member.role.movesTraffic ?? false }
      nodes.subtract(members.subtracting(moving))
      unclear.formUnion(moving)
    }
    switch move.to {
    case .halted, .rollbackFailed, .interrupted:
      nodes.subtract(members.intersection(unclear))
      unclear.subtract(members)
    default: break
    }
  }

  /// What moves traffic again, or asks where it is, tells what came of what had moved it before.
  private mutating func lookedAt(by node: Int) {
    guard let place = roster[node], place.member.role.tellsTraffic else { return }
    for other in unclear where other != node {
      guard let before = roster[other], before.rollout == place.rollout,
        before.member.target == nil || before.member.target == place.member.target
      else { continue }
      close(other)
    }
  }
}

extension RolloutRole {
  /// Whether it is known where the traffic is once it has run.
  fileprivate var tellsTraffic: Bool {
    switch self {
    case .before, .guard, .confirm, .drift, .after, .current, .undoConfirm, .promoteConfirm, .verify, .reverify: true
    default: movesTraffic
    }
  }
}
