internal import Running
internal import Text
internal import Values

/// What a transition of a rollout tells, if it tells anything (design 8).
struct RolloutNews {
  /// What it is about.
  let topic: NotificationTopic
  /// What has happened, in words that follow the node's name.
  let words: String
  /// What tells it from others of its kind in the same rollout.
  var part = ""

  /// The news of a transition, the most important one first.
  static func of(_ move: RolloutMove) -> [RolloutNews] {
    // Where a rollout is taken up it stands where it stood, which was told in its time.
    if move.from == .orphaned { return [] }
    if let ending = ending(of: move) { return [ending] }
    if move.to.isUndoing, !move.from.isUndoing {
      return [RolloutNews(topic: .rollbackStarted, words: "goes back" + why(move))]
    }
    var news: [RolloutNews] = []
    if isUncertain(move) {
      news.append(RolloutNews(topic: .rolloutUnknown, words: "cannot be told how it is", part: "@\(move.step)"))
    }
    switch move.to {
    case .deploying, .batch:
      if move.from == .ready { news.append(RolloutNews(topic: .rolloutStarted, words: "begins")) }
    case .waiting, .waitingInSoak:
      news.append(RolloutNews(topic: .rolloutWaiting, words: "waits for a person", part: "@\(move.step)"))
    case .soaking: news.append(RolloutNews(topic: .rolloutPromoted, words: "has all traffic now, and is watched"))
    default: break
    }
    let isStep = move.to == .analysing && move.from != .analysing || move.to == .batch && move.from != .ready
    if isStep {
      news.append(RolloutNews(topic: .rolloutStep, words: "is at step \(move.step)", part: "@\(move.step)"))
    }
    return news
  }

  private static func isUncertain(_ move: RolloutMove) -> Bool {
    (move.event == .unknown || move.event == .tooFew)
      && (move.to == .waiting || move.to == .waitingInSoak || move.to == move.from)
  }

  private static func ending(of move: RolloutMove) -> RolloutNews? {
    switch move.to {
    case .succeeded: RolloutNews(topic: .rolloutSucceeded, words: "has succeeded" + why(move))
    case .rolledBack: RolloutNews(topic: .rolloutRolledBack, words: "was rolled back" + why(move))
    case .halted: RolloutNews(topic: .rolloutHalted, words: "is halted, and a person must look" + why(move))
    case .rollbackFailed: RolloutNews(topic: .rollbackFailed, words: "could not be rolled back" + why(move))
    default: nil
    }
  }

  private static func why(_ move: RolloutMove) -> String {
    move.why.map { ": " + $0 } ?? ""
  }
}
