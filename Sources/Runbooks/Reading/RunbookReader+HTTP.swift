internal import TOML
internal import Templates
internal import Text
internal import Values

/// The keys of requests (design 3.4).
extension RunbookReader {
  mutating func readHTTP(_ table: TOMLItem, _ items: NodeItems) -> HTTPDeclaration? {
    guard let item = items[.url] else {
      reportMissing(.url, of: .http, table)
      return nil
    }
    guard let url = nonEmpty(item) else { return nil }
    checkCredentials(url.literal.flatMap { WebAddress($0.trimmed)?.userInfo }, item)
    var request = HTTPDeclaration(url: url)
    request.method = items[.method].flatMap { nonEmpty($0) }
    if let item = items[.headers] { request.headers = readHeaders(item) }
    if let item = items[.query] { request.query = entries(of: item) }
    request.body = readBody(items)
    if let statuses = items[.expectStatus].flatMap({ readStatuses($0) }) { request.expectedStatuses = statuses }
    request.fields = readFields(items)
    check(request, items)
    return request
  }

  private mutating func check(_ request: HTTPDeclaration, _ items: NodeItems) {
    if let item = items[.auth], request.headers.contains(where: { $0.name.lowercased() == "authorization" }) {
      report(.exclusiveKeys(item.key, "headers.Authorization"), at: item, key: true)
    }
    let isAuthorized = items[.auth] != nil || request.headers.contains { $0.name.lowercased() == "authorization" }
    if isAuthorized, let item = items[.url], request.url.literal.flatMap({ WebAddress($0.trimmed)?.userInfo }) != nil {
      refuse(item, expected: "without credentials, as there are others", found: "…")
    }
    if let item = items[.method], let method = request.method?.literal, method.uppercased() == "HEAD",
      let expected = HTTPDeclaration.methodInsteadOfHead(
        hasBody: request.body != nil, isSaved: request.fields.target != nil)
    {
      refuse(item, expected: expected, found: method)
    }
  }

  private mutating func refuse(_ item: TOMLItem, expected: String, found: String) {
    report(.wrongValue(item.key, expected: expected, found: found, suggestion: nil), at: item)
  }

  /// A text that must be of one line, as far as it is written out.
  mutating func line(_ item: TOMLItem) -> Field<String>? {
    let field = nonEmpty(item)
    checkLine(field?.literal, item)
    return field
  }

  mutating func checkLine(_ text: String?, _ item: TOMLItem) {
    guard let text, !HTTPDeclaration.isFieldValue(text) else { return }
    refuse(item, expected: "one line of text", found: "control characters")
  }

  // MARK: - What is sent

  /// Header fields that tell where a request ends, which no runbook may say otherwise than it is.
  private static let ownFields: Set<String> = ["content-length", "transfer-encoding", "connection", "upgrade", "te"]

  mutating func readHeaders(_ table: TOMLItem) -> [(name: String, value: ValueTemplate)] {
    var names: Set<String> = []
    for item in table.children {
      // Token characters of RFC 9110, 5.6.2.
      let isToken =
        !item.key.isEmpty
        && item.key.utf8.allSatisfy {
          $0.isASCIIWord || "!#$%&'*+-.^`|~".utf8.contains($0)
        }
      let name = item.key.lowercased()
      if !isToken { report(.invalidHeaderName(item.key), at: item, key: true) }
      if Self.ownFields.contains(name) { report(.ownHeader(item.key), at: item, key: true) }
      for value in [item] + (item.kind == .array ? Array(item.children) : [])
      where !Template.isTemplate(value.string ?? "") {
        checkLine(value.string, item)
      }
      if !names.insert(name).inserted { report(.doubledHeader(item.key), at: item, key: true) }
    }
    return entries(of: table)
  }

  private mutating func readBody(_ items: NodeItems) -> RequestBody? {
    let written = [NodeKey.json, .form, .body, .bodyFile].compactMap { items[$0] }
    if let first = written.first {
      for other in written.dropFirst() { report(.exclusiveKeys(other.key, first.key), at: other, key: true) }
    }
    if let item = items[.json] { return valueTemplate(item).map { .json($0) } }
    if let item = items[.form] { return .form(entries(of: item)) }
    if let item = items[.bodyFile] { return nonEmpty(item).map { .file($0) } }
    return items[.body].flatMap { field($0, as: String.self) }.map { .text($0) }
  }

  // MARK: - How it is sent

  private mutating func readFields(_ items: NodeItems) -> RequestFields {
    var fields = RequestFields()
    fields.auth = items[.auth].flatMap { readAuth($0) }
    fields.expectation = items[.expect].flatMap { condition($0) }
    if let limit: Field<RedirectLimit> = items[.follow].flatMap({ field($0) }) { fields.redirects = limit }
    if let flag: Field<Bool> = items[.insecure].flatMap({ field($0) }) { fields.isInsecure = flag }
    fields.authorities = items[.caFile].flatMap { line($0) }
    fields.certificate = items[.clientCert].flatMap { line($0) }
    fields.key = items[.clientKey].flatMap { line($0) }
    fields.socket = items[.unixSocket].flatMap { line($0) }
    fields.place = items[.connectTo].flatMap { nonEmpty($0) }
    fields.proxy = items[.proxy].flatMap { field($0) }
    fields.maximumAnswer = items[.maxBytes].flatMap { integer($0, atLeast: 1) }
    fields.target = items[.saveTo].flatMap { line($0) }
    check(fields, items)
    return fields
  }

  private mutating func check(_ fields: RequestFields, _ items: NodeItems) {
    if let item = items[.insecure], fields.isInsecure.literal == true {
      report(.insecureRequest, at: item, key: true)
      if items[.caFile] != nil { report(.exclusiveKeys(item.key, NodeKey.caFile.rawValue), at: item, key: true) }
    }
    if let item = items[.clientKey], items[.clientCert] == nil {
      report(.missingSubkey(NodeKey.clientCert.rawValue, in: item.key), at: item, key: true)
    }
    // The file is in its place before anything else is asked about the answer, whose body is kept nowhere else.
    if let item = items[.saveTo], items[.expect] != nil {
      report(.exclusiveKeys(item.key, NodeKey.expect.rawValue), at: item, key: true)
    }
    if let item = items[.unixSocket], let other = items[.connectTo] ?? items[.proxy] {
      report(.exclusiveKeys(other.key, item.key), at: other, key: true)
    }
    if let item = items[.connectTo], let place = fields.place?.literal, ConnectionPlace(place) == nil {
      report(.wrongValue(item.key, expected: ConnectionPlace.name, found: place, suggestion: nil), at: item)
    }
    if let item = items[.proxy], let proxy = fields.proxy?.literal, !proxy.isEmpty, ProxyAddress(proxy) == nil {
      report(.wrongValue(item.key, expected: ProxyAddress.name, found: "…", suggestion: nil), at: item)
    }
    if let item = items[.proxy] { checkCredentials(fields.proxy?.literal.flatMap { ProxyAddress($0)?.userInfo }, item) }
  }

  /// Reports a password before an `@`.
  private mutating func checkCredentials(_ userInfo: String?, _ item: TOMLItem) {
    if userInfo?.contains(":") ?? false { report(.literalCredentials(item.key), at: item) }
  }

  private mutating func readStatuses(_ item: TOMLItem) -> Field<StatusPatterns>? {
    listField(item) { status in
      if StatusPattern.parse(status.value) != nil { return nil }
      let found = String.convert(status.value) ?? ""
      return .wrongValue(item.key, expected: StatusPatterns.typeName, found: found, suggestion: nil)
    }
  }
}
