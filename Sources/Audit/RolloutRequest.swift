public import Planning
public import Running
internal import Values

/// What a person wants of a rollout that goes on: the record `rollout.requested`, which the run reads.
public struct RolloutRequest: Sendable {
  /// The run's id.
  public let run: String
  /// The rollout's node.
  public let node: String
  /// `promote` or `abort`.
  public let wish: RolloutEvent
  /// Who wants it.
  public let person: Person
  /// What they say about it.
  public let comment: String?

  /// A request.
  public init(run: String, node: String, wish: RolloutEvent, person: Person, comment: String?) {
    self.run = run
    self.node = node
    self.wish = wish
    self.person = person
    self.comment = comment
  }

  /// The request that a record tells of; nothing if it tells of none.
  public init?(_ record: AuditRecord) {
    guard record.kind == .rolloutRequested, let person = record[.who]?.map.flatMap({ Person($0) }),
      let node = record[.node]?.string, let wish = record[.trigger]?.string.flatMap({ RolloutEvent(rawValue: $0) }),
      wish == .promote || wish == .abort
    else { return nil }
    self.init(run: record.run, node: node, wish: wish, person: person, comment: record.text(.comment))
  }

  /// The record's members between `time` and `prev`.
  public var body: [UInt8] {
    var stream = JSONStream()
    stream.member(AuditField.run.rawValue, run)
    stream.member(AuditField.event.rawValue, AuditEvent.rolloutRequested.rawValue)
    stream.member(AuditField.node.rawValue, node)
    stream.member(AuditField.trigger.rawValue, wish.rawValue)
    stream.member(AuditField.by.rawValue, person.text)
    AuditDecision.append(person, to: &stream)
    if let comment { stream.member(AuditField.comment.rawValue, AuditEncoder.shortened(comment)) }
    return stream.bytes
  }
}
