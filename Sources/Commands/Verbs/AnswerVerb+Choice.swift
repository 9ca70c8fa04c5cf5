internal import Audit
internal import Effects
internal import Planning
internal import Reports
internal import Runbooks
internal import Running
internal import Text
internal import Values

/// What is answered, whether it may be, and how that is told.
extension AnswerVerb {
  /// The question that the arguments name, which the person may answer.
  func choose(_ argument: AuditFileArgument, _ runs: [RunHistory], _ person: Person) throws(Refusal) -> WaitingNode {
    let waiting = try find(argument, runs)
    if let objection = waiting.objection(toApproval: isApproval, by: person) {
      throw .objection(objection, waiting, person)
    }
    return waiting
  }

  private func find(_ argument: AuditFileArgument, _ runs: [RunHistory]) throws(Refusal) -> WaitingNode {
    guard let word = argument.run else { return try only(runs.flatMap(\.waiting), in: nil) }
    let run: RunHistory
    do throws(RunChoice) { run = runs[try RunChoice.find(word, among: runs.map(\.id))] } catch { throw .run(error) }
    guard let id = argument.node else { return try only(run.waiting, in: run.id) }
    if let waiting = run.waiting.first(where: { $0.node == id }) { return waiting }
    guard let node = run.nodes.first(where: { $0.id == id }) else { throw .noNode(id, run: run.id) }
    let answered = node.person.map { "it was answered by \($0)" }
    throw .notWaiting(id, status: answered ?? run.status.map { "the run has ended: \($0)" } ?? "it is \(node.status)")
  }

  private func only(_ waiting: [WaitingNode], in run: String?) throws(Refusal) -> WaitingNode {
    guard let first = waiting.first else { throw .nothingWaits(run) }
    if waiting.count > 1 { throw .severalWait(waiting) }
    return first
  }

  /// What is filled in with the first approval; the others approve that.
  func values(of question: QuestionHistory, _ given: [VariableAssignment]) throws -> ValueMap {
    guard isApproval, let rule = question.rule else { return ValueMap() }
    if let first = question.approvals.first, given.isEmpty || rule.fields.isEmpty {
      return rule.fields.isEmpty ? try checked(rule, given) : first.fields
    }
    return try checked(rule, given)
  }

  private func checked(_ rule: PlanApproval, _ given: [VariableAssignment]) throws -> ValueMap {
    var given = given
    if !invocation.has(.noInput), Terminal.canAsk {
      let questions = VariableQuestions(console: console, asksAll: false)
      given += try questions.answers(for: rule.fields.map(\.declaration), given: given)
    }
    var diagnostics = Diagnostics()
    let values = rule.values(from: given, into: &diagnostics)
    try console.show(diagnostics, as: .text)
    guard let values else { throw Refusal.fields }
    return values
  }

  // MARK: - Telling

  private var verb: String { isApproval ? "approve" : "reject" }

  func tell(
    _ waiting: WaitingNode, _ decision: Decision, of arguments: RunArguments, isAlive: Bool
  ) throws(ResultNotWritten) {
    let count = waiting.question.approvals.count + 1
    let needed = waiting.question.rule?.minimum ?? 1
    let freed = isApproval || isAlive ? [] : freeLocks(of: waiting.run)
    if invocation.has(.json) { return try console.result(json(waiting, decision, count, needed, isAlive: isAlive)) }
    let what = isApproval ? "approved" : "rejected"
    let share = isApproval && needed > 1 ? " (\(count) of \(needed))" : ""
    let id = OutputText.oneLine(waiting.node)
    try console.result("\(what) `\(id)` of run \(waiting.run) as \(decision.person.text)\(share)\n")
    for lock in freed { try console.result(OutputText.oneLine("  lock `\(lock)` is free again") + "\n") }
    if isApproval, count < needed {
      try console.result("  the run waits for \(needed - count) more\n")
    } else if !isAlive {
      let command = arguments.command("resume")
      let way = isApproval ? "go on with it: \(command)" : "the answer is on record"
      try console.result("  the run has ended; \(way)\n")
    }
  }

  /// Frees what stays reserved for a run that has ended waiting: after a rejection nobody goes on with it (design 5.8).
  private func freeLocks(of run: String) -> [String] {
    guard let folder = try? LockFolder(session: console.session) else { return [] }
    let inventory = LockInventory(folder)
    let names = inventory.entries.filter { $0.isReserved && $0.holder?.run == run }.map(\.resource.name)
    return names.filter { (try? inventory.breakReservation(of: $0)) != nil }
  }

  private func json(
    _ waiting: WaitingNode, _ decision: Decision, _ count: Int, _ needed: Int, isAlive: Bool
  ) -> String {
    JSONStream.document("pyflow.answer/1") { stream in
      stream.member("run", waiting.run)
      stream.member("node", waiting.node)
      stream.member("approved", decision.isApproval)
      stream.member("by", decision.person.name)
      if isApproval {
        stream.member("approvals", count)
        stream.member("min_approvals", needed)
      }
      stream.member("run_is_alive", isAlive)
    }
  }

  /// Says why nothing was recorded; the exit code.
  func explain(_ refusal: Refusal) -> ExitCode {
    switch refusal {
    case .run(let failure):
      console.complain(failure.message, hint: failure.hint)
      return .invalid
    case .fields: return .invalid
    case .tooLong(let excess):
      console.complain(
        "the comment and the fields are \(excess) bytes too long for a record", hint: "nothing was recorded")
      return .invalid
    case .noNode(let node, let run):
      console.complain("run \(run) has no node `\(node)`", hint: "pyflow list --waiting shows what waits")
      return .invalid
    case .notWaiting(let node, let status):
      console.complain(OutputText.oneLine("`\(node)` does not wait for an answer: \(status)"))
    case .nothingWaits(let run):
      console.complain(run.map { "run \($0) waits for no answer" } ?? "no run waits for an answer")
    case .severalWait(let waiting):
      let names = waiting.prefix(5).map { OutputText.oneLine("\($0.run) \($0.node)") }.joined(separator: ", ")
      console.complain("\(waiting.count) questions wait: \(names)", hint: "name one: pyflow \(verb) FILE RUN NODE")
      return .invalid
    case .objection(let objection, let waiting, let person):
      let words = "\(person.text) may not \(verb) `\(waiting.node)`: \(objection.message)"
      console.complain(OutputText.oneLine(words), hint: "nothing was recorded")
    }
    return .refused
  }
}
