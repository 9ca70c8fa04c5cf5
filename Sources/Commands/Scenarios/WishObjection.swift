internal import Planning
internal import Running

/// Why nobody can want something of a rollout while a node runs, as far as the plan tells.
enum WishObjection: Equatable {
  /// It is no node of a rollout; one that is, and runs when the wish is heard.
  case noRollout(example: String?)
  /// Only a Canary can be promoted.
  case noCanary(rollout: String, PlanStrategy.Kind)
  /// It runs where the rollout does not heed it; nothing if the rollout has ended then.
  case notThen(rollout: String, RolloutPhase?)

  func message(about wish: RolloutEvent, while node: String) -> String {
    switch self {
    case .noRollout: "\"\(wish.rawValue)\" means nothing for `\(node)`, which is no node of a rollout"
    case .noCanary(let rollout, let kind):
      "\"\(wish.rawValue)\" means nothing for `\(node)`: only a Canary can be promoted, and `\(rollout)` is \(kind.rawValue)"
    case .notThen(let rollout, _): "`\(rollout)` does not heed \"\(wish.rawValue)\" while `\(node)` runs"
    }
  }

  func hint(about wish: RolloutEvent) -> String {
    switch self {
    case .noRollout(let example?): "name a node that runs in a rollout then, such as `\(example)`"
    case .noRollout(nil) where wish == .promote: "the plan has no Canary"
    case .noRollout(nil): "the plan has no rollout; Ctrl-C is \"cancel\""
    case .noCanary: "\"abort\" takes it back, and \"approve\" answers what it asks"
    case .notThen(_, let phase): RolloutWishText.obstacle(to: wish, in: phase)
    }
  }
}
