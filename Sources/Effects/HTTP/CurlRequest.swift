internal import CSystem
internal import Running
internal import Values

/// HTTP through the `curl` program (design 2), configured on its standard input: nothing of a request stands in argv.
enum CurlRequest {
  private static let marker = "pyflow-status:"
  /// Thirty years, in seconds: curl refuses numbers that it cannot count milliseconds with.
  private static let largestTimeout = 1e9

  /// The configuration of a request.
  ///
  /// The body comes on descriptor 3.
  static func configuration(for request: RequestAction) -> [UInt8] {
    var lines = [
      "silent", "show-error", "globoff", "path-as-is",
      CurlConfiguration.option("url", request.url),
      CurlConfiguration.option("proto", "=http,https"),
      CurlConfiguration.option("write-out", "%{stderr}\n\(marker)%{http_code}\n"),
      // The engine's own deadline comes first; this one ends a curl that nobody waits for any more.
      CurlConfiguration.option("max-time", String(min(CurlRequest.seconds(request.timeout), largestTimeout) + 1)),
    ]
    // curl would call HEAD "--head", and wait for a body otherwise.
    lines.append(request.method == "HEAD" ? "head" : CurlConfiguration.option("request", request.method))
    for header in request.headers {
      // A field without a value ends in a semicolon for curl, which would leave it out otherwise.
      lines.append(
        CurlConfiguration.option(
          "header", header.value.trimmed.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)"))
    }
    if request.body != nil {
      lines.append(CurlConfiguration.option("data-binary", "@/dev/fd/3"))
      // curl would add a content type of its own, and wait for permission to send a large body.
      if !request.headers.contains(where: { $0.name.lowercased() == "content-type" }) {
        lines.append(CurlConfiguration.option("header", "Content-Type: text/plain; charset=utf-8"))
      }
      if !request.headers.contains(where: { $0.name.lowercased() == "expect" }) {
        lines.append(CurlConfiguration.option("header", "Expect:"))
      }
    }
    return Array(lines.joined(separator: "\n").utf8) + [UInt8(ascii: "\n")]
  }

  private static func seconds(_ duration: Duration) -> Double {
    Double(duration.milliseconds) / 1000
  }

  /// What came of a request whose curl has ended.
  static func result(of child: ChildProcess, _ exit: csystem_exit) -> ActionResult {
    let (said, status) = split(String(decoding: child.outputs[1].kept.content, as: UTF8.self))
    var result = ActionResult(ending(child, exit, said: said, status: status))
    result.stdout = child.outputs[0].kept.content
    result.stderr = Array(said.utf8)
    return result
  }

  private static func ending(
    _ child: ChildProcess, _ exit: csystem_exit, said: String, status: Int?
  ) -> ActionResult.Ending {
    if child.isOverLimit, let limit = child.outputLimit { return .answerTooLarge(limit: limit) }
    if exit.signal != 0 { return .killed(signal: Int(exit.signal)) }
    if exit.code == 0, let status, status >= 100 { return .answered(status: status) }
    let message = words(for: Int(exit.code), said: said)
    return unknownHostCodes.contains(exit.code) ? .hostUnknown(message) : .requestFailed(message)
  }

  /// What curl said, and the status behind the marker.
  private static func split(_ text: String) -> (said: String, status: Int?) {
    guard let range = text.ranges(of: marker).last else { return (text.trimmed, nil) }
    let digits = text[range.upperBound...].prefix { $0.isNumber }
    return (String(text[..<range.lowerBound]).trimmed, Int(digits))
  }

  /// The exit codes that say that the proxy's or the host's name is not known.
  private static let unknownHostCodes: [Int32] = [5, 6]

  /// The failure in our words, by curl's exit code (curl(1), "EXIT CODES"), with curl's own behind it.
  private static func words(for code: Int, said: String) -> String {
    let kind =
      switch code {
      case 3: "the address is malformed"
      case 5: "the proxy's name is not known"
      case 6: "the host's name is not known"
      case 7: "the connection was refused"
      case 18: "the answer was cut short"
      case 28: "timed out"
      case 35, 51, 53, 54, 58, 59, 60, 64, 66, 77, 80, 82, 83, 90, 91: "TLS failed"
      case 52: "the server sent no answer"
      case 55, 56: "the connection broke"
      default: "the request failed"
      }
    let detail = said.hasPrefix("curl: ") ? String(said.dropFirst(6)) : said
    return detail.isEmpty ? kind : "\(kind) – curl: \(detail)"
  }
}
