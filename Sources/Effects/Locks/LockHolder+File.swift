internal import Running
internal import Values

/// The holder of a lock in the lock's file: one JSON object.
extension LockHolder {
  /// The holder as the file of a lock, or of a place of a pool, has it.
  func encoded(for name: String) -> [UInt8] {
    var stream = JSONStream()
    stream.beginObject()
    stream.member("name", name)
    stream.member("run", run)
    stream.member("user", user)
    stream.member("host", host)
    stream.member("pid", process)
    stream.member("since", since)
    if !runbook.isEmpty { stream.member("runbook", runbook) }
    if !audit.isEmpty { stream.member("audit", audit) }
    if let reservation { stream.member("why", reservation.rawValue) }
    stream.endObject()
    return stream.bytes + [UInt8(ascii: "\n")]
  }

  /// The holder that the file at `path` tells of; nothing if it tells nothing yet, or was written by something else.
  ///
  /// With it comes the name of what it holds, which the file's name may not tell.
  init?(readFrom path: String, name: inout String) {
    guard let text = FileReader.systemFile(path), let value = try? JSONReader.read(text), let map = value.map,
      let run = map["run"]?.string, let user = map["user"]?.string, let host = map["host"]?.string,
      let process = map["pid"]?.int, let since = map["since"]?.string
    else { return nil }
    self.init(run: run, user: user, host: host, process: process, since: since)
    runbook = map["runbook"]?.string ?? ""
    audit = map["audit"]?.string ?? ""
    reservation = map["why"]?.string.flatMap(ReservationCause.init(rawValue:))
    name = map["name"]?.string ?? ""
  }

  /// The holder that the file at `path` tells of.
  init?(readFrom path: String) {
    var name = ""
    self.init(readFrom: path, name: &name)
  }
}
