internal import Text

/// What can be wrong with a scenario file, beyond keys and the forms of their values.
enum ScenarioProblem: Problem, Equatable {
  case noScenarios
  case noName
  case doubledName(String)
  case noExpectation(String)
  case unknownWord(String, suggestion: String?)
  case wrongStep(found: String)
  case codeOutOfRange(Int)
  case statusOutOfRange(Int)
  case timesOutOfRange(Int)
  case negativeTime
  case emptySteps
  case emptyPattern

  var id: String {
    switch self {
    case .noScenarios: "scenario.none"
    case .noName, .doubledName: "scenario.name"
    case .noExpectation: "scenario.no-expectation"
    case .unknownWord, .wrongStep, .codeOutOfRange, .statusOutOfRange, .timesOutOfRange, .negativeTime, .emptySteps,
      .emptyPattern:
      "scenario.script"
    }
  }

  var message: String {
    switch self {
    case .noScenarios: "the file has no scenarios"
    case .noName: "a scenario needs a `name`"
    case .doubledName(let name): "two scenarios are called `\(name)`"
    case .noExpectation(let name): "scenario `\(name)` expects nothing, so it cannot fail"
    case .unknownWord(let word, _): "nothing ends as `\(word)`"
    case .wrongStep(let found): "what a node does is a word, an exit code or a table, not \(found)"
    case .codeOutOfRange(let code): "there is no exit code \(code)"
    case .statusOutOfRange(let status): "there is no status \(status)"
    case .timesOutOfRange(let times): "something happens at least once, not \(times) times"
    case .negativeTime: "nothing takes less than no time"
    case .emptySteps: "the list says nothing"
    case .emptyPattern: "an empty text names no node"
    }
  }

  var hint: String? {
    switch self {
    case .noScenarios:
      "add [[scenario]] with name = \"all goes well\" and expect = { outcome = \"succeeded\" }"
    case .noName: "say what it is about: name = \"the check fails\""
    case .doubledName: "give one of them another name"
    case .noExpectation: "say what must come of it: expect = { outcome = \"succeeded\" }"
    case .unknownWord(_, let suggestion):
      suggestion.map { "did you mean `\($0)`?" }
        ?? "there are " + ScriptWord.allCases.map(\.rawValue).joined(separator: ", ")
    case .wrongStep: "write \"fail\", 3, { code = 3, stdout = \"…\", take = \"40s\" }, or a list of these"
    case .codeOutOfRange: "exit codes go from 0 to 255"
    case .statusOutOfRange: "statuses go from 100 to 599"
    case .timesOutOfRange, .negativeTime: nil
    case .emptySteps: "name what the node does; one that is not named succeeds in a second"
    case .emptyPattern: "name a node by its id, or several by a pattern such as \"ship/*\""
    }
  }
}
