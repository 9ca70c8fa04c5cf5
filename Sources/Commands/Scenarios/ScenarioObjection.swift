internal import Running
internal import Text
internal import Values

/// What is wrong with a scenario once the plan is known that it is about.
enum ScenarioObjection: Problem {
  case noSuchNode(String, suggestion: String?)
  case nothingMatches(String)
  case noSuchChannel(String, known: [String])
  case noSuchTopic(String, suggestion: String?)
  case noEffect(node: String, why: String, instead: String)
  case misplaced(what: String, node: String, kind: String)
  case unheeded(RolloutEvent, node: String, WishObjection)
  case unknownOutcome(String, known: [String], suggestion: String?)
  case unknownStatus(String, node: String, known: [String], suggestion: String?)
  case noSuchOutput(String, known: [String])
  case noSuchKey(String, known: [String])
  case noSuchExit(Int)
  case impossibleExit(outcome: String, codes: [Int], found: Int)
  case causeOfSuccess
  case ranAndNever(String)
  case printsNothing([String])

  var id: String {
    switch self {
    case .noSuchNode, .nothingMatches: "scenario.unknown-node"
    case .noSuchChannel: "scenario.unknown-channel"
    case .noSuchTopic: "scenario.unknown-topic"
    case .noEffect: "scenario.no-effect"
    case .misplaced, .unheeded: "scenario.misplaced"
    case .unknownOutcome, .unknownStatus: "scenario.unknown-status"
    case .noSuchOutput: "scenario.unknown-output"
    case .noSuchKey: "scenario.unknown-world"
    case .noSuchExit, .impossibleExit, .causeOfSuccess, .ranAndNever: "scenario.impossible"
    case .printsNothing: "scenario.prints-nothing"
    }
  }

  var severity: Severity { if case .printsNothing = self { .warning } else { .error } }

  var message: String {
    switch self {
    case .noSuchNode(let name, _): "there is no node `\(name)` in the plan"
    case .nothingMatches(let pattern): "no node of the plan is like `\(pattern)`"
    case .noSuchChannel(let name, _): "there is no channel `\(name)`"
    case .noSuchTopic(let name, _): "channels are never told `\(name)`"
    case .noEffect(let node, let why, _): "nothing can be scripted for `\(node)`: \(why)"
    case .misplaced(let what, let node, let kind): "\(what) means nothing for `\(node)`, which is \(kind)"
    case .unheeded(let wish, let node, let objection): objection.message(about: wish, while: node)
    case .unknownOutcome(let word, _, _): "no run ends as `\(word)`"
    case .unknownStatus(let word, let node, _, _): "`\(node)` never ends as `\(word)`"
    case .noSuchOutput(let name, _): "the runbook has no output `\(name)`"
    case .noSuchKey(let key, _): "nothing in the world is called `\(key)`"
    case .noSuchExit(let code): "pyflow never exits with \(code)"
    case .impossibleExit(let outcome, _, let found): "a run that ends as \(outcome) never exits with \(found)"
    case .causeOfSuccess: "a run that succeeds has no cause"
    case .ranAndNever(let name): "`\(name)` must run, and must not"
    case .printsNothing(let nodes):
      "others read what \(nodes.map { "`\($0)`" }.joined(separator: ", ")) print\(nodes.count == 1 ? "s" : ""), "
        + "and nobody says what that is: it is taken to be nothing"
    }
  }

  var hint: String? {
    switch self {
    case .noSuchNode(_, let suggestion): suggestion.map { "did you mean `\($0)`?" } ?? "`pyflow plan` lists the nodes"
    case .noSuchTopic(_, let suggestion):
      suggestion.map { "did you mean `\($0)`?" }
        ?? "there are " + NotificationTopic.allCases.filter { $0 != .test }.map(\.rawValue).joined(separator: ", ")
    case .nothingMatches:
      "`pyflow plan` lists the nodes; `*` stands for any text, and `ID!rollback` is what undoes a node"
    case .noSuchChannel(_, let known), .noSuchOutput(_, let known), .noSuchKey(_, let known):
      known.isEmpty ? nil : "there are " + known.joined(separator: ", ")
    case .noEffect(_, _, let instead): instead
    case .unknownOutcome(_, let known, let suggestion), .unknownStatus(_, _, let known, let suggestion):
      suggestion.map { "did you mean `\($0)`?" } ?? "there are " + known.joined(separator: ", ")
    case .noSuchExit: "pyflow help lists the exit codes"
    case .impossibleExit(_, let codes, _): "it exits with " + codes.map { String($0) }.joined(separator: " or ")
    case .causeOfSuccess, .ranAndNever: "remove one of them"
    case .misplaced: nil
    case .unheeded(let wish, _, let objection): objection.hint(about: wish)
    case .printsNothing(let nodes):
      "write [world.says] with \(nodes.prefix(1).map { "\"\($0)\" = \"…\"" }.joined()), or a script with stdout or json"
    }
  }
}
