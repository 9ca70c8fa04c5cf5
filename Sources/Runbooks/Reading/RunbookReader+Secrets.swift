internal import TOML
internal import Templates
internal import Text
internal import Values

/// `[runbook.secrets]`, and the `secrets` of nodes.
extension RunbookReader {
  mutating func readSecrets(_ table: TOMLItem) -> [SecretDeclaration] {
    table.children.compactMap { readSecret($0) }
  }

  /// A secret; one that is wrong stays known, so that what uses it is not reported too.
  private mutating func readSecret(_ table: TOMLItem) -> SecretDeclaration? {
    guard Self.isIdentifier(table.key, dashes: false), !table.key.hasPrefix("PYFLOW_") else {
      report(.invalidSecretName(table.key), at: table, key: true)
      return nil
    }
    var secret = SecretDeclaration(name: table.key, nameSpan: table.keySpan, provider: .environment(table.key))
    guard isOfKind(.table, table) else { return secret }
    let items: KeyItems<SecretKey> = usableKeys(of: table, in: "secret `\(table.key)`")
    secret.isOptional = items[.optional].flatMap { readFlag($0) } ?? false
    let written = SecretKey.providers.compactMap { items[$0] }
    if written.count > 1 {
      report(.severalProviders(table.key, keys: written.map(\.key)), at: written[1], key: true)
    } else if let provider = written.first.flatMap({ readProvider($0) }) {
      secret.provider = provider
    } else if table.children.allSatisfy({ $0.key == SecretKey.optional.rawValue }) {
      report(.noProvider(table.key), at: table, key: true)
    }
    return secret
  }

  private mutating func readProvider(_ item: TOMLItem) -> SecretProvider? {
    let text = item.string ?? ""
    if Template.isTemplate(text) {
      report(.providerTemplate(item.key), at: item)
    } else if text.trimmed.isEmpty {
      report(.emptyWord(item.key), at: item)
    } else if text.utf8.contains(0) || item.key == SecretKey.env.rawValue && text.contains("=") {
      report(.invalidEnvironmentName(text), at: item)
    } else {
      return SecretKey(rawValue: item.key).flatMap { SecretProvider($0, text) }
    }
    return nil
  }

  /// The names in a node's `secrets`, which must be written out: a plan tells who gets what.
  mutating func readSecretNames(_ item: TOMLItem) -> [SecretReference] {
    item.children.compactMap { name in
      guard isString(name, of: item), let text = name.string else { return nil }
      return SecretReference(name: text, span: name.valueSpan)
    }
  }
}
