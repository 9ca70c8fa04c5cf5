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

  /// A process.
  public init(number: Int, start: Int?, boot: String?, host: String = "") {
    self.number = number
    self.start = start
    self.boot = boot
    self.host = host
  }

  /// Whether it lives: the number alone may be that of another process by now, or may never have been one.
  ///
  /// - Parameters:
  ///   - boot: the id of the machine's start now.
  ///   - startOf: when a process that lives started, in clock ticks after the machine did; nothing if there is none.
  public func isAlive(boot: String?, startOf: (Int) -> Int?) -> Bool {
    // 0 and less stand for groups of processes, and for all there are (kill(2)).
    guard number > 0, number <= Int32.max, let start, let recorded = self.boot, recorded == boot else { return false }
    return startOf(number) == start
  }

  /// The process that the `who` of a record names; nothing if it names none.
  init?(_ who: ValueMap?) {
    guard let who, let number = who[AuditField.pid.rawValue]?.int else { return nil }
    self.number = number
    start = who[AuditField.pidStart.rawValue]?.int
    boot = who[AuditField.boot.rawValue]?.string
    host = who[AuditField.host.rawValue]?.string ?? ""
  }
}
