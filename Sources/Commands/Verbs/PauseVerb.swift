internal import Audit
internal import Effects
internal import Planning
internal import Reports
internal import Running
internal import Text
internal import Values

/// `pyflow pause`, which asks a run to start nothing new, and to end when what runs has ended.
///
/// That is recorded, and the run reads it there.
struct PauseVerb {
  let invocation: Invocation
  let console: Console

  /// Why nothing is recorded.
  private enum Refusal: Error {
    case run(RunChoice)
    case isOver(String)
    case isBeingUndone(String)
  }

  func execute() throws -> ExitCode {
    let argument = try AuditFileArgument(invocation, isFile: Folder.exists)
    guard Folder.exists(argument.path) else { return argument.unreadable(.missing, console) }
    do {
      try tell(try record(argument), argument)
      return .succeeded
    } catch let refusal as Refusal {
      return explain(refusal)
    } catch let error where AuditFailureText.isKnown(error) {
      return console.notWritten(error, argument.path)
    }
  }

  /// Looks and records under the file's lock, so that the run cannot end in between unnoticed.
  private func record(_ argument: AuditFileArgument) throws -> PauseRequest {
    var history = HistoryReader()
    let writer = try AuditWriter(path: argument.path, warn: console.warn)
    let person = UserDatabase.currentPerson(console.environment)
    var request = PauseRequest(run: "", person: person, comment: invocation.value(of: .comment))
    var isNew = true
    let date = SystemClock.date()
    try writer.write(
      at: date,
      look: { file in
        try history.catchUp(with: file)
        let run = try choose(argument, history.runs)
        isNew = run.pauser == nil
        request = PauseRequest(run: run.id, person: run.pauser ?? person, comment: request.comment)
      },
      { writer in if isNew { writer.seal(request.body, at: date) } })
    return request
  }

  /// The run that is named, or the latest one that goes on.
  private func choose(_ argument: AuditFileArgument, _ runs: [RunHistory]) throws(Refusal) -> RunHistory {
    let run: RunHistory
    do throws(RunChoice) { run = try argument.livingRun(among: runs) } catch { throw .run(error) }
    if run.status != nil || !argument.isAlive(run) { throw .isOver(run.id) }
    if run.isBeingUndone { throw .isBeingUndone(run.id) }
    return run
  }

  private func tell(_ request: PauseRequest, _ argument: AuditFileArgument) throws(ResultNotWritten) {
    let command = argument.arguments(of: request.run).command("resume")
    if invocation.has(.json) {
      return try console.result(
        JSONStream.document("pyflow.pause/1") { stream in
          stream.member("run", request.run)
          stream.member("by", request.person.name)
          stream.member("command", command)
        })
    }
    let person = OutputText.oneLine(request.person.text)
    try console.result(
      "run \(request.run) pauses, as \(person) wants it: what runs is let finish\n  then go on with: \(command)\n")
  }

  private func explain(_ refusal: Refusal) -> ExitCode {
    switch refusal {
    case .run(let choice):
      console.complain(choice.message, hint: choice.hint)
      return .invalid
    case .isOver(let run): console.complain("run \(run) is not going on", hint: "pyflow list shows which runs go on")
    case .isBeingUndone(let run):
      console.complain("run \(run) is being undone, and half of that would be worse", hint: "wait for its end")
    }
    return .refused
  }
}
