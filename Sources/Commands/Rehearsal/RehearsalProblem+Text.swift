internal import Running
internal import Templates

/// What a rehearsal cannot do, in words.
extension RehearsalProblem {
  /// What is wrong.
  var message: String {
    switch self {
    case .template(let failure): failure.problem.message
    case .fieldsMissing(let node, let names):
      "`\(node)` asks for \(names.joined(separator: ", ")), and nobody says that here"
    case .outputsUnknown(let node): "what `\(node)` gives is read, and nobody knows it here"
    case .wishAstray(let wish, let node): WishObjection.noRollout(example: nil).message(about: wish, while: node)
    case .wishRefused(let wish, let rollout, let phase):
      "`\(rollout)` does not heed \"\(wish.rawValue)\" where it stands (\(phase.words)): "
        + RolloutWishText.obstacle(to: wish, in: phase)
    case .wishMissed(let wish, let rollout):
      "\"\(wish.rawValue)\" comes too late for `\(rollout)`: the run has ended, or pyflow has died"
    }
  }

  /// What to write as the script of the node.
  var script: String? {
    switch self {
    case .template, .wishAstray, .wishRefused, .wishMissed: nil
    case .fieldsMissing(_, let names):
      "{ result = \"approve\", fields = { \(names.map { "\($0) = …" }.joined(separator: ", ")) } }"
    case .outputsUnknown: "{ outputs = { … } }"
    }
  }
}
