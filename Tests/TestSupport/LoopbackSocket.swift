import Foundation

/// The socket calls of `LoopbackServer`.
public enum LoopbackSocket {
  /// A unix socket that listens at a path; to be closed by `close`.
  public static func listen(at path: String) -> Int32 {
    #if canImport(Darwin)
      let number = socket(AF_UNIX, SOCK_STREAM, 0)
    #else
      let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    #endif
    keepFromChildren(number)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(number, generic, socklen_t(MemoryLayout<sockaddr_un>.size)) | platformListen(number, 64)
      }
    }
    precondition(number >= 0 && status == 0, "cannot listen at \(path): \(String(cString: strerror(errno)))")
    return number
  }

  /// A socket that listens on a free port of the loopback interface.
  static func listen() -> (socket: Int32, port: Int) {
    #if canImport(Darwin)
      let number = socket(AF_INET, SOCK_STREAM, 0)
    #else
      let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #endif
    keepFromChildren(number)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr = in_addr(s_addr: UInt32(INADDR_LOOPBACK).bigEndian)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(number, generic, size) | platformListen(number, 64) | getsockname(number, generic, &size)
      }
    }
    precondition(number >= 0 && status == 0, "no port to listen on: \(String(cString: strerror(errno)))")
    return (number, Int(UInt16(bigEndian: address.sin_port)))
  }

  /// The next connection; nothing once the listener is closed.
  static func accept(_ listener: Int32) -> Int32? {
    while true {
      let number = platformAccept(listener)
      if number >= 0 {
        keepFromChildren(number)
        return number
      }
      if errno != EINTR, errno != ECONNABORTED { return nil }
    }
  }

  /// Programs that are started meanwhile must not hold the connection open.
  private static func keepFromChildren(_ number: Int32) {
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
  }

  /// Stops listening; whoever waits in `accept` then closes the socket.
  static func stopListening(_ listener: Int32) {
    #if canImport(Darwin)
      platformClose(listener)
    #else
      interrupt(listener)
    #endif
  }

  /// Ends every wait on a socket.
  static func interrupt(_ number: Int32) {
    _ = shutdown(number, Int32(SHUT_RDWR))
  }

  /// Closes a socket.
  public static func close(_ number: Int32) { platformClose(number) }

  /// Reads a request with its body; nothing if the other side hangs up before its end.
  static func readRequest(_ connection: Int32) -> LoopbackRequest? {
    var bytes: [UInt8] = []
    let separator = Array("\r\n\r\n".utf8)
    var end = bytes.startIndex..<bytes.startIndex
    while end.isEmpty {
      guard receive(connection, &bytes) else { return nil }
      end = bytes.firstRange(of: separator) ?? end
    }
    guard var request = LoopbackRequest(head: String(decoding: bytes[..<end.lowerBound], as: UTF8.self)) else {
      return nil
    }
    let length = request.header("Content-Length").flatMap { Int($0) } ?? 0
    while bytes.count < end.upperBound + length {
      guard receive(connection, &bytes) else { return nil }
    }
    request.body = Array(bytes[end.upperBound...])
    return request
  }

  static func receive(_ connection: Int32, _ bytes: inout [UInt8]) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    let count = recv(connection, &buffer, buffer.count, 0)
    if count > 0 { bytes += buffer[..<count] }
    return count > 0
  }

  /// Sends all bytes, or as many as the other side takes; whether it took all.
  @discardableResult
  static func write(_ bytes: [UInt8], to connection: Int32) -> Bool {
    #if canImport(Darwin)
      let flags: Int32 = 0
    #else
      let flags = Int32(MSG_NOSIGNAL)
    #endif
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, flags) }
      if count <= 0 { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}

// The names of these calls are those of functions above.
private func platformListen(_ number: Int32, _ backlog: Int32) -> Int32 { listen(number, backlog) }
private func platformAccept(_ number: Int32) -> Int32 { accept(number, nil, nil) }
private func platformClose(_ number: Int32) { close(number) }
