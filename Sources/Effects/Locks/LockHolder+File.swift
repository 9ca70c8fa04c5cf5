internal import Running
internal import Values

/// The holder of a lock in the lock's file: one JSON object.
extension LockHolder {
  /// The holder as the file has it.
  var encoded: [UInt8] {
    var stream = JSONStream()
    stream.beginObject()
    stream.member("run", run)
    stream.member("user", user)
    stream.member("host", host)
    stream.member("pid", process)
    stream.member("since", since)
    stream.endObject()
    return stream.bytes + [UInt8(ascii: "\n")]
  }

  /// The holder that the file at `path` tells of; nothing if it tells nothing yet, or was written by something else.
  init?(readFrom path: String) {
    guard let text = FileReader.systemFile(path), let value = try? JSONReader.read(text), let map = value.map,
      let run = map["run"]?.string, let user = map["user"]?.string, let host = map["host"]?.string,
      let process = map["pid"]?.int, let since = map["since"]?.string
    else { return nil }
    self.init(run: run, user: user, host: host, process: process, since: since)
  }
}
