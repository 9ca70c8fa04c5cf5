internal import Audit
internal import Effects
internal import Planning
internal import Runbooks
internal import Running
internal import Text
internal import Values

/// `pyflow approve` and `pyflow reject`: an answer to what a run waits for, recorded in its audit file.
///
/// The run reads it there, and decides once more by itself whether it counts.
struct AnswerVerb {
  let isApproval: Bool
  let invocation: Invocation
  let console: Console

  /// Why nothing is recorded.
  enum Refusal: Error {
    case run(RunChoice)
    case noNode(String, run: String)
    case notWaiting(String, status: String)
    case nothingWaits(String?)
    case severalWait([WaitingNode])
    case objection(ApprovalObjection, WaitingNode, Person)
    /// What was filled in is wrong, which was shown.
    case fields
    /// The comment, or what was filled in, has so many bytes more than a record has room for.
    case tooLong(Int)
  }

  func execute() throws -> ExitCode {
    let argument = try AuditFileArgument(invocation, isFile: Folder.exists)
    let comment = invocation.value(of: .comment)
    let given = try invocation.assignments(of: .field)
    guard Folder.exists(argument.path) else { return argument.unreadable(.missing, console) }
    do {
      let (waiting, decision, isAlive) = try record(in: argument, comment: comment, given)
      try tell(waiting, decision, of: argument.arguments(of: waiting.run), isAlive: isAlive)
      return .succeeded
    } catch let refusal as Refusal {
      return explain(refusal)
    } catch AuditWriter.Failure.file(.isReadOnly) {
      console.complain(
        "\(UserDatabase.currentUserName) may not write \(argument.path), so the answer cannot be recorded",
        hint: "those can whom `group` in [runbook] names, or whoever started the run")
      return .refused
    } catch let error where AuditFailureText.isKnown(error) {
      return console.notWritten(error, argument.path)
    }
  }

  // MARK: - Recording

  /// Records the answer: decided once on what the file says now, and again under its lock on what was added meanwhile.
  private func record(
    in argument: AuditFileArgument, comment: String?, _ given: [VariableAssignment]
  ) throws -> (WaitingNode, Decision, isAlive: Bool) {
    var history = HistoryReader()
    let writer = try AuditWriter(path: argument.path, warn: console.warn)
    try writer.read(ifGrownFrom: 0) { try history.catchUp(with: $0) }
    let person = UserDatabase.currentPerson(console.environment)
    let first = try choose(argument, history.runs, person)
    let fields = try values(of: first.question, given)
    let decision = Decision(
      node: first.node, moment: first.question.moment, isApproval: isApproval, person: person, origin: .command,
      comment: comment, fields: fields)
    let excess = AuditDecision.body(of: decision, run: first.run).count - AuditDecision.largestBody
    if excess > 0 { throw Refusal.tooLong(excess) }
    let date = SystemClock.date()
    let waiting = try writer.write(
      at: date,
      look: { file in
        try history.catchUp(with: file)
        let waiting = try choose(argument, history.runs, person)
        // Nobody meant to answer a question that they did not see.
        guard waiting.question.since == first.question.since else { throw Refusal.nothingWaits(first.run) }
        return waiting
      },
      { $0.seal(AuditDecision.body(of: decision, run: $1.run), at: date) })
    return (waiting, decision, history.runs.contains { $0.id == waiting.run && argument.isAlive($0) })
  }
}
