internal import Text

/// What can be wrong with a selection of nodes.
enum SelectionProblem: Sendable, Equatable {
  case unknownNode(String, suggestion: String?)
  case unknownTag(String, suggestion: String?)
  case tagsNotKnown(String)
  case nothingChosen
  case skippedHandler(String, of: String)
  case skippedGate(String)
  case readsLeftOut(String, by: String)
  case neverRuns(String, entry: String, leftOut: String)
}

extension SelectionProblem: Problem {
  var severity: Severity {
    if case .neverRuns = self { .warning } else { .error }
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
    case .readsLeftOut(let id, let reader): "node `\(reader)` reads what `\(id)` makes, which is left out"
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
    case .readsLeftOut(let id, let reader): "choose `\(id)` too, or leave `\(reader)` out"
    case .neverRuns: nil
    }
  }
}
