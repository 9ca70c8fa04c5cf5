internal import CSystem
internal import Running
internal import Text
internal import Values

/// What came of a `curl` that has ended: an answer's status, or why there is none.
enum CurlOutcome {
  private static let marker = "pyflow-status:"

  /// What curl is to say about itself when it is done, on its standard error, where nothing of the answer is.
  static let report = "%{stderr}\n\(marker)%{http_code} %{time_connect}\n"

  /// How it ended, by its exit code and what it said.
  static func ending(
    of exit: csystem_exit, said output: [UInt8], _ request: RequestAction
  ) -> (ActionResult.Ending, said: String) {
    let (said, status, isConnected) = split(String(decoding: output, as: UTF8.self))
    let detail = said.isEmpty ? "" : "curl: " + (said.hasPrefix("curl: ") ? String(said.dropFirst(6)) : said)
    if exit.signal != 0 { return (.killed(signal: Int(exit.signal)), said) }
    switch exit.code {
    case 0:
      if let status, status >= 100 { return (.answered(status: status), said) }
      return (.requestFailed(RequestFailure(.malformed, detail)), said)
    case 63: return (.answerTooLarge(limit: request.maximumAnswer), said)
    case 7 where request.socket != nil: return (.requestFailed(RequestFailure(.socket, request.socket ?? "")), said)
    case 7 where isOfProxy(said, request): return (.requestFailed(RequestFailure(.proxyConnection, detail)), said)
    default:
      let kind = kind(for: exit.code, said: said.lowercased(), isConnected: isConnected)
      return (.requestFailed(RequestFailure(kind, detail)), said)
    }
  }

  /// What curl said, the status behind the marker, and whether there was a connection.
  private static func split(_ text: String) -> (said: String, status: Int?, isConnected: Bool) {
    guard let range = text.ranges(of: marker).last else { return (text.trimmed, nil, false) }
    let words = text[range.upperBound...].split { $0 == " " || $0 == "\n" }
    let status = words.first.flatMap { Int($0) }
    let isConnected = words.count > 1 && Double(words[1]).map { $0 > 0 } ?? false
    return (String(text[..<range.lowerBound]).trimmed, status, isConnected)
  }

  /// Whether the place that curl could not connect to is neither the address's nor the one that stands for it.
  private static func isOfProxy(_ said: String, _ request: RequestAction) -> Bool {
    guard request.proxy != "", let place = place(in: said), let address = WebAddress(request.url) else { return false }
    let port = address.port ?? (address.scheme == "https" ? 443 : 80)
    let other = request.place.flatMap { WebAddress("http://" + $0) }
    return !isMeant(place, address.host, port) && !(other.map { isMeant(place, $0.host, $0.port ?? port) } ?? false)
  }

  /// Whether a place is that of a host; one that is a number, or of another alphabet, has more than one spelling.
  private static func isMeant(_ place: (host: String, port: Int), _ host: String, _ port: Int) -> Bool {
    let name = host.hasSuffix(".") ? host.dropLast() : host[...]
    let isPlain = name.utf8.allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: ":") }
    let isNumber = name.split(separator: ".").last?.utf8.first?.isASCIIDigit ?? true
    return place.port == port && (place.host == name || !isPlain || isNumber)
  }

  /// The host and the port that curl says it could not connect to.
  private static func place(in said: String) -> (host: String, port: Int)? {
    guard let start = said.ranges(of: "connect to ").first?.upperBound else { return nil }
    let words = said[start...].split(separator: " ")
    guard words.count > 2, words[1] == "port", let port = Int(words[2]) else { return nil }
    return (words[0].lowercased(), port)
  }

  /// The kind of a failure, by curl's exit code (curl(1), "EXIT CODES"), and its words where these tell more.
  private static func kind(for code: Int32, said: String, isConnected: Bool) -> RequestFailure.Kind {
    func says(_ words: String...) -> Bool { words.contains { said.contains($0) } }
    switch code {
    case 3: return .address
    case 5: return .proxyName
    case 6: return .dns
    case 7:
      return says("refused") ? .refused : says("after") && says("timed out") ? .connectTimeout : connectFailure(said)
    case 18: return .truncated
    case 28: return isConnected ? .timeout : .connectTimeout
    case 35, 53, 54, 64, 80, 83, 90, 91: return certificateKind(said) ?? .tls
    case 51, 60: return certificateKind(said) ?? .tlsAuthority
    case 58: return .tlsClient
    case 77, 82: return .tlsFiles
    case 52: return .noAnswer
    case 97: return .proxy
    // The first words of another protocol, or of a version that ends without length; and what is wrong with the frames.
    case 1, 8, 16, 61, 92, 95: return .malformed
    case 27, 100: return .headers
    case 55, 56: return said.contains("alert") ? certificateKind(said) ?? .tls : brokenKind(says)
    default: return .other
    }
  }

  private static func connectFailure(_ said: String) -> RequestFailure.Kind {
    said.contains("couldn't connect") || said.contains("could not connect") ? .refused : .unreachable
  }

  private static func brokenKind(_ says: (String...) -> Bool) -> RequestFailure.Kind {
    if says("too large response header", "header line is too long", "avoided giant") { return .headers }
    if says("connect tunnel failed", "response 407", "from proxy") { return .proxy }
    let isMalformed = says(
      "hexadecimal", "chunk", "invalid", "malformed", "nul byte", "illegal", "status line", "header")
    return isMalformed ? .malformed : .broken
  }

  /// What is wrong with a certificate, in the words of the TLS library.
  private static func certificateKind(_ said: String) -> RequestFailure.Kind? {
    let kinds: [(words: [String], kind: RequestFailure.Kind)] = [
      (["expired", "not yet valid"], .tlsExpired),
      (["subject name matches", "does not match", "no alternative certificate", "hostname mismatch"], .tlsHost),
      (["self-signed", "self signed", "local issuer", "unknown ca", "authority", "verify the first"], .tlsAuthority),
      (["certificate required", "bad certificate", "handshake failure"], .tlsClient),
    ]
    return kinds.first { entry in entry.words.contains { said.contains($0) } }?.kind
  }
}
