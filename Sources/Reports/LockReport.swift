public import Running
internal import Text
internal import Values

/// The locks and places of a machine that are not free.
public enum LockReport {
  /// One of them.
  public struct Lock: Sendable {
    let resource: MachineResource
    let holder: LockHolder?
    let isReserved: Bool

    /// A lock, or a place of a pool.
    public init(resource: MachineResource, holder: LockHolder?, isReserved: Bool) {
      self.resource = resource
      self.holder = holder
      self.isReserved = isReserved
    }
  }

  /// The name and version of the JSON form.
  static let schema = "pyflow.locks/1"

  /// One line each.
  public static func text(_ locks: [Lock]) -> String {
    if locks.isEmpty { return "no lock is held or reserved\n" }
    return locks.map { lock in
      let runbook = lock.holder.map { $0.runbook.isEmpty ? "" : " · \($0.runbook)" } ?? ""
      return OutputText.oneLine(line(lock) + runbook) + "\n"
    }.joined()
  }

  /// What is held by whom, or reserved for whom.
  static func line(_ lock: Lock) -> String {
    let unknown = lock.isReserved ? "reserved; its file does not tell for whom" : LockHolder.words(nil)
    return "\(lock.resource.text) \(lock.holder?.words ?? unknown)"
  }

  /// One JSON document.
  public static func json(_ locks: [Lock]) -> String {
    JSONStream.document(schema) { stream in stream.array("locks", locks) { append($0, to: &$1) } }
  }

  static func append(_ lock: Lock, to stream: inout JSONStream) {
    stream.object { stream in
      switch lock.resource {
      case .lock(let name): stream.member("lock", name)
      case .pool(let name): stream.member("pool", name)
      }
      stream.member("state", lock.isReserved ? "reserved" : "held")
      if let holder = lock.holder { append(holder, to: &stream) }
    }
  }

  private static func append(_ holder: LockHolder, to stream: inout JSONStream) {
    stream.member("run", holder.run)
    if !holder.runbook.isEmpty { stream.member("runbook", holder.runbook) }
    stream.member("user", holder.user)
    stream.member("host", holder.host)
    if holder.reservation == nil { stream.member("pid", holder.process) }
    stream.member("since", holder.since)
    if let cause = holder.reservation { stream.member("why", cause.rawValue) }
  }
}
