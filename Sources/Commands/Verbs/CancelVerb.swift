internal import Audit
internal import Effects
internal import Text

/// `pyflow cancel`: asks the process of a run to end, as SIGTERM does: what runs is ended, and what was done is undone.
struct CancelVerb {
  let invocation: Invocation
  let console: Console

  func execute() throws -> ExitCode {
    let argument = try AuditFileArgument(invocation, isFile: Folder.exists)
    guard let runs = argument.runs(console) else { return .invalid }
    let run: RunHistory
    do throws(RunChoice) { run = try choose(argument, runs) } catch {
      console.complain(error.message, hint: error.hint)
      return .invalid
    }
    guard argument.isAlive(run.id), let process = run.process else { return refuse("run \(run.id) is not going on") }
    // A number alone may be that of another process by now.
    guard process.boot == OwnProcess.bootID, process.start == OwnProcess.startTicks(of: process.number) else {
      return refuse(
        "run \(run.id) goes on in a process that cannot be told apart from others: it is not the one on record")
    }
    do throws(SystemError) { try OwnProcess.ask(process.number) } catch {
      return refuse("run \(run.id) cannot be asked to end: \(error.reason)")
    }
    try console.result("run \(run.id) (process \(process.number)) was asked to end\n")
    return .succeeded
  }

  /// The run that is named, or the latest one that goes on.
  private func choose(_ argument: AuditFileArgument, _ runs: [RunHistory]) throws(RunChoice) -> RunHistory {
    if argument.run == nil, let run = runs.last(where: { argument.isAlive($0.id) }) { return run }
    return runs[try RunChoice.find(argument.run ?? "latest", among: runs.map(\.id))]
  }

  private func refuse(_ message: String) -> ExitCode {
    console.complain(OutputText.oneLine(message), hint: "pyflow list shows which runs go on")
    return .refused
  }
}
