internal import CSystem
internal import Running
internal import Values

/// What came of a `curl` that has ended: an answer's status, or why there is none.
enum CurlOutcome {
  private static let marker = "pyflow-status:"

  /// What curl is to say about itself when it is done, on its standard error, where nothing of the answer is.
  static let report = "%{stderr}\n\(marker)%{http_code} %{time_connect}\n"

  /// How it ended, by its exit code and what it said.
  static func ending(of exit: csystem_exit, said output: [UInt8], limit: Int) -> (ActionResult.Ending, said: String) {
    let (said, status, isConnected) = split(String(decoding: output, as: UTF8.self))
    let detail = said.isEmpty ? "" : "curl: " + (said.hasPrefix("curl: ") ? String(said.dropFirst(6)) : said)
    if exit.signal != 0 { return (.killed(signal: Int(exit.signal)), said) }
    switch exit.code {
    case 0:
      if let status, status >= 100 { return (.answered(status: status), said) }
      return (.requestFailed(RequestFailure(.malformed, detail)), said)
    case 63: return (.answerTooLarge(limit: limit), said)
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
