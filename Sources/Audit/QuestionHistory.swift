public import Planning
public import Running
public import Values

/// A question of a run as its records tell of it.
public struct QuestionHistory: Sendable {
  /// What was asked.
  public let text: String
  /// Whether it is asked before its node starts or after; nothing if the node is nothing but the question.
  public let moment: ApprovalRequest.Moment?
  /// When.
  public let since: Timestamp?
  /// Who may answer; nothing if that was too large for the record.
  public let rule: PlanApproval?
  /// Whether those may answer too whom nobody's answer has added.
  public private(set) var isEscalated = false
  /// The answers that count, in order.
  public private(set) var decisions: [Decision] = []
  /// Whether its node went on, or ended, whatever was answered.
  private var isOver = false

  /// The question that a record tells of; the answers to `earlier` count if it is the same, asked again by a run that goes on.
  init(_ record: AuditRecord, after earlier: QuestionHistory?) {
    text = record.text(.question) ?? ""
    moment = record[.moment]?.string.flatMap { ApprovalRequest.Moment(rawValue: $0) }
    since = record.time
    rule = record[.rule].map { $0.map.flatMap { Self.isSpilled($0) ? nil : PlanApproval($0) } } ?? PlanApproval()
    if let earlier, !earlier.isOver, earlier.text == text, earlier.moment == moment {
      (decisions, isEscalated) = (earlier.decisions, earlier.isEscalated)
    }
  }

  private static func isSpilled(_ map: ValueMap) -> Bool { map[AuditField.sha256.rawValue] != nil }

  /// The approvals that count.
  public var approvals: [Decision] { decisions.filter(\.isApproval) }

  /// Whether it waits for an answer.
  public var isOpen: Bool {
    !isOver && approvals.count == decisions.count && decisions.count < (rule?.minimum ?? 1)
  }

  /// Who may answer, in words.
  public var who: String { rule?.text(isEscalated: isEscalated) ?? "see the audit" }

  /// Whether its node has done its work, and has not ended only because of the question.
  var isAboutWorkDone: Bool { moment == .after && !isOver }

  /// The answers that count when it is asked again: none once its node went on, or ended.
  var openDecisions: [Decision] { isOver ? [] : decisions }

  mutating func add(_ decision: Decision) { decisions.append(decision) }

  mutating func escalate() { isEscalated = true }

  mutating func end() { isOver = true }

  /// Takes back the last answer of a user, which did not count.
  mutating func refuse(user: Int) {
    if let index = decisions.lastIndex(where: { $0.person.userID == user }) { decisions.remove(at: index) }
  }
}
