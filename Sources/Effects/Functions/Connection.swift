internal import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A connection that is being made, only to see whether it can be.
struct Connection {
  let socket: FileDescriptor
  /// When it has taken too long.
  let deadline: Instant

  /// Begins to connect, without waiting.
  static func begin(_ address: SocketAddress, deadline: Instant) -> Result<Connection, SystemError> {
    #if canImport(Glibc)
      let type = Int32(SOCK_STREAM.rawValue)
    #else
      let type = SOCK_STREAM
    #endif
    let number = platformSocket(address.family, type)
    guard number >= 0 else { return .failure(.last("connect")) }
    let socket = FileDescriptor(number: number)
    socket.setNonblocking()
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    let status = address.withPointer { connect(number, $0, $1) }
    if status == 0 || errno == EINPROGRESS { return .success(Connection(socket: socket, deadline: deadline)) }
    let error = SystemError.last("connect")
    socket.close()
    return .failure(error)
  }

  /// How it has ended: well if there is no error inside; nothing while it is being made.
  func outcome(at now: Instant) -> SystemError?? {
    var entry = pollfd(fd: socket.number, events: Int16(POLLOUT), revents: 0)
    guard poll(&entry, 1, 0) > 0 else {
      return now >= deadline ? .some(SystemError(operation: "connect", subject: "", code: ETIMEDOUT)) : nil
    }
    var code: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    _ = getsockopt(socket.number, SOL_SOCKET, SO_ERROR, &code, &size)
    return .some(code == 0 ? nil : SystemError(operation: "connect", subject: "", code: code))
  }

  func close() { socket.close() }
}

// The name of this call is that of a property above.
private func platformSocket(_ family: Int32, _ type: Int32) -> Int32 { socket(family, type, 0) }
