import Foundation

/// A server on the loopback interface that does, byte by byte, what a script says: what no decent server does.
///
/// It listens as soon as it is made, and serves every connection on a thread of its own.
public final class HostileServer: Sendable {
  /// What it does on a connection, one after the other; then it closes it.
  public enum Step: Sendable {
    /// Sends these bytes.
    case send([UInt8])
    /// Sends them again and again, until nobody takes them any more.
    case flood([UInt8])
    /// Sends them one by one, with so many milliseconds before each.
    case drip([UInt8], every: Int)
    /// Waits until the other side leaves.
    case hold
    /// Breaks the connection at once.
    case reset

    /// Sends text.
    public static func text(_ text: String) -> Step { .send(Array(text.utf8)) }
  }

  /// The port that it listens on, chosen by the system.
  public let port: Int
  private let listener: Int32
  private let state = Locked(State())

  private struct State {
    var heads: [String] = []
    var connections: Set<Int32> = []
    var isStopped = false
  }

  /// A server that does on every connection what `script` says of the head of the request on it, or says of nothing if it
  /// does not wait for one.
  public init(readsFirst: Bool = true, _ script: @escaping @Sendable (_ head: String) -> [Step]) {
    (listener, port) = LoopbackSocket.listen()
    let accepting = Thread { [listener, state] in
      while let connection = LoopbackSocket.accept(listener) {
        state.withLock { _ = $0.connections.insert(connection) }
        Thread.detachNewThread {
          Self.serve(connection, readsFirst, script, state)
          state.withLock { state in
            state.connections.remove(connection)
            LoopbackSocket.close(connection)
          }
        }
      }
      LoopbackSocket.close(listener)
    }
    accepting.start()
  }

  deinit { stop() }

  /// The heads of the requests that came, in order.
  public var heads: [String] { state.withLock { $0.heads } }

  /// The address of a path on this server.
  public func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

  /// Stops listening, and breaks the connections that are open.
  public func stop() {
    state.withLock { state in
      if state.isStopped { return }
      state.isStopped = true
      LoopbackSocket.stopListening(listener)
      for connection in state.connections { LoopbackSocket.interrupt(connection) }
    }
  }

  private static func serve(
    _ connection: Int32, _ readsFirst: Bool, _ script: (String) -> [Step], _ state: Locked<State>
  ) {
    var head = ""
    if readsFirst {
      guard let read = LoopbackSocket.readHead(connection) else { return }
      head = read
      state.withLock { $0.heads.append(read) }
    }
    for step in script(head) where !LoopbackSocket.carryOut(step, on: connection) { return }
  }
}

extension LoopbackSocket {
  /// Does what a step says; whether the other side is still there.
  static func carryOut(_ step: HostileServer.Step, on connection: Int32) -> Bool {
    switch step {
    case .send(let bytes): return write(bytes, to: connection)
    case .flood(let bytes):
      while write(bytes, to: connection) {}
      return false
    case .drip(let bytes, let interval):
      for byte in bytes where isLeft(connection, within: Int32(interval)) || !write([byte], to: connection) {
        return false
      }
      return true
    case .hold: return !isLeft(connection, within: -1)
    case .reset:
      reset(connection)
      return false
    }
  }

  /// Whether the other side leaves within so many milliseconds.
  private static func isLeft(_ connection: Int32, within time: Int32) -> Bool {
    var entry = pollfd(fd: connection, events: Int16(POLLIN), revents: 0)
    while true {
      let count = poll(&entry, 1, time)
      if count <= 0 { return count < 0 }
      var buffer = [UInt8](repeating: 0, count: 4096)
      if recv(connection, &buffer, buffer.count, 0) <= 0 { return true }
    }
  }

  /// Lets the end of a connection be a reset, and not a farewell.
  private static func reset(_ connection: Int32) {
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(connection, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
  }

  /// Reads up to the empty line that ends a request's head; nothing if the other side leaves before it.
  static func readHead(_ connection: Int32) -> String? {
    var bytes: [UInt8] = []
    while bytes.firstRange(of: Array("\r\n\r\n".utf8)) == nil {
      guard receive(connection, &bytes) else { return nil }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
