public import Planning
internal import Values

/// What a person says who wants a run to pause: the record `run.pause_requested`, which the run reads.
public struct PauseRequest: Sendable {
  /// The run's id.
  public let run: String
  /// Who wants it.
  public let person: Person
  /// What they say about it.
  public let comment: String?

  /// A request.
  public init(run: String, person: Person, comment: String?) {
    self.run = run
    self.person = person
    self.comment = comment
  }

  /// The request that a record tells of; nothing if it tells of none.
  public init?(_ record: AuditRecord) {
    guard record.kind == .runPauseRequested, let person = record[.who]?.map.flatMap({ Person($0) }) else { return nil }
    self.init(run: record.run, person: person, comment: record.text(.comment))
  }

  /// The record's members between `time` and `prev`.
  public var body: [UInt8] {
    var stream = JSONStream()
    stream.member(AuditField.run.rawValue, run)
    stream.member(AuditField.event.rawValue, AuditEvent.runPauseRequested.rawValue)
    stream.member(AuditField.by.rawValue, person.text)
    AuditDecision.append(person, to: &stream)
    if let comment { stream.member(AuditField.comment.rawValue, AuditEncoder.shortened(comment)) }
    return stream.bytes
  }
}
