public import Values

/// A record as it was read.
public struct AuditRecord: Sendable {
  /// Its number in the file.
  public let sequence: Int
  /// When it was written.
  public let time: Timestamp?
  /// The run that it is about; empty for records about the file.
  public let run: String
  /// Its kind, as it is written; a later version may write others.
  public let event: String
  /// All its members, in order.
  public let members: ValueMap

  /// Reads a line without its newline; nothing if it is no record.
  public init?(_ line: ArraySlice<UInt8>) {
    guard let value = try? JSONReader.read(line), let map = value.map,
      let sequence = map[AuditField.seq.rawValue]?.int, let event = map[AuditField.event.rawValue]?.string
    else { return nil }
    self.sequence = sequence
    self.event = event
    run = map[AuditField.run.rawValue]?.string ?? ""
    time = map[AuditField.time.rawValue]?.string.flatMap { Timestamp(rfc3339: $0) }
    members = map
  }

  /// The kind, if this version knows it.
  public var kind: AuditEvent? { AuditEvent(rawValue: event) }

  /// The value of a member.
  public subscript(field: AuditField) -> Value? { members[field.rawValue] }

  /// The text of a member; of one that was spilled, the path of its file.
  public func text(_ field: AuditField) -> String? {
    if let text = self[field]?.string { return text }
    return self[field]?.map?[AuditField.path.rawValue]?.string.map { "see \($0)" }
  }
}
