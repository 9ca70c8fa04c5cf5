internal import Planning
internal import Text

extension TestVerb {
  /// Every single fault of a runbook, and every fault of what goes back.
  func explore() throws -> ExitCode {
    let format = try invocation.diagnosticFormat(on: console)
    let prepared = try PreparedRunbook.prepare(
      invocation, environment: console.environment, demandsVariables: true)
    guard let plan = prepared.plan, !prepared.diagnostics.hasErrors else {
      try console.show(prepared.diagnostics, as: format)
      return .invalid
    }
    return try ExplorationCommand(plan: plan, console: console, isJSON: invocation.has(.json)).execute()
  }
}
