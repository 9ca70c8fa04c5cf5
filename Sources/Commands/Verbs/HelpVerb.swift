internal import Text

/// `pyflow help`.
struct HelpVerb {
  let invocation: Invocation
  let console: Console

  func execute() throws -> ExitCode {
    guard !invocation.arguments.isEmpty else {
      try console.result(HelpText.overview())
      return .succeeded
    }
    let name = invocation.arguments.joined(separator: " ")
    let verbs = Verb.allCases.filter { $0.rawValue == name || $0.words[0] == name }
    if verbs.isEmpty {
      throw UsageProblem.unknownVerb(
        name, suggestion: Suggestion.closest(to: name, among: Verb.allCases.map(\.rawValue)))
    }
    try console.result(verbs.map { HelpText.verb($0) }.joined(separator: "\n"))
    return .succeeded
  }
}
