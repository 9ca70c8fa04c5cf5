internal import Running
internal import Text
internal import Values

/// A request as `curl` is told of it, on its standard input: nothing of it stands in argv (design 2).
enum CurlRequest {
  /// The descriptor that the body is read from.
  static let bodyPath = "/dev/fd/3"
  /// The descriptor that the header of the answer is written to.
  static let headerPath = "/dev/fd/4"

  /// The longest that connecting may take.
  private static let connectTimeout = Duration.seconds(10)
  /// Thirty years, in seconds: curl refuses numbers that it cannot count milliseconds with.
  private static let largestTimeout = 1e9

  /// The configuration of a request for which so much time is left.
  static func configuration(for request: RequestAction, within time: Duration) -> [UInt8] {
    var lines = [
      "silent", "show-error", "globoff", "path-as-is", "suppress-connect-headers",
      CurlConfiguration.option("url", request.url),
      CurlConfiguration.option("proto", "=http,https"),
      CurlConfiguration.option("dump-header", headerPath),
      CurlConfiguration.option("write-out", CurlOutcome.report),
      // The engine's own deadline comes first; this one ends a curl that nobody waits for any more.
      CurlConfiguration.option("max-time", String(min(seconds(time), largestTimeout) + 1)),
      CurlConfiguration.option("connect-timeout", String(seconds(connectTimeout))),
    ]
    // curl would call HEAD "--head", and wait for a body otherwise.
    if request.method == "HEAD" {
      lines.append("head")
    } else {
      lines.append(CurlConfiguration.option("request", request.method))
      lines.append(CurlConfiguration.option("max-filesize", String(request.maximumAnswer)))
    }
    lines += connection(of: request) + headers(of: request) + body(of: request)
    return CurlConfiguration.text(of: lines)
  }

  private static func seconds(_ duration: Duration) -> Double {
    Double(duration.milliseconds) / 1000
  }

  private static func headers(of request: RequestAction) -> [String] {
    request.headers.map { header in
      // A field without a value ends in a semicolon for curl, which would leave it out otherwise.
      CurlConfiguration.option(
        "header", header.value.trimmed.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)")
    }
  }

  /// Where it goes, and by what both sides are known.
  private static func connection(of request: RequestAction) -> [String] {
    var lines: [String] = []
    func add(_ name: String, _ value: String?) {
      if let value { lines.append(CurlConfiguration.option(name, value)) }
    }
    if request.isInsecure { lines.append("insecure") }
    add("cacert", request.authorities)
    // A colon would end the file's name, and begin a password.
    add("cert", request.certificate?.replacing("\\", with: "\\\\").replacing(":", with: "\\:"))
    add("key", request.key)
    add("unix-socket", request.socket)
    add("connect-to", request.place.map { "::\($0)" })
    add("proxy", request.proxy)
    add("proxy-user", request.proxyCredentials)
    guard let signature = request.signature else { return lines }
    add("aws-sigv4", "aws:amz" + (signature.scope.map { ":\($0.region):\($0.service)" } ?? ""))
    add("user", signature.credentials)
    return lines
  }

  private static func body(of request: RequestAction) -> [String] {
    guard request.body != nil || request.bodyFile != nil else { return [] }
    var lines: [String] = []
    // What is signed must be known as a whole before it is sent; only S3 does without.
    if request.bodyFile != nil, request.signature == nil || request.signature?.scope?.service == "s3" {
      lines.append(CurlConfiguration.option("upload-file", bodyPath))
      // curl would add the file's name to the address of a folder.
      if let address = WebAddress(request.url), address.path.isEmpty || address.path.hasSuffix("/") {
        let isProxied = address.scheme == "http" && !(request.proxy ?? "").isEmpty
        let target = (address.path.isEmpty ? "/" : "") + address.target
        lines.append(CurlConfiguration.option("request-target", isProxied ? request.url : target))
      }
    } else {
      lines.append(CurlConfiguration.option("data-binary", "@" + bodyPath))
    }
    // curl would add a content type of its own, and wait for permission to send a large body.
    func has(_ name: String) -> Bool { request.headers.contains { $0.name.lowercased() == name } }
    if !has("content-type") {
      lines.append(CurlConfiguration.option("header", "Content-Type: text/plain; charset=utf-8"))
    }
    if has("expect") { return lines }
    // A field that is left out would be signed all the same.
    let isSigned = request.signature != nil
    lines.append(CurlConfiguration.option(isSigned ? "expect100-timeout" : "header", isSigned ? "0.001" : "Expect:"))
    return lines
  }
}
