internal import CSystem
internal import Running
internal import Text
internal import Values

/// Messages through the `curl` program, configured on its standard input: no address and no password stands in argv.
enum DispatchCurl {
  private static let marker = "pyflow-answer:"

  /// The configuration of a message to a web server; the body comes on descriptor 3.
  static func configuration(_ dispatch: Dispatch, url: String, headers: [(name: String, value: String)]) -> [UInt8] {
    var lines = common(dispatch, url, protocols: "=http,https")
    lines.append(CurlConfiguration.option("request", "POST"))
    lines.append(CurlConfiguration.option("data-binary", "@/dev/fd/3"))
    // curl would wait for permission to send a large body.
    for header in headers + [("Expect", "")] {
      lines.append(
        CurlConfiguration.option("header", header.value.isEmpty ? "\(header.name):" : "\(header.name): \(header.value)")
      )
    }
    return CurlConfiguration.text(of: lines)
  }

  /// The configuration of a mail, which comes on descriptor 3.
  static func configuration(_ dispatch: Dispatch, _ server: Dispatch.MailServer) -> [UInt8] {
    var lines = common(dispatch, server.url, protocols: "=smtp,smtps")
    if server.isEncrypted { lines.append("ssl-reqd") }
    lines.append(CurlConfiguration.option("mail-from", "<\(server.sender)>"))
    for recipient in server.recipients { lines.append(CurlConfiguration.option("mail-rcpt", "<\(recipient)>")) }
    lines.append(CurlConfiguration.option("upload-file", "/dev/fd/3"))
    if let login = server.login {
      lines.append(CurlConfiguration.option("user", "\(login.user):\(login.password)"))
    }
    return CurlConfiguration.text(of: lines)
  }

  private static func common(_ dispatch: Dispatch, _ url: String, protocols: String) -> [String] {
    var lines = [
      "silent", "show-error", "globoff",
      CurlConfiguration.option("url", url),
      CurlConfiguration.option("proto", protocols),
      CurlConfiguration.option(
        "write-out", "%{stderr}\n\(marker)%{response_code} %header{retry-after}\n"),
      // The desk's own deadline comes first; this one ends a curl that nobody waits for any more.
      CurlConfiguration.option("max-time", "\(dispatch.limit.milliseconds / 1000 + 1)"),
    ]
    if let file = dispatch.certificates { lines.append(CurlConfiguration.option("cacert", file)) }
    return lines
  }

  // MARK: - The answer

  /// What came of a message whose curl has ended.
  static func answer(exit: csystem_exit, body: [UInt8], errors: [UInt8], isMail: Bool) -> DispatchAnswer {
    let text = String(decoding: errors, as: UTF8.self)
    var parts: [Substring] = []
    if let range = text.ranges(of: marker).last { parts = text[range.upperBound...].split { $0 == " " || $0 == "\n" } }
    let status = parts.first.flatMap { Int($0) } ?? 0
    let said = OutputText.oneLine(String(text.prefix { !$0.isNewline }))
    var answer = DispatchAnswer(ending(Int(exit.code), Int(exit.signal), status, said, isMail: isMail))
    answer.said = isMail ? [] : Array(body.prefix(1000))
    if let seconds = parts.dropFirst().first.flatMap({ Int($0) }), seconds >= 0, seconds < 1 << 31 {
      answer.retryAfter = .seconds(seconds)
    }
    return answer
  }

  private static func ending(
    _ code: Int, _ signal: Int, _ status: Int, _ said: String, isMail: Bool
  ) -> DispatchAnswer.Ending {
    if signal != 0 { return .broken("its curl was ended by signal \(signal)") }
    if code == 0, status > 0 { return .answered(status: isMail ? 250 : status) }
    // A mail server refuses with a number, and curl fails then.
    if isMail, status >= 400, [8, 55, 56, 67].contains(code) { return .answered(status: code == 67 ? 535 : status) }
    switch code {
    case 5, 6: return .hostUnknown("the host's name is not known")
    case 7: return .unreachable("the connection was refused")
    case 28: return .timedOut
    case 35, 51, 53, 54, 58, 59, 60, 64, 66, 77, 80, 82, 83, 90, 91:
      return .tlsFailed("TLS failed (\(Self.words(said)))")
    case 67: return .answered(status: 535)
    default: return .broken("the connection broke (\(Self.words(said)))")
    }
  }

  /// curl's own words, which end where an address could begin.
  private static func words(_ said: String) -> String {
    let text = said.hasPrefix("curl: ") ? String(said.dropFirst(6)) : said
    return String(text.ranges(of: "://").first.map { text[..<$0.lowerBound] } ?? text[...])
  }
}
