internal import Audit
internal import Effects
internal import Planning
internal import Reports
internal import Running
internal import Text
internal import Values

/// `pyflow set-status`, with which a person says how a node of a run ended (design 7).
///
/// Nobody else may know it, or it is to be taken otherwise. It is recorded with who said so, and the next `resume` goes by it.
struct SetStatusVerb {
  let invocation: Invocation
  let console: Console

  /// Why nothing is recorded.
  private enum Refusal: Error {
    case run(RunChoice)
    case noNode(String, run: String)
    case isAlive(RunArguments)
    case isSettled(String, status: String)
    /// The records of the run were changed.
    case damaged(ResumeRefusal)
  }

  func execute() throws -> ExitCode {
    let argument = try AuditFileArgument(invocation, isFile: Folder.exists)
    guard let run = argument.run, let node = argument.node, let word = argument.status else {
      throw UsageProblem.missingArguments(.setStatus)
    }
    guard let status = StatusChange.Status(rawValue: word) else {
      let words = StatusChange.Status.allCases.map(\.rawValue).joined(separator: ", ")
      throw UsageProblem.invalidArgument("STATUS", word, expected: words)
    }
    guard Folder.exists(argument.path) else { return argument.unreadable(.missing, console) }
    do {
      let change = try argument.record(
        on: console, find: { try find(argument, $0, run: run, node: node, status) }, body: \.body)
      try tell(change, argument.arguments(of: change.run))
      return .succeeded
    } catch let refusal as Refusal {
      return explain(refusal)
    } catch let error where AuditFailureText.isKnown(error) {
      return console.notWritten(error, argument.path)
    }
  }

  private func find(
    _ argument: AuditFileArgument, _ known: HistoryReader, run: String, node: String, _ status: StatusChange.Status
  ) throws(Refusal) -> StatusChange {
    let history: RunHistory
    let runs = known.runs
    do throws(RunChoice) { history = runs[try RunChoice.find(run, among: runs.map(\.id))] } catch { throw .run(error) }
    // Nothing that builds on it would be taken up.
    if let damage = known.damage(of: history) { throw .damaged(.damaged(history.id, damage, path: argument.path)) }
    if argument.isAlive(history) { throw .isAlive(argument.arguments(of: history.id)) }
    guard let known = history.nodes.first(where: { $0.id == node }) else { throw .noNode(node, run: history.id) }
    let isSettled = known.status == NodeStatus.succeeded.rawValue || known.status == NodeStatus.unchanged.rawValue
    if isSettled, status != .undone, !invocation.has(.force) { throw .isSettled(node, status: known.status) }
    return StatusChange(
      run: history.id, node: node, status: status, from: known.status,
      generation: known.generation + (isSettled && status != .undone ? 1 : 0),
      person: UserDatabase.currentPerson(console.environment), comment: invocation.value(of: .comment))
  }

  private func tell(_ change: StatusChange, _ run: RunArguments) throws(ResultNotWritten) {
    let command = run.command("resume")
    if invocation.has(.json) {
      return try console.result(
        JSONStream.document("pyflow.status-set/1") { stream in
          stream.member("run", change.run)
          stream.member("node", change.node)
          stream.member("status", change.status.rawValue)
          stream.member("from", change.from)
          stream.member("by", change.person.name)
          stream.member("command", command)
        })
    }
    let words = OutputText.oneLine(
      "`\(change.node)` of run \(change.run) is \(change.status.rawValue) now, as \(change.person.text) says; it was \(change.from)"
    )
    try console.result("\(words)\n  go on with: \(command)\n")
  }

  private func explain(_ refusal: Refusal) -> ExitCode {
    switch refusal {
    case .run(let choice):
      console.complain(choice.message, hint: choice.hint)
      return .invalid
    case .noNode(let node, let run):
      console.complain(
        OutputText.oneLine("run \(run) has no node `\(node)`"), hint: "pyflow audit show latest lists them")
      return .invalid
    case .isAlive(let run):
      let refusal = ResumeRefusal.isAlive(run)
      console.complain(refusal.message, hint: refusal.hint)
    case .damaged(let refusal): console.complain(refusal.message, hint: refusal.hint)
    case .isSettled(let node, let status):
      console.complain(
        OutputText.oneLine("`\(node)` is \(status) already"), hint: "to have it otherwise all the same: --force")
    }
    return .refused
  }
}
