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

  /// A holder.
  public init(run: String, user: String, host: String, process: Int, since: String = "") {
    self.run = run
    self.user = user
    self.host = host
    self.process = process
    self.since = since
  }

  /// The holder in words.
  public var text: String { "run \(run) of \(user)@\(host), pid \(process), since \(since)" }
}

/// What came of the attempt to take the locks of a node: all of them, or none.
public enum LockOutcome: Sendable, Equatable {
  case acquired
  /// Somebody else holds this one; it is tried again. The holder is not known if the lock's file does not tell.
  case busy(lock: String, LockHolder?)
  case failed(String)
}
