internal import Planning
internal import Running
internal import Text
internal import Values

/// The questions of a run as people see them: what is asked here, and what others are waited for.
struct QuestionView: Sendable {
  private struct Asked {
    let node: Int
    /// The node's id; nothing if the question is about the whole run.
    let id: String?
    let text: String
    let since: Instant
    /// Whether `--yes` would have answered it.
    var takesYes = false
    /// What can be decided about a failure; else it is answered by yes or no.
    var decisions: [FailureDecision] = []
    /// What is to be filled in now.
    var field: PlanField?
  }

  let options: ProgressOptions
  /// What is asked at the terminal, in order.
  private var asked: [Asked] = []
  /// Nodes that wait for others.
  private var awaited: [Asked] = []

  init(options: ProgressOptions) {
    self.options = options
  }

  private func label(_ id: String) -> String { options.style.paint(id, .emphasis) }

  /// Takes in an event of a run of `plan`; true if it comes of a line that was typed, which has ended the line that was drawn.
  mutating func hear(_ event: RunEvent, of plan: Plan, _ lines: inout [String], at now: Instant) -> Bool {
    switch event {
    case .approvalRequested(let request): ask(request, plan.nodes[request.node].id, &lines, at: now)
    case .approvalGranted(let grant): return self.grant(grant, plan.nodes[grant.node].id, &lines)
    case .approvalRejected(let node, let decision):
      settle(node)
      tell("\(plan.nodes[node].id) rejected by \(Self.words(decision))", &lines)
      return decision.origin == .terminal
    case .approvalRefused(let node, let decision, let objection):
      let what = decision.isApproval ? "approval" : "rejection"
      lines.append(
        "\(options.style.paint("warning:", .warning)) the \(what) of \(label(plan.nodes[node].id)) by \(OutputText.oneLine(decision.by)) does not count: \(OutputText.oneLine(objection.message))"
      )
    case .approvalEscalated(let node, let approvers, let isAskedHere):
      escalate(node, plan.nodes[node].id, approvers, isAskedHere: isAskedHere, &lines)
    case .approvalWithdrawn(let node):
      move(node, from: \.asked, to: \.awaited)
    case .fieldAsked(let node, let field, let refusal):
      fill(node, field, refusal, &lines)
      return true
    case .failureAsked(let question): ask(question, plan.nodes[question.node].id, &lines, at: now)
    case .failureAnswered(let node, let decision, let person):
      settle(node)
      tell("\(plan.nodes[node].id) \(QuestionText.decided(decision, by: person))", &lines)
      return person != nil
    case .answerUnclear(let node):
      lines.append(QuestionText.help(asked.first { $0.node == node }?.decisions ?? []))
      return true
    case .rollbackRequested(let request): ask(request, &lines, at: now)
    case .rollbackGranted(let person): return settleRollback("wanted by \(person)", &lines)
    case .rollbackRejected(let person): return settleRollback("not wanted by \(person)", &lines)
    case .interrupted: asked.removeAll { $0.id == nil }
    case .finished(let finish): settle(finish.node)
    case .passedOver(let node, _, _): settle(node)
    default: break
    }
    return false
  }

  /// Forgets everything: the run has ended.
  mutating func end() { (asked, awaited) = ([], []) }

  private mutating func settle(_ node: Int) {
    asked.removeAll { $0.node == node }
    awaited.removeAll { $0.node == node }
  }

  private func tell(_ line: String, _ lines: inout [String]) {
    if !options.isQuiet { lines.append("  " + line) }
  }

  // MARK: - Questions

  private mutating func ask(_ request: ApprovalRequest, _ id: String, _ lines: inout [String], at now: Instant) {
    let node = request.node
    let isHere = request.audience == .terminal
    var question = Asked(node: node, id: id, text: request.question.text, since: now)
    question.takesYes = request.question.approval.isAnsweredByYes
    if isHere { asked.append(question) }
    if request.audience == .others { awaited.append(question) }
    if options.isLive, isHere { return }
    lines.append("? \(label(id)): \(OutputText.oneLine(request.question.text))")
    guard request.audience == .others else { return }
    let who = "may approve: " + OutputText.oneLine(request.question.approval.text())
    tell(who + (options.approval.map { " · \($0) \(id)" } ?? ""), &lines)
  }

  private mutating func ask(_ question: FailureQuestion, _ id: String, _ lines: inout [String], at now: Instant) {
    let text = "what now, within \(DurationText.format(question.limit))?"
    asked.append(Asked(node: question.node, id: id, text: text, since: now, decisions: question.decisions))
    if !options.isLive { lines.append("? \(label(id)): \(text) \(QuestionText.choices(question.decisions))") }
  }

  private mutating func ask(_ request: RollbackRequest, _ lines: inout [String], at now: Instant) {
    guard request.isAskedHere, let first = request.nodes.first else { return }
    asked.append(Asked(node: first, id: nil, text: RollbackRequest.question, since: now))
    if !options.isLive { lines.append("? \(RollbackRequest.question)") }
  }

  private mutating func settleRollback(_ words: String, _ lines: inout [String]) -> Bool {
    asked.removeAll { $0.id == nil }
    lines.append("  rollback \(OutputText.oneLine(words))")
    return true
  }

  private mutating func escalate(
    _ node: Int, _ id: String, _ approvers: [Approver], isAskedHere: Bool, _ lines: inout [String]
  ) {
    let names = OutputText.oneLine(approvers.map(\.text).joined(separator: ", "))
    lines.append(options.style.paint("… \(id): nobody has answered; now also \(names) may", .warning))
    if isAskedHere { move(node, from: \.awaited, to: \.asked) }
  }

  private mutating func move(
    _ node: Int, from: WritableKeyPath<QuestionView, [Asked]>, to: WritableKeyPath<QuestionView, [Asked]>
  ) {
    guard let index = self[keyPath: from].firstIndex(where: { $0.node == node }) else { return }
    self[keyPath: to].append(self[keyPath: from].remove(at: index))
  }

  private mutating func fill(_ node: Int, _ field: PlanField, _ refusal: String?, _ lines: inout [String]) {
    if let refusal {
      lines.append("  " + OutputText.oneLine(refusal))
    } else {
      lines += field.explanation.map { OutputText.oneLine($0) }
    }
    if let index = asked.firstIndex(where: { $0.node == node }) { asked[index].field = field }
    if !options.isLive { lines.append(OutputText.oneLine(field.prompt)) }
  }

  // MARK: - Answers

  private mutating func grant(_ grant: ApprovalGrant, _ id: String, _ lines: inout [String]) -> Bool {
    let wasTyped = grant.decision.origin == .terminal
    let words = "approved by \(Self.words(grant.decision))"
    if grant.needed > 1 {
      tell("\(id) \(grant.count) of \(grant.needed) \(words)", &lines)
    } else {
      tell("\(id) \(words)", &lines)
    }
    if grant.count >= grant.needed {
      settle(grant.node)
    } else if wasTyped {
      move(grant.node, from: \.asked, to: \.awaited)
    }
    return wasTyped
  }

  /// Who answered, with what they said and filled in.
  private static func words(_ decision: Decision) -> String {
    var words = decision.by
    let fields = decision.fields.entries.map { "\($0.key.string ?? "")=\(String.convert($0.value) ?? "")" }
    if !fields.isEmpty { words += " with " + fields.joined(separator: ", ") }
    if let comment = decision.comment { words += ": \(comment)" }
    return OutputText.oneLine(words)
  }

  // MARK: - Lines

  /// What stands before the answer, if something is asked here.
  var prompt: String? {
    guard let first = asked.first else { return nil }
    if let field = first.field { return "? \(first.id ?? ""): \(OutputText.oneLine(field.prompt))" }
    let more = asked.count > 1 ? " (\(asked.count - 1) more after this)" : ""
    let label = first.id.map { "\($0): " } ?? ""
    return "? \(label)\(OutputText.oneLine(first.text)) \(QuestionText.choices(first.decisions))\(more) "
  }

  /// Whether `--yes` answers everything that others are waited for.
  var takesYes: Bool { awaited.allSatisfy(\.takesYes) }

  /// The nodes that wait for others, each with how long it has.
  func waiting(at now: Instant, _ text: (Duration) -> String) -> [String] {
    awaited.map { "\($0.id ?? "") waits for approval \(text(now.duration(since: $0.since)))" }
  }
}
