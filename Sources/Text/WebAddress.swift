/// An address of the web, taken apart (RFC 3986): of scheme `http` or `https`, in characters that can stand in one.
///
/// Whoever sends a request and whoever decides what may be sent where must read an address alike, so what is ambiguous is
/// none: white space, control characters, a backslash, an `@` in the host.
public struct WebAddress: Sendable, Equatable {
  /// `http` or `https`.
  public let scheme: String
  /// What stands before the `@`, as it is written: credentials.
  public let userInfo: String?
  /// The host as it is written, in lower case; an IPv6 address without its brackets.
  public let host: String
  /// The port, if one is written.
  public let port: Int?
  /// The path, which may be empty.
  public let path: String
  /// What follows `?`, if that is written.
  public let query: String?

  /// The address that `text` is; nothing if it is none.
  public init?(_ text: String) {
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }),
      let end = text.range(ofFirst: "://")?.lowerBound
    else { return nil }
    let scheme = text[..<end].lowercased()
    guard scheme == "http" || scheme == "https" else { return nil }
    let rest = text[end...].dropFirst(3).prefix { $0 != "#" }
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    guard let (userInfo, host, port) = Self.split(authority) else { return nil }
    let target = rest[authority.endIndex...]
    let path = target.prefix { $0 != "?" }
    self.init(
      scheme: scheme, userInfo: userInfo, host: host, port: port, path: String(path),
      query: path.endIndex < target.endIndex ? String(target[path.endIndex...].dropFirst()) : nil)
  }

  init(scheme: String, userInfo: String?, host: String, port: Int?, path: String, query: String?) {
    self.scheme = scheme
    self.userInfo = userInfo
    self.host = host
    self.port = port
    self.path = path
    self.query = query
  }

  private static func split(_ authority: Substring) -> (userInfo: String?, host: String, port: Int?)? {
    if authority.contains("\\") { return nil }
    let at = authority.lastIndex(of: "@")
    let userInfo = at.map { String(authority[..<$0]) }
    // A second `@` would be read by some as the end of the credentials, by others as a part of them.
    if userInfo?.contains("@") ?? false { return nil }
    let place = at.map { authority[authority.index(after: $0)...] } ?? authority
    guard let (host, rest) = place.hasPrefix("[") ? bracketed(place) : plain(place) else { return nil }
    guard let port = port(rest) else { return nil }
    return (userInfo, host.lowercased(), port)
  }

  private static func bracketed(_ place: Substring) -> (String, Substring)? {
    guard let end = place.firstIndex(of: "]") else { return nil }
    let host = place[..<end].dropFirst()
    guard host.contains(":"), host.utf8.allSatisfy({ $0.isASCIIWord || ":.%-".utf8.contains($0) }) else { return nil }
    return (String(host), place[place.index(after: end)...])
  }

  private static func plain(_ place: Substring) -> (String, Substring)? {
    let host = place.prefix { $0 != ":" }
    // Letters beyond ASCII are names of other languages.
    let isName = host.utf8.allSatisfy { $0 >= 0x80 || PercentEncoding.isUnreserved($0) }
    return host.isEmpty || !isName ? nil : (String(host), place[host.endIndex...])
  }

  /// The port that `:80` is: `.some(nil)` where none is written, nothing if it cannot be one.
  private static func port(_ text: Substring) -> Int?? {
    if text.isEmpty || text == ":" { return .some(nil) }
    guard text.first == ":", text.dropFirst().utf8.allSatisfy(\.isASCIIDigit), let port = Int(text.dropFirst()),
      (1...65535).contains(port)
    else { return nil }
    return .some(port)
  }

  // MARK: - Text

  /// The address as text, without credentials.
  public var text: String { "\(scheme)://\(authority)\(target)" }

  /// The address as it may be shown: with `***` for credentials.
  public var shown: String { userInfo == nil ? text : "\(scheme)://***@\(authority)\(target)" }

  /// The host and the port, as they are written.
  public var authority: String { (host.contains(":") ? "[\(host)]" : host) + (port.map { ":\($0)" } ?? "") }

  /// The path with the query: what a server is asked for.
  public var target: String { path + (query.map { "?" + $0 } ?? "") }

  /// What must be the same for two addresses to be of one origin (RFC 6454).
  public var origin: String { "\(scheme)://\(host):\(port ?? (scheme == "https" ? 443 : 80))" }
}

extension String {
  /// Where `part` stands for the first time.
  fileprivate func range(ofFirst part: String) -> Range<Index>? {
    var index = startIndex
    while index < endIndex {
      if self[index...].hasPrefix(part) { return index..<self.index(index, offsetBy: part.count) }
      index = self.index(after: index)
    }
    return nil
  }
}

extension WebAddress {
  /// An address as it may be shown, also one that is wrong: with `***` for what stands before an `@`.
  public static func hidingCredentials(_ text: String) -> String {
    if let address = WebAddress(text) { return address.userInfo == nil ? text : address.shown }
    let start = text.range(ofFirst: "://")?.upperBound ?? text.startIndex
    let authority = text[start...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard let at = authority.lastIndex(of: "@") else { return text }
    return text[..<start] + "***" + text[at...]
  }
}
