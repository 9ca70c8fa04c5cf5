internal import Audit
internal import Effects
internal import Planning

/// What an audit file tells of rollouts, read once, and only if something asks.
final class RolloutRecords {
  private let path: String
  private var known: RolloutHistory?

  init(of path: String) {
    self.path = path
  }

  /// A file that is not there, or cannot be read, tells nothing.
  var history: RolloutHistory {
    if let known { return known }
    var reader = HistoryReader()
    _ = try? FileReader.readLines(path) { reader.add($0) }
    let history = RolloutHistory(reader.runs)
    known = history
    return history
  }

  /// The version that a target has before the run.
  func previous(of target: String) -> PreviousVersion? { history.previous(of: target) }
}

/// A rollout that needs to know the version before, which nobody knows (design 8).
struct UnknownPrevious {
  let node: String
  let target: String

  /// Those of a plan.
  static func all(in plan: Plan) -> [UnknownPrevious] {
    plan.nodes.compactMap { node in
      guard case .strategy(let strategy) = node.action, strategy.needsPrevious, strategy.previous == nil,
        !node.isLeftOut
      else { return nil }
      return UnknownPrevious(node: node.id, target: strategy.targetText)
    }
  }

  var message: String {
    "nothing was done: `\(node)` needs `rollout.previous`, and no run on record has rolled out `\(target)`"
  }

  static let hint =
    "write previous = \"…\", or a `current` command that prints what a target has; or keep the audit file of earlier runs"
}
