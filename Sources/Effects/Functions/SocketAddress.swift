internal import Running
internal import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Where something can be connected to.
struct SocketAddress {
  private var storage = sockaddr_storage()
  private let size: socklen_t

  var family: Int32 { Int32(storage.ss_family) }

  private init<Address>(_ address: Address) {
    size = socklen_t(MemoryLayout<Address>.size)
    withUnsafeMutableBytes(of: &storage) { target in
      withUnsafeBytes(of: address) { target.copyMemory(from: $0) }
    }
  }

  func withPointer(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    withUnsafePointer(to: storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, size) }
    }
  }

  /// A unix socket.
  static func unix(_ path: String) throws(FunctionFailure) -> SocketAddress {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard path.utf8.count < room else {
      throw FunctionFailure(
        .wrongFile, "the path of a socket may have \(room - 1) bytes, and this one has more: \(path)",
        isWorthRetrying: false)
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return SocketAddress(address)
  }

  /// The addresses of a host and a port, as far as they can be told without a resolver, which a static program has none of:
  /// addresses, `localhost`, and names in `/etc/hosts`.
  static func tcp(_ host: String, _ port: Int) -> [SocketAddress] {
    HostsFile.addresses(of: host).compactMap { literal($0, port) }
  }

  private static func literal(_ text: String, _ port: Int) -> SocketAddress? {
    var four = sockaddr_in()
    if inet_pton(AF_INET, text, &four.sin_addr) == 1 {
      four.sin_family = sa_family_t(AF_INET)
      four.sin_port = in_port_t(UInt16(clamping: port).bigEndian)
      return SocketAddress(four)
    }
    var six = sockaddr_in6()
    guard inet_pton(AF_INET6, text, &six.sin6_addr) == 1 else { return nil }
    six.sin6_family = sa_family_t(AF_INET6)
    six.sin6_port = in_port_t(UInt16(clamping: port).bigEndian)
    return SocketAddress(six)
  }
}

/// `/etc/hosts` (hosts(5)).
public enum HostsFile {
  /// Whether a host can be connected to without a resolver.
  public static func knows(_ host: String) -> Bool { !addresses(of: host).isEmpty }

  /// The addresses of a name: itself if it is one.
  static func addresses(of name: String) -> [String] {
    let bare = HostText.bare(name)
    if bare.lowercased() == "localhost" { return ["127.0.0.1", "::1"] }
    if HostText.isAddress(bare) { return [bare] }
    guard let bytes = try? FileReader.read("/etc/hosts", limit: 1 << 20) else { return [] }
    return addresses(of: bare, in: String(decoding: bytes, as: UTF8.self))
  }

  /// The addresses that a text of this form has for a name.
  static func addresses(of name: String, in text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).compactMap { line in
      let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
      let isNamed = words.dropFirst().contains { $0.lowercased() == name.lowercased() }
      return isNamed ? words.first.map { String($0) } : nil
    }
  }
}
