internal import Planning
internal import Running
internal import Text
internal import Values

/// What the events of a run have told of its rollouts: where their traffic was seen last, and what of them failed.
///
/// A node of a rollout that fails says little by itself: a step is held longer, a check is not asked any more. What counts is
/// the node that the rollout has gone back because of, which the rollout names when it ends.
struct RolloutStory: Sendable {
  /// Where the traffic was seen last, by the rollout's node: a colour, or a percentage.
  private var traffic: [Int: String] = [:]
  /// Where it was when the rollout began.
  private var old: [Int: String] = [:]
  /// The last failures of nodes of rollouts, by their ids.
  private var failures: [String: NodeFinish] = [:]
  /// What was done on the way back, by the rollout's node, and how it ended.
  private var wayBack: [Int: [(id: String, isDone: Bool)]] = [:]
  /// The rollouts that have ended otherwise than they should, and how.
  private(set) var ends: [(owner: Int, phase: RolloutPhase)] = []

  /// Takes in a transition.
  mutating func hear(_ move: RolloutMove, of owner: Int) {
    old[owner] = move.old ?? old[owner]
    if move.to.hasEnded, move.to != .succeeded { ends.append((owner, move.to)) }
  }

  /// Takes in the end of a node of a rollout.
  mutating func hear(_ finish: NodeFinish, of plan: Plan) {
    guard let (owner, member, strategy) = plan.rolloutMember(finish.node) else { return }
    if finish.status == .failed { failures[plan.nodes[finish.node].id] = finish }
    if member.role.isRecovery, member.role.changes {
      wayBack[owner, default: []].append((plan.nodes[finish.node].id, finish.status.isGood))
    }
    guard member.role.looksAtTraffic, strategy.kind != .progressive, let result = finish.result, result.isAnswer
    else { return }
    let text = OutputText.lines(result.tail).last?.trimmed ?? ""
    if !text.isEmpty { traffic[owner] = OutputText.oneLine(text) }
  }

  /// The failure that a rollout has ended because of; that of the rollout itself where there is none.
  func cause(of finish: NodeFinish) -> NodeFinish {
    guard case .rollout(_, _, let node)? = finish.reason else { return finish }
    return node.flatMap { failures[$0] } ?? finish
  }

  // MARK: - Words

  /// What became of the rollouts that did not succeed, for whoever was woken up: where the traffic is, and what was undone.
  func lines(of plan: Plan) -> [String] {
    ends.flatMap { owner, phase -> [String] in
      guard case .strategy(let strategy) = plan.nodes[owner].action else { return [] }
      let id = plan.nodes[owner].id
      return ["  \(id): \(Self.words(phase, strategy))"] + place(of: owner, strategy, phase) + undone(owner)
    }
  }

  private static func words(_ phase: RolloutPhase, _ strategy: PlanStrategy) -> String {
    switch phase {
    case .rolledBack: "it went back; what was there before is there again"
    case .refused: "it was not begun, and nothing was changed"
    case .halted: "it stands where it was halted"
    case .rollbackFailed: "it could not go back all the way: what is left is for a person"
    case .interrupted: "it was interrupted before it was back: `pyflow recover` finishes that"
    default: phase.words
    }
  }

  private func place(of owner: Int, _ strategy: PlanStrategy, _ phase: RolloutPhase) -> [String] {
    guard strategy.kind != .progressive else { return [] }
    // One that did not get its lock has not looked.
    if phase == .refused, traffic[owner] == nil { return [] }
    guard let last = traffic[owner], strategy.isPlace(last) else {
      return ["    traffic: nobody could tell where it is"]
    }
    let isPercentage = strategy.kind == .canary
    let place = isPercentage ? "the new version has \(last.trimmingPercent)%" : "\(last) has it"
    let before = old[owner].map { $0 == last ? ", as before" : isPercentage ? "" : ", before it was \($0)" } ?? ""
    return ["    traffic, as it was seen last: \(place)\(before)"]
  }

  private func undone(_ owner: Int) -> [String] {
    let steps = wayBack[owner] ?? []
    if steps.isEmpty { return [] }
    // What was tried again counts as it ended at last.
    var last: [String: Bool] = [:]
    for step in steps { last[step.id] = step.isDone }
    var seen: Set<String> = []
    let ids = steps.map(\.id).filter { seen.insert($0).inserted }
    func line(_ words: String, _ isDone: Bool) -> [String] {
      let names = ids.filter { last[$0] == isDone }
      return names.isEmpty ? [] : ["    \(words): " + names.joined(separator: ", ")]
    }
    return line("done on the way back", true) + line("failed on the way back", false)
  }
}

extension RolloutRole {
  /// Whether a node prints where the traffic is.
  fileprivate var looksAtTraffic: Bool {
    switch self {
    case .before, .guard, .confirm, .promoteGuard, .promoteConfirm, .drift, .undoConfirm, .after: true
    default: false
    }
  }
}

extension ActionResult {
  /// Whether it is an answer.
  fileprivate var isAnswer: Bool {
    switch ending {
    case .exited(0): true
    case .answered(let status): (200..<300).contains(status)
    default: false
    }
  }
}

extension String {
  fileprivate var trimmingPercent: String { hasSuffix("%") ? String(dropLast()) : self }
}
