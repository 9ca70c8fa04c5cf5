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
