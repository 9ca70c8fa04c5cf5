internal import Values

/// The record of a torn last line that was set aside.
public enum AuditRepair {
  /// The body of `log.repaired`: where the torn bytes stood, and where they are now.
  public static func body(offset: Int, torn: [UInt8], file: String) -> [UInt8] {
    var stream = JSONStream()
    stream.member(AuditField.run.rawValue, "")
    stream.member(AuditField.event.rawValue, AuditEvent.logRepaired.rawValue)
    stream.member(AuditField.offset.rawValue, offset)
    stream.member(AuditField.bytes.rawValue, torn.count)
    stream.member(AuditField.sha256.rawValue, SHA256.hash(torn).hex)
    stream.member(AuditField.file.rawValue, file)
    return stream.bytes
  }
}
