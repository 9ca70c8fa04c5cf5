internal import Running
internal import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Tries, again and again, whether something is there.
struct WaitingTask: FunctionTask {
  /// How long a connection may take to be made.
  private static let connectionTime = Duration.seconds(5)

  private let action: Waiting
  private let start: Instant
  private let deadline: Instant?
  private var connection: Connection?
  /// One that curl is making.
  private var namedConnection: NamedConnection?
  /// The addresses that are still to be tried now.
  private var addresses: [SocketAddress] = []
  private var tries = 0
  /// Why the last try failed.
  private var last = ""

  init(_ action: Waiting, at now: Instant) {
    self.action = action
    start = now
    deadline = action.timeout.map { now.advanced(by: $0) }
  }

  mutating func step(at now: Instant) -> FunctionStep {
    do throws(FunctionFailure) {
      if try isThere(at: now) { return .finished(result(at: now)) }
      if let deadline, now >= deadline {
        cancel()
        return .failed(FunctionFailure(.waiting, lateness))
      }
      return next(at: now)
    } catch {
      cancel()
      return .failed(error)
    }
  }

  mutating func cancel() {
    connection?.close()
    connection = nil
    namedConnection?.end()
    namedConnection = nil
  }

  var process: Int32? { namedConnection?.process }

  private var lateness: String {
    let limit = DurationText.format(action.timeout ?? .zero)
    let count = "\(tries) tr\(tries == 1 ? "y" : "ies")"
    return "\(action.target.words) was not there within \(limit), after \(count)" + (last.isEmpty ? "" : ": \(last)")
  }

  private func next(at now: Instant) -> FunctionStep {
    func bounded(_ time: Instant) -> Instant { min(time, deadline ?? time) }
    if let connection { return .writable(connection.socket, bounded(connection.deadline)) }
    if namedConnection != nil { return .later(bounded(now.advanced(by: NamedConnection.lookInterval))) }
    if !addresses.isEmpty { return .soon }
    return .later(bounded(now.advanced(by: action.interval)))
  }

  private func result(at now: Instant) -> ActionResult {
    var result = ActionResult(.done(unchanged: nil))
    let milliseconds = now.duration(since: start).milliseconds
    result.outputs = ValueMap([("tries", .int(tries)), ("seconds", .double(Double(milliseconds) / 1000))])
    return result
  }

  // MARK: - Trying

  private mutating func isThere(at now: Instant) throws(FunctionFailure) -> Bool {
    switch action.target {
    case .file(let path): return exists(path)
    case .absent(let path):
      let isThere = exists(path)
      // What cannot be looked at is not known to be absent.
      return !isThere && last == Self.absence
    case .socket(let path): return try connects(at: now) { () throws(FunctionFailure) in [try .unix(path)] }
    case .port(let port, let host):
      return try connects(at: now, to: host, port)
    }
  }

  private static var absence: String { "there is none" }

  private mutating func exists(_ path: String) -> Bool {
    tries += 1
    var status = stat()
    if stat(path, &status) == 0 {
      last = ""
      return true
    }
    last = errno == ENOENT || errno == ENOTDIR ? Self.absence : SystemError.last("look at", path).reason
    return false
  }

  /// Goes on with the connection to a host that is being made, or begins the next one: by itself where the addresses can be
  /// told, else by curl.
  private mutating func connects(at now: Instant, to host: String, _ port: Int) throws(FunctionFailure) -> Bool {
    if namedConnection != nil { return try connects(at: now, byName: host, port) }
    let known = addresses.isEmpty && connection == nil ? SocketAddress.tcp(host, port) : addresses
    if known.isEmpty, connection == nil { return try connects(at: now, byName: host, port) }
    return try connects(at: now) { () throws(FunctionFailure) in known }
  }

  /// Goes on with the connection that curl is making, or begins the next one.
  private mutating func connects(at now: Instant, byName host: String, _ port: Int) throws(FunctionFailure) -> Bool {
    if namedConnection == nil {
      tries += 1
      do throws(SystemError) {
        namedConnection = try NamedConnection.begin(host, port, deadline: now.advanced(by: Self.connectionTime))
      } catch {
        throw FunctionFailure(.hostUnknown, "`\(host)` is looked up by curl: \(error.message)", isWorthRetrying: false)
      }
    }
    guard let outcome = namedConnection?.outcome(at: now) else { return false }
    cancel()
    switch outcome {
    case .connected: return true
    case .failed(let reason): last = reason
    case .unable(let reason): throw FunctionFailure(.hostUnknown, reason, isWorthRetrying: false)
    }
    return false
  }

  /// Goes on with the connection that is being made, or begins the next one.
  private mutating func connects(
    at now: Instant, to find: () throws(FunctionFailure) -> [SocketAddress]
  ) throws(FunctionFailure) -> Bool {
    if let connection {
      guard let outcome = connection.outcome(at: now) else { return false }
      cancel()
      last = outcome.map { $0.reason } ?? ""
      return outcome == nil
    }
    if addresses.isEmpty {
      addresses = try find()
      tries += 1
    }
    let address = addresses.removeFirst()
    switch Connection.begin(address, deadline: now.advanced(by: Self.connectionTime)) {
    case .success(let connection): self.connection = connection
    case .failure(let error): last = error.reason
    }
    return false
  }
}
