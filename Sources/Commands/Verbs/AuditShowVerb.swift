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
    let history: HistoryReader
    do throws(FileReader.Failure) { history = try argument.history(console) } catch {
      return argument.unreadable(error, console)
    }
    guard let wanted = argument.run else { return try list(history.runs) }
    return try show(wanted, history.runs)
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
