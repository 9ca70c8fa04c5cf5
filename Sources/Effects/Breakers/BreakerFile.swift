internal import Running
internal import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Where one circuit breaker is kept: `NAME.json`, replaced by rename while `NAME.lock` is held.
///
/// Whoever makes the one attempt that a half-open breaker lets through holds `NAME.probe`, which the kernel gives back when
/// its process dies.
struct BreakerFile {
  private let path: String
  private let name: String

  /// The breaker `name` in `folder`, which is made if it is not there.
  init(_ name: String, in folder: String) throws(SystemError) {
    try Folder.make(folder)
    self.name = name
    path = "\(folder)/\(PlainName.of(name))"
  }

  /// Lets `body` change the state that is kept, nobody else meanwhile; why it could not be read, if it could not.
  func change(_ body: (inout BreakerState) -> Void) throws(SystemError) -> String? {
    let lock = try FileDescriptor.ofLock(at: path + ".lock")
    defer { lock.closeLocked() }
    try lock.waitForLock(path + ".lock")
    let (before, problem) = read()
    var state = before
    body(&state)
    if state != before || problem != nil { try write(state) }
    return problem
  }

  /// The right to make the one attempt; nothing if another run has it.
  func takeProbe() throws(SystemError) -> FileDescriptor? { try FileDescriptor.locking(path + ".probe") }

  // MARK: - The state

  private func read() -> (BreakerState, problem: String?) {
    let file = path + ".json"
    do throws(FileReader.Failure) {
      let bytes = try FileReader.read(file, limit: 64 << 10)
      if let state = BreakerState(decoding: bytes) { return (state, nil) }
      return (BreakerState(), "\(file) cannot be read as the state of a breaker")
    } catch {
      if case .missing = error { return (BreakerState(), nil) }
      return (BreakerState(), "\(file) cannot be read")
    }
  }

  private func write(_ state: BreakerState) throws(SystemError) {
    try Folder.replace(path + ".json", by: state.encoded(as: name), isSynced: false)
  }
}

/// A breaker's state in its file: one JSON object.
extension BreakerState {
  func encoded(as name: String) -> [UInt8] {
    var stream = JSONStream()
    stream.beginObject()
    stream.member("name", name)
    stream.member("state", position.rawValue)
    stream.member("failures", failures)
    if let openedAt { stream.member("opened_at", openedAt.rfc3339) }
    stream.endObject()
    return stream.bytes + [UInt8(ascii: "\n")]
  }

  /// The state that a file tells of; nothing if it tells of none.
  init?(decoding bytes: [UInt8]) {
    guard let map = (try? JSONReader.read(bytes))?.map, let failures = map["failures"]?.int, failures >= 0,
      let position = map["state"]?.string.flatMap(Position.init(rawValue:))
    else { return nil }
    self.init()
    (self.position, self.failures) = (position, failures)
    openedAt = map["opened_at"]?.string.flatMap { Timestamp(rfc3339: $0) }
    if position != .closed, openedAt == nil { return nil }
  }
}
