internal import Audit
internal import Effects
internal import Reports
internal import Text

/// `pyflow audit show`.
struct AuditShowVerb {
  let invocation: Invocation
  let console: Console

  func execute() throws -> ExitCode {
    let argument = try AuditFileArgument(invocation, isFile: Folder.exists)
    guard let runs = argument.runs(console) else { return .invalid }
    guard let wanted = argument.run else { return try list(runs) }
    return try show(wanted, runs)
  }

  private func list(_ runs: [RunHistory]) throws(ResultNotWritten) -> ExitCode {
    if invocation.has(.json) {
      try console.result(HistoryJSON.render(runs, withNodes: false))
    } else {
      try console.result(HistoryText.table(runs, style: console.outputStyle))
    }
    return .succeeded
  }

  private func show(_ wanted: String, _ runs: [RunHistory]) throws(ResultNotWritten) -> ExitCode {
    let run: RunHistory
    do throws(RunChoice) { run = runs[try RunChoice.find(wanted, among: runs.map(\.id))] } catch {
      console.complain(error.message, hint: error.hint)
      return .invalid
    }
    if invocation.has(.json) {
      try console.result(HistoryJSON.render([run], withNodes: true))
    } else {
      try console.result(HistoryText.detail(run, style: console.outputStyle))
    }
    return .succeeded
  }
}
