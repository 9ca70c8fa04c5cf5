internal import Reports
internal import Text

/// `pyflow graph`.
struct GraphVerb {
  let invocation: Invocation
  let console: Console

  /// Draws the graph.
  ///
  /// No variable needs a value for it: only instances depend on values, and a node whose list is not known stands for them.
  func execute() throws -> ExitCode {
    let name = invocation.value(of: .format) ?? GraphText.Format.dot.rawValue
    guard let format = GraphText.Format(rawValue: name) else {
      let names = GraphText.Format.allCases.map(\.rawValue).joined(separator: ", ")
      throw UsageProblem.invalidValue(.format, name, expected: "one of \(names)")
    }
    let prepared = try PreparedRunbook.prepare(
      invocation, environment: console.environment, demandsVariables: false)
    try console.show(prepared.diagnostics, as: .text)
    guard let plan = prepared.plan, !prepared.diagnostics.hasErrors else { return .invalid }
    try console.result(GraphText.render(plan, as: format))
    return .succeeded
  }
}
