internal import Audit
internal import Effects
internal import Text
internal import Values

/// `pyflow cancel`: asks the process of a run to end, as SIGTERM does: what runs is ended, and what was done is undone.
struct CancelVerb {
  let invocation: Invocation
  let console: Console

  func execute() throws -> ExitCode {
    let argument = try AuditFileArgument(invocation, isFile: Folder.exists)
    guard let runs = argument.runs(console), let run = argument.livingRun(among: runs, console) else { return .invalid }
    guard argument.isAlive(run), let process = run.process else { return refuse("run \(run.id) is not going on") }
    guard argument.isProcessAlive(run) else {
      return refuse(
        "run \(run.id) goes on in a process that cannot be told apart from others: it is not the one on record")
    }
    do throws(SystemError) { try OwnProcess.ask(process.number) } catch {
      return refuse("run \(run.id) cannot be asked to end: \(error.reason)")
    }
    try tell(run.id, process.number)
    return .succeeded
  }

  private func tell(_ run: String, _ process: Int) throws(ResultNotWritten) {
    if !invocation.has(.json) { return try console.result("run \(run) (process \(process)) was asked to end\n") }
    try console.result(
      JSONStream.document("pyflow.cancel/1") { stream in
        stream.member("run", run)
        stream.member("process", process)
      })
  }

  private func refuse(_ message: String) -> ExitCode {
    console.complain(OutputText.oneLine(message), hint: "pyflow list shows which runs go on")
    return .refused
  }
}
