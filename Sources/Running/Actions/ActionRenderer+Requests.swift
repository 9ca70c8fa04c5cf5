internal import Planning
internal import Templates
internal import Text
internal import Values

/// The requests of HTTP nodes.
extension ActionRenderer {
  mutating func request(_ declaration: PlanRequest) throws(Failure) -> RequestAction {
    let url = try value(of: declaration.url, "url").trimmed
    guard URLText.isHTTP(url) else {
      throw .reason(.wrongField("url", expected: "an http:// or https:// address without white space", found: url))
    }
    var request = RequestAction(
      method: declaration.defaultMethod, url: try withQuery(url, declaration), timeout: .zero,
      workingDirectory: directory)
    request.environment = try environment()
    request.inheritance = try inheritance()
    request.limits = try limits()
    request.timeout =
      try node.timeout.map { field throws(Failure) in try value(of: field, "timeout") }
      ?? PlanRequest.defaultTimeout
    try addHeaders(declaration, to: &request)
    try addBody(declaration, to: &request)
    if let method = declaration.method { request.method = try value(of: method, "method").uppercased() }
    guard PlanRequest.isMethod(request.method) else {
      throw .reason(.wrongField("method", expected: "an HTTP method", found: request.method))
    }
    return request
  }

  private mutating func withQuery(_ url: String, _ declaration: PlanRequest) throws(Failure) -> String {
    var parameters: [(String, String)] = []
    for entry in declaration.query {
      let value = try evaluated(entry.value)
      for item in value.list ?? [value] { parameters.append((entry.name, String.convert(item) ?? "")) }
    }
    return URLText.adding(parameters, to: url)
  }

  private mutating func addHeaders(
    _ declaration: PlanRequest, to request: inout RequestAction
  ) throws(Failure) {
    for entry in declaration.headers {
      let text = String.convert(try evaluated(entry.value)) ?? ""
      // A line end would begin another header field (RFC 9110, 5.5).
      if text.utf8.contains(where: { $0 == 0x0D || $0 == 0x0A || $0 == 0 }) {
        throw .reason(.wrongField(entry.name, expected: "one line", found: "several lines"))
      }
      request.headers.append((entry.name, text))
    }
  }

  private mutating func addBody(
    _ declaration: PlanRequest, to request: inout RequestAction
  ) throws(Failure) {
    switch declaration.body {
    case nil: return
    case .text(let text): request.body = Array(try value(of: text, "body").utf8)
    case .json(let template):
      request.body = Array(JSONWriter.string(try evaluated(template)).utf8)
      let hasType = request.headers.contains { $0.name.lowercased() == "content-type" }
      if !hasType { request.headers.append(("Content-Type", "application/json")) }
    }
  }
}
