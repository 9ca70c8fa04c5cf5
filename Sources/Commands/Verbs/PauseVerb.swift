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
  private struct IsBeingUndone: Error {
    let run: String
  }

  func execute() throws -> ExitCode {
    let argument = try AuditFileArgument(invocation, isFile: Folder.exists)
    guard Folder.exists(argument.path) else { return argument.unreadable(.missing, console) }
    do {
      try tell(try record(argument), argument)
      return .succeeded
    } catch let refusal as LivingRunRefusal {
      return refusal.explain(on: console)
    } catch let refusal as IsBeingUndone {
      console.complain("run \(refusal.run) is being undone, and half of that would be worse", hint: "wait for its end")
      return .refused
    } catch let error where AuditFailureText.isKnown(error) {
      return console.notWritten(error, argument.path)
    }
  }

  /// The request; that of whoever was first, where one is on record, which nothing is added to.
  private func record(_ argument: AuditFileArgument) throws -> PauseRequest {
    let person = UserDatabase.currentPerson(console.environment)
    let (request, _) = try argument.record(
      on: console,
      find: { history in
        let run = try argument.runUnderWay(among: history.runs)
        if run.isBeingUndone { throw IsBeingUndone(run: run.id) }
        let request = PauseRequest(run: run.id, person: run.pauser ?? person, comment: invocation.value(of: .comment))
        return (request, isNew: run.pauser == nil)
      },
      body: { request, isNew in isNew ? request.body : nil })
    return request
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
}
