internal import Text

/// What can be wrong with a selection of nodes.
enum SelectionProblem: Sendable, Equatable {
  case unknownNode(String, suggestion: String?)
  case unknownTag(String, suggestion: String?)
  case tagsNotKnown(String)
  case nothingChosen
  case skippedHandler(String, of: String)
  case skippedGate(String)
  /// `by`: the node that reads it; nothing if the run's outputs do.
  case readsLeftOut(String, by: String?)
  case notReusable(String, run: String, ReuseFailure)
  case lacksResult(String, run: String, Lack)
  case runbookChanged(run: String)
  case neverRuns(String, entry: String, leftOut: String)

  /// What an earlier run does not have of a node.
  enum Lack: Sendable, Equatable {
    case missing(String)
    /// It was recorded without the secrets in it.
    case masked(String)
  }
}

extension SelectionProblem: Problem {
  var severity: Severity {
    switch self {
    case .neverRuns, .runbookChanged: .warning
    default: .error
    }
  }

  var id: String {
    switch self {
    case .unknownNode: "selection.unknown-node"
    case .unknownTag: "selection.unknown-tag"
    case .tagsNotKnown: "selection.tags"
    case .nothingChosen: "selection.empty"
    case .skippedHandler: "selection.handler"
    case .skippedGate: "selection.gate"
    case .readsLeftOut: "selection.reading"
    case .notReusable, .lacksResult, .runbookChanged: "selection.reuse"
    case .neverRuns: "plan.never-runs"
    }
  }

  var message: String {
    switch self {
    case .unknownNode(let name, _): "there is no node `\(name)`"
    case .unknownTag(let tag, _): "no node has the tag `\(tag)`"
    case .tagsNotKnown(let id): "the tags of node `\(id)` are known only when it runs"
    case .nothingChosen: "no node is chosen"
    case .skippedHandler(let id, let subject): "`\(id)` answers a failure of `\(subject)`, which is chosen"
    case .skippedGate(let id): "`\(id)` stands before the whole run and cannot be left out"
    case .readsLeftOut(let id, let reader):
      (reader.map { "node `\($0)` reads" } ?? "an output of the run reads") + " what `\(id)` makes, which is left out"
    case .notReusable(let id, let run, let failure):
      switch failure {
      case .notRun: "node `\(id)` did not run in run \(run), whose results are to be reused"
      case .ended(let status): "node `\(id)` \(Self.words(status)) in run \(run), whose results are to be reused"
      case .fileChanged(let path): "what node `\(id)` gave in run \(run) is in \(path), which is gone or was changed"
      }
    case .lacksResult(let id, let run, .missing(let name)): "run \(run) has no `\(name)` of node `\(id)`"
    case .lacksResult(let id, let run, .masked(let name)):
      "`\(name)` of node `\(id)` in run \(run) held a secret, and was recorded without it"
    case .runbookChanged(let run): "the runbook was changed since run \(run), whose results are reused"
    case .neverRuns(let id, let entry, let leftOut):
      "node `\(id)` can never run: `\(entry)` never holds, because `\(leftOut)` is left out"
    }
  }

  var hint: String? {
    switch self {
    case .unknownNode(_, let suggestion), .unknownTag(_, let suggestion): suggestion.map { "did you mean `\($0)`?" }
    case .tagsNotKnown: "use only variables in it"
    case .nothingChosen: "each option narrows the choice; give fewer of them"
    case .skippedHandler(_, let subject): "leave `\(subject)` out too, or let both run"
    case .skippedGate: "somebody who may has to approve: pyflow approve"
    case .readsLeftOut(let id, let reader):
      "choose `\(id)` too, " + (reader.map { "or leave `\($0)` out, " } ?? "")
        + "or take it from an earlier run with --reuse latest"
    case .notReusable(let id, _, _), .lacksResult(let id, _, _): "choose `\(id)` too, or name another run"
    case .runbookChanged: nil
    case .neverRuns: nil
    }
  }

  /// How a node ended, as the verb of a sentence.
  private static func words(_ status: String) -> String {
    ["failed"].contains(status) ? status : "was \(status)"
  }
}
