public import Planning
internal import Values

/// The record of a lock that somebody has freed by hand, `pyflow lock break`: in the file of the run that it was reserved for.
public enum AuditLockBreak {
  /// The body of `lock.broken`.
  public static func body(of lock: String, reservedFor run: String, by person: Person) -> [UInt8] {
    var stream = JSONStream()
    stream.member(AuditField.run.rawValue, run)
    stream.member(AuditField.event.rawValue, AuditEvent.lockBroken.rawValue)
    stream.member(AuditField.locks.rawValue, value: .list([.string(lock)]))
    stream.member(AuditField.reservedFor.rawValue, run)
    AuditDecision.append(person, to: &stream)
    return stream.bytes
  }
}
