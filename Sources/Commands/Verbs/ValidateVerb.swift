internal import Planning
internal import Text

/// `pyflow validate`.
struct ValidateVerb {
  let invocation: Invocation
  let console: Console

  func execute() throws -> ExitCode {
    let format = try invocation.diagnosticFormat(on: console)
    let prepared = try PreparedRunbook.prepare(
      invocation, environment: console.environment, demandsVariables: invocation.has(.checkVariables))
    let diagnostics = prepared.diagnostics
    try console.show(diagnostics, as: format)
    if format != .json, !invocation.has(.quiet) { try summarize(prepared) }
    return diagnostics.hasErrors ? .invalid : .succeeded
  }

  private func summarize(_ prepared: PreparedRunbook) throws(ResultNotWritten) {
    let diagnostics = prepared.diagnostics
    let warnings = Self.count(diagnostics.warningCount, "warning")
    if diagnostics.hasErrors {
      let errors = Self.count(diagnostics.errorCount, "error")
      console.say("\(prepared.file.path): \(errors)\(diagnostics.warningCount > 0 ? ", \(warnings)" : "")\n")
      return
    }
    let nodes = Self.count(prepared.plan?.nodes.count ?? 0, "node")
    try console.result("\(prepared.file.path): valid, \(nodes)\(diagnostics.warningCount > 0 ? ", \(warnings)" : "")\n")
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
