import Foundation

/// An HTTP/1.1 server on the loopback interface, on threads of its own; it listens as soon as it is made.
///
///     let server = LoopbackServer { _ in LoopbackAnswer(status: 404) }
///     let url = "http://127.0.0.1:\(server.port)/"
///
/// Every connection carries one request. The closure runs on the connection's thread, so it may wait for as long as it
/// likes before it answers.
public final class LoopbackServer: Sendable {
  /// The port that it listens on, chosen by the system; 0 on a unix socket.
  public let port: Int
  private let listener: Int32
  private let answering: @Sendable (LoopbackRequest) -> LoopbackAnswer
  private let state = Locked(State())

  private struct State {
    var requests: [LoopbackRequest] = []
    var connections: Set<Int32> = []
    var isStopped = false
  }

  /// A server that answers every request with what `answering` returns.
  public convenience init(answering: @escaping @Sendable (LoopbackRequest) -> LoopbackAnswer) {
    self.init(on: LoopbackSocket.listen(), answering)
  }

  /// The same on a unix socket at a path.
  public convenience init(at path: String, answering: @escaping @Sendable (LoopbackRequest) -> LoopbackAnswer) {
    self.init(on: (LoopbackSocket.listen(at: path), 0), answering)
  }

  private init(
    on place: (socket: Int32, port: Int), _ answering: @escaping @Sendable (LoopbackRequest) -> LoopbackAnswer
  ) {
    self.answering = answering
    (listener, port) = place
    let accepting = Thread { [listener, answering, state] in
      while let connection = LoopbackSocket.accept(listener) {
        state.withLock { _ = $0.connections.insert(connection) }
        Thread.detachNewThread { Self.serve(connection, answering, state) }
      }
      LoopbackSocket.close(listener)
    }
    accepting.start()
  }

  deinit { stop() }

  /// The requests that came, in order.
  public var requests: [LoopbackRequest] { state.withLock { $0.requests } }

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
    _ connection: Int32, _ answering: @Sendable (LoopbackRequest) -> LoopbackAnswer, _ state: Locked<State>
  ) {
    if let request = LoopbackSocket.readRequest(connection) {
      state.withLock { $0.requests.append(request) }
      LoopbackSocket.write(answering(request).bytes, to: connection)
    }
    state.withLock { state in
      state.connections.remove(connection)
      LoopbackSocket.close(connection)
    }
  }
}
