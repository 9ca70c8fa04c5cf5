internal import TOML
internal import Templates
internal import Values

/// `auth`: who sends a request.
extension RunbookReader {
  mutating func readAuth(_ table: TOMLItem) -> AuthFields? {
    let items: KeyItems<AuthKey> = usableKeys(of: table, in: "`\(table.key)`")
    let written = AuthKey.allCases.filter { items[$0] != nil }
    guard let key = written.first, let item = items[key] else {
      if isEmpty(table) { report(.missingSubkey(AuthKey.bearer.rawValue, in: table.key), at: table, key: true) }
      return nil
    }
    if written.count > 1, let other = items[written[1]] {
      report(.exclusiveKeys(other.key, item.key), at: other, key: true)
    }
    switch key {
    case .bearer: return credential(item).map { .bearer($0) }
    case .basic: return readBasic(item)
    case .awsSigv4: return readSignature(item).map { .signature($0) }
    }
  }

  private func isEmpty(_ table: TOMLItem) -> Bool { !table.children.contains { _ in true } }

  private mutating func readBasic(_ item: TOMLItem) -> AuthFields? {
    guard item.kind == .table else {
      guard let text = credential(item) else { return nil }
      if let literal = text.literal, !literal.contains(":") {
        // The value may be a password, so it is not repeated.
        report(.wrongValue(item.key, expected: "user:password", found: "…", suggestion: nil), at: item)
      }
      return .basicText(text)
    }
    let items: KeyItems<BasicKey> = usableKeys(of: item, in: "`\(item.key)`")
    let user = required(BasicKey.user, items, of: item)
    let password = required(BasicKey.password, items, of: item)
    guard let user, let password else { return nil }
    if let name = user.literal, name.contains(":"), let item = items[.user] {
      report(.wrongValue(item.key, expected: "a name without a colon", found: name, suggestion: nil), at: item)
    }
    return .basic(user: user, password: password)
  }

  private mutating func readSignature(_ table: TOMLItem) -> SignatureFields? {
    let items: KeyItems<SignatureKey> = usableKeys(of: table, in: "`\(table.key)`")
    let accessKey = required(SignatureKey.accessKey, items, of: table)
    let secretKey = required(SignatureKey.secretKey, items, of: table)
    guard let accessKey, let secretKey else { return nil }
    var fields = SignatureFields(accessKey: accessKey, secretKey: secretKey)
    fields.region = items[.region].flatMap { nonEmpty($0) }
    fields.service = items[.service].flatMap { nonEmpty($0) }
    fields.sessionToken = items[.sessionToken].flatMap { line($0) }
    if items[.service] != nil, items[.region] == nil {
      report(.missingSubkey(SignatureKey.region.rawValue, in: table.key), at: table, key: true)
    }
    if items[.region] != nil, items[.service] == nil {
      report(.missingSubkey(SignatureKey.service.rawValue, in: table.key), at: table, key: true)
    }
    return fields
  }

  private static var secretKeys: Set<String> { [BasicKey.password.rawValue, SignatureKey.secretKey.rawValue] }

  private mutating func required<Key: TableKey>(
    _ key: Key, _ items: KeyItems<Key>, of table: TOMLItem
  ) -> Field<String>? {
    guard let item = items[key] else {
      if table[key.rawValue] == nil { report(.missingSubkey(key.rawValue, in: table.key), at: table, key: true) }
      return nil
    }
    return Self.secretKeys.contains(key.rawValue) ? credential(item) : line(item)
  }

  /// A text that nobody should see; one that is written out is reported.
  private mutating func credential(_ item: TOMLItem) -> Field<String>? {
    let field = line(item)
    if field?.literal != nil { report(.literalCredentials(item.key), at: item) }
    return field
  }
}
