internal import Planning
internal import Templates
internal import Text
internal import Values

/// The requests of HTTP nodes: what is sent.
extension ActionRenderer {
  mutating func request(_ declaration: PlanRequest) throws(Failure) -> RequestAction {
    let address = try address(declaration.url)
    var request = RequestAction(
      method: declaration.defaultMethod, url: try withQuery(address.text, declaration), timeout: .zero,
      workingDirectory: directory)
    request.environment = try environment()
    request.inheritance = try inheritance()
    request.limits = try limits()
    request.timeout =
      try node.timeout.map { field throws(Failure) in try value(of: field, "timeout") }
      ?? PlanRequest.defaultTimeout
    request.expectedStatuses = declaration.expectedStatuses
    try addHeaders(declaration, to: &request)
    try addBody(declaration, to: &request)
    if let method = declaration.method { request.method = try value(of: method, "method").uppercased() }
    guard PlanRequest.isMethod(request.method) else {
      throw .reason(.wrongField("method", expected: "an HTTP method", found: request.method))
    }
    if request.method == "HEAD", let expected = declaration.methodInsteadOfHead {
      throw .reason(.wrongField("method", expected: expected, found: request.method))
    }
    try add(declaration.fields, address, to: &request)
    try addIdempotency(to: &request)
    return request
  }

  private mutating func address(_ field: Field<String>) throws(Failure) -> WebAddress {
    let count = evaluator.derived.count
    let url = try value(of: field, "url").trimmed
    // What follows is not sent, and what it was cut off could not be told from other texts.
    hide(evaluator.derived[count...].compactMap { text in text.firstIndex(of: "#").map { String(text[..<$0]) } })
    if let address = WebAddress(url) { return address }
    throw .reason(
      .wrongField("url", expected: "an http:// or https:// address without white space", found: Self.open(url)))
  }

  /// An address that is wrong as it may be shown: not in part, as no mask knows the rest of one that is a secret.
  static func open(_ address: String) -> String { address.contains("@") ? "…" : address }

  private mutating func withQuery(_ url: String, _ declaration: PlanRequest) throws(Failure) -> String {
    URLText.adding(try pairs(declaration.query, "query"), to: url)
  }

  /// The entries of a table as pairs; a list makes a pair of each of its items.
  private mutating func pairs(
    _ entries: [(name: String, value: ValueTemplate)], _ key: String
  ) throws(Failure) -> [(String, String)] {
    var pairs: [(String, String)] = []
    for entry in entries {
      let value = try evaluated(entry.value)
      for item in value.list ?? [value] { pairs.append((entry.name, try text(item, "\(key).\(entry.name)"))) }
    }
    return pairs
  }

  private func text(_ value: Value, _ key: String) throws(Failure) -> String {
    if let text = String.convert(value) { return text }
    throw .reason(.wrongField(key, expected: "a text or a number", found: JSONWriter.string(value)))
  }

  private mutating func addHeaders(
    _ declaration: PlanRequest, to request: inout RequestAction
  ) throws(Failure) {
    for entry in declaration.headers {
      let text = try text(try evaluated(entry.value), "headers.\(entry.name)")
      // A line end would begin another header field (RFC 9110, 5.5).
      request.headers.append((entry.name, try line(text, "headers.\(entry.name)")))
    }
  }

  private mutating func addBody(
    _ declaration: PlanRequest, to request: inout RequestAction
  ) throws(Failure) {
    let type: String
    switch declaration.body {
    case nil: return
    case .text(let text):
      request.body = Array(try value(of: text, "body").utf8)
      type = "text/plain; charset=utf-8"
    case .json(let template):
      request.body = Array(JSONWriter.string(try evaluated(template)).utf8)
      type = "application/json"
    case .form(let entries):
      let pairs = try pairs(entries, "form")
      let fields = pairs.map { PercentEncoding.queryEncoded($0.0.utf8) + "=" + PercentEncoding.queryEncoded($0.1.utf8) }
      request.body = Array(fields.joined(separator: "&").utf8)
      type = "application/x-www-form-urlencoded"
    case .file(let path):
      request.bodyFile = try self.path(path, "body_file")
      type = "application/octet-stream"
    }
    let hasType = request.headers.contains { $0.name.lowercased() == "content-type" }
    if !hasType { request.headers.append(("Content-Type", type)) }
  }

  /// Lets the server know a request that it has had before; keeps what it could not know from being sent twice.
  private mutating func addIdempotency(to request: inout RequestAction) throws(Failure) {
    guard !PlanRequest.safeMethods.contains(request.method) else { return }
    request.isIdempotent = try value(of: node.isIdempotent, "idempotent")
    let hasKey = request.headers.contains { $0.name.lowercased() == RequestAction.idempotencyKey }
    let isUnsafe = PlanRequest.isUnsafeTwice(request.method)
    // After a crash nobody knows whether a rollback was sent, and `recover` sends it.
    if request.isIdempotent || step == .rollback && isUnsafe, !hasKey {
      request.headers.append(("Idempotency-Key", identity.idempotencyKey))
      request.hasOwnKey = true
    }
    let isRepeated = node.retry != nil || node.poll != nil
    guard isRepeated, isUnsafe, !request.isIdempotent, !hasKey else { return }
    let cause = step == .run ? "as the node is not `idempotent`" : "as there is a `retry`"
    throw .reason(
      .wrongField("method", expected: "one that may be sent twice, \(cause)", found: request.method))
  }

  // MARK: - Texts

  /// Text of one line, which cannot become more than what it stands for.
  func line(_ text: String, _ key: String) throws(Failure) -> String {
    if PlanRequest.isFieldValue(text) { return text }
    throw .reason(.wrongField(key, expected: "one line of text", found: "control characters"))
  }

  mutating func line(_ field: Field<String>, _ key: String) throws(Failure) -> String {
    try line(try value(of: field, key), key)
  }

  /// A file's path, absolute.
  mutating func path(_ field: Field<String>, _ key: String) throws(Failure) -> String {
    let path = try line(field, key)
    if path.isEmpty { throw .reason(.wrongField(key, expected: "a path", found: "")) }
    return path.hasPrefix("/") ? path : directory + "/" + path
  }
}
