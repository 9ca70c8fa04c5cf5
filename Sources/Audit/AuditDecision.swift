internal import Planning
public import Running
internal import Values

/// The record of a person's answer: the same whether the run or `pyflow approve` writes it.
public enum AuditDecision {
  /// The largest body that `pyflow approve` writes, in bytes: it has no files of a run to put larger values into.
  public static let largestBody = 2 * AuditEncoder.largestValue

  /// The body of `approval.granted` or `approval.rejected`.
  public static func body(of decision: Decision, run: String) -> [UInt8] {
    var stream = JSONStream()
    stream.member(AuditField.run.rawValue, run)
    stream.member(AuditField.event.rawValue, event(of: decision).rawValue)
    append(decision, to: &stream)
    if !decision.fields.isEmpty { stream.member(AuditField.fields.rawValue, value: .map(decision.fields)) }
    return stream.bytes
  }

  static func event(of decision: Decision) -> AuditEvent {
    decision.isApproval ? .approvalGranted : .approvalRejected
  }

  /// Everything but what was filled in.
  static func append(_ decision: Decision, to stream: inout JSONStream) {
    stream.member(AuditField.node.rawValue, decision.node)
    if let moment = decision.moment { stream.member(AuditField.moment.rawValue, moment.rawValue) }
    stream.member(AuditField.by.rawValue, decision.by)
    stream.member(AuditField.via.rawValue, decision.origin.word)
    append(decision.person, to: &stream)
    if let comment = decision.comment { stream.member(AuditField.comment.rawValue, comment) }
  }

  /// Who did what is recorded.
  static func append(_ person: Person, to stream: inout JSONStream) {
    stream.object(AuditField.who.rawValue) { stream in
      stream.member(AuditField.user.rawValue, person.name)
      stream.member(AuditField.uid.rawValue, person.userID)
      stream.member(AuditField.host.rawValue, person.host)
      if let user = person.sudoUser { stream.member(AuditField.sudoUser.rawValue, user) }
      if let user = person.sudoUserID { stream.member(AuditField.sudoUid.rawValue, user) }
    }
  }
}

extension Decision {
  /// The answer that a record tells of; nothing if it tells of none.
  public init?(_ record: AuditRecord) {
    guard let kind = record.kind, kind == .approvalGranted || kind == .approvalRejected,
      let node = record[.node]?.string, let person = record[.who]?.map.flatMap({ Person($0) }),
      let origin = record[.via]?.string.flatMap({ Origin(word: $0) })
    else { return nil }
    self.init(
      node: node, moment: record[.moment]?.string.flatMap { ApprovalRequest.Moment(rawValue: $0) },
      isApproval: kind == .approvalGranted, person: person, origin: origin,
      comment: record.text(.comment), fields: record[.fields]?.map ?? ValueMap())
  }
}

extension Person {
  /// The person that the `who` of a record tells of: the name as it was then, and no groups.
  init?(_ map: ValueMap) {
    guard let userID = map[AuditField.uid.rawValue]?.int else { return nil }
    self.init(
      name: map[AuditField.user.rawValue]?.string ?? String(userID), userID: userID,
      host: map[AuditField.host.rawValue]?.string ?? "", sudoUser: map[AuditField.sudoUser.rawValue]?.string,
      sudoUserID: map[AuditField.sudoUid.rawValue]?.int)
  }
}

extension Decision.Origin {
  fileprivate var word: String {
    switch self {
    case .terminal: "terminal"
    case .option: "option"
    case .command: "command"
    }
  }

  fileprivate init?(word: String) {
    switch word {
    case "terminal": self = .terminal
    case "option": self = .option
    case "command": self = .command
    default: return nil
    }
  }
}
