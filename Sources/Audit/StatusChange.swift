public import Planning
internal import Values

/// What a person says about how a node of a run ended: the record `node.status_set`.
public struct StatusChange: Sendable {
  /// How a node can be said to stand.
  public enum Status: String, Sendable, CaseIterable {
    case succeeded, failed, skipped, pending
    /// What it did was undone by hand.
    case undone
  }

  /// The run's id.
  public let run: String
  /// The node's id.
  public let node: String
  /// How it stands from now on.
  public let status: Status
  /// How it stood.
  public let from: String
  /// How often it was begun anew, counted from 1: once more if what had succeeded is to run again.
  public let generation: Int
  /// Who says so.
  public let person: Person
  /// What they say about it.
  public let comment: String?

  /// A change.
  public init(
    run: String, node: String, status: Status, from: String, generation: Int, person: Person, comment: String?
  ) {
    self.run = run
    self.node = node
    self.status = status
    self.from = from
    self.generation = generation
    self.person = person
    self.comment = comment
  }

  /// The record's members between `time` and `prev`.
  public var body: [UInt8] {
    var stream = JSONStream()
    stream.member(AuditField.run.rawValue, run)
    stream.member(AuditField.event.rawValue, AuditEvent.nodeStatusSet.rawValue)
    stream.member(AuditField.node.rawValue, node)
    stream.member(AuditField.status.rawValue, status.rawValue)
    if generation > 1 { stream.member(AuditField.generation.rawValue, generation) }
    stream.member(AuditField.by.rawValue, person.text)
    AuditDecision.append(person, to: &stream)
    if let comment { stream.member(AuditField.comment.rawValue, AuditEncoder.shortened(comment)) }
    return stream.bytes
  }
}
