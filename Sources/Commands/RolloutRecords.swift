internal import Audit
internal import Effects
internal import Planning
internal import Text

/// What an audit file tells of rollouts, read once, and only if something asks.
final class RolloutRecords {
  private let path: String
  private var known: RolloutHistory?

  init(of path: String) {
    self.path = path
  }

  /// Why the file cannot be read, if something has asked and it cannot; that there is none yet is no reason.
  private var failure: FileReader.Failure?

  /// A file that is not there, or cannot be read, tells nothing.
  private var history: RolloutHistory {
    if let known { return known }
    var reader = HistoryReader()
    do throws(FileReader.Failure) { try FileReader.readLines(path) { reader.add($0) } } catch {
      if error != .missing { failure = error }
    }
    let history = RolloutHistory(reader.runs)
    known = history
    return history
  }

  /// Reports that the file cannot be read, if something has asked what it tells.
  func reportFailure(into diagnostics: inout Diagnostics) {
    if let failure { diagnostics.report(UnreadableRecords(failure: failure), at: .file(path)) }
  }

  /// The version that a target has before the run.
  func previous(of target: String) -> PreviousVersion? { history.previous(of: target) }
}

/// What earlier rollouts have left is not known, because the audit file cannot be read.
struct UnreadableRecords: Problem {
  let failure: FileReader.Failure

  var id: String { "audit.unreadable" }
  var severity: Severity { .warning }
  var message: String {
    "nobody knows what earlier runs have rolled out: \(FileProblem(failure: failure, what: "audit").message)"
  }
  var hint: String? { "rollouts that need the version before have to be told it: previous = \"…\"" }
}
