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
    if argument.run == nil { return try list(runs) }
    guard let run = argument.run(among: runs, console) else { return .invalid }
    return try show(run)
  }

  private func list(_ runs: [RunHistory]) throws(ResultNotWritten) -> ExitCode {
    if invocation.has(.json) {
      try console.result(HistoryJSON.render(runs, withNodes: false))
    } else {
      try console.result(HistoryText.table(runs, style: console.outputStyle))
    }
    return .succeeded
  }

  private func show(_ run: RunHistory) throws(ResultNotWritten) -> ExitCode {
    if invocation.has(.json) {
      try console.result(HistoryJSON.render([run], withNodes: true))
    } else {
      try console.result(HistoryText.detail(run, style: console.outputStyle))
    }
    return .succeeded
  }
}
