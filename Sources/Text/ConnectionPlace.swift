/// A host, with a port if it is another one than the address's: where a request goes in place of its address's host.
public struct ConnectionPlace: Sendable, Equatable {
  /// What it is written as.
  public static let name = "a host, or host:port"

  /// The host, an IPv6 address in its brackets, and a port or nothing: `host:`, `host:8443`.
  public let text: String

  /// The place that `text` is; nothing if it is none.
  public init?(_ text: String) {
    guard !text.contains("/"), !text.contains("?"), !text.contains("#"), !text.contains("@"),
      let address = WebAddress("http://" + text)
    else { return nil }
    self.text = address.port == nil ? address.authority + ":" : address.authority
  }
}

/// A proxy's address, of any kind that curl knows.
public struct ProxyAddress: Sendable, Equatable {
  /// What it is written as.
  public static let name = "a proxy such as http://host:3128"

  private static let schemes = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"]

  /// The address without credentials.
  public let text: String
  /// What stands before the `@`, as it is written.
  public let userInfo: String?

  /// The proxy that `text` is; nothing if it is none.
  public init?(_ text: String) {
    var scheme = "http"
    var rest = text
    if let written = Self.schemes.first(where: { text.lowercased().hasPrefix($0 + "://") }) {
      scheme = written
      rest = String(text.dropFirst(written.count + 3))
    }
    guard let address = WebAddress("http://" + rest), address.query == nil, ["", "/"].contains(address.path) else {
      return nil
    }
    self.text = "\(scheme)://\(address.authority)"
    userInfo = address.userInfo
  }
}
