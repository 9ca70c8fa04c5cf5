internal import Values

/// The process that carries out a run, or did, as the run's records name it.
public struct RunProcess: Sendable, Equatable {
  /// Its number.
  public let number: Int
  /// When it started, in clock ticks after the machine did.
  public let start: Int?
  /// The id of the machine's start.
  public let boot: String?
  /// The machine.
  public let host: String

  /// The process that the `who` of a record names; nothing if it names none.
  init?(_ who: ValueMap?) {
    guard let who, let number = who[AuditField.pid.rawValue]?.int else { return nil }
    self.number = number
    start = who[AuditField.pidStart.rawValue]?.int
    boot = who[AuditField.boot.rawValue]?.string
    host = who[AuditField.host.rawValue]?.string ?? ""
  }
}
