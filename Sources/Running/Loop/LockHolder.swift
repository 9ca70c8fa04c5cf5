/// Who holds a lock, as the lock's file tells.
public struct LockHolder: Sendable, Equatable {
  /// The run.
  public var run: String
  /// The user of the operating system that runs it.
  public var user: String
  /// The machine.
  public var host: String
  /// The process.
  public var process: Int
  /// Since when it holds the lock (RFC 3339).
  public var since: String

  /// The runbook of the run, absolute; empty if that is not known.
  public var runbook = ""
  /// The audit file of the run, absolute; empty if that is not known.
  public var audit = ""
  /// Why the lock is reserved for the run, if this has ended.
  public var reservation: ReservationCause?

  /// A holder.
  public init(run: String, user: String, host: String, process: Int, since: String = "") {
    self.run = run
    self.user = user
    self.host = host
    self.process = process
    self.since = since
  }

  /// The holder in words, to follow what it holds.
  public var words: String {
    guard let reservation else { return "held by run \(run) of \(user)@\(host), pid \(process), since \(since)" }
    return "reserved for run \(run) of \(user)@\(host) since \(since): \(reservation.text)"
  }

  /// A holder in words, where it is known.
  public static func words(_ holder: LockHolder?) -> String { holder?.words ?? "held by another run" }
}

/// What came of a claim: all of it was taken, or nothing.
public enum LockOutcome: Sendable, Equatable {
  /// It is held; reservations of other runs were passed over, and locks taken over from runs that have died.
  case acquired(broken: [BrokenReservation] = [], stolen: [BrokenReservation] = [])
  /// This is somebody else's; it is tried for again. The holder is not known if its file does not tell.
  case busy(MachineResource, LockHolder?)
  /// The run that had this before has left something open.
  case dirty(MachineResource, LockHolder?)
  case failed(String)
}
