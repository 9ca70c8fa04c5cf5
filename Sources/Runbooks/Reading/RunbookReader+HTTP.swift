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
    var request = HTTPDeclaration(url: url)
    request.method = items[.method].flatMap { nonEmpty($0) }
    if let item = items[.headers] { request.headers = readHeaders(item) }
    if let item = items[.query] { request.query = entries(of: item) }
    request.body = readBody(items)
    if let statuses = items[.expectStatus].flatMap({ readStatuses($0) }) { request.expectedStatuses = statuses }
    return request
  }

  mutating func readHeaders(_ table: TOMLItem) -> [(name: String, value: ValueTemplate)] {
    for item in table.children {
      // Token characters of RFC 9110, 5.6.2.
      let isToken =
        !item.key.isEmpty
        && item.key.utf8.allSatisfy {
          $0.isASCIIWord || "!#$%&'*+-.^`|~".utf8.contains($0)
        }
      if !isToken { report(.invalidHeaderName(item.key), at: item, key: true) }
    }
    return entries(of: table)
  }

  private mutating func readBody(_ items: NodeItems) -> HTTPDeclaration.Body? {
    if let json = items[.json], items[.body] != nil {
      report(.exclusiveKeys("json", "body"), at: json, key: true)
    }
    if let item = items[.json] { return valueTemplate(item).map { .json($0) } }
    return items[.body].flatMap { field($0, as: String.self) }.map { .text($0) }
  }

  private mutating func readStatuses(_ item: TOMLItem) -> Field<StatusPatterns>? {
    listField(item) { status in
      if StatusPattern.parse(status.value) != nil { return nil }
      let found = String.convert(status.value) ?? ""
      return .wrongValue(item.key, expected: StatusPatterns.typeName, found: found, suggestion: nil)
    }
  }
}
