internal import Templates
public import Text

/// A secret that a runbook declares, without its value.
public struct SecretDeclaration: Sendable {
  /// Its name.
  public let name: String
  /// Where the name stands.
  public let nameSpan: ByteSpan
  /// Where it comes from.
  public var provider: SecretProvider
  /// Whether it may be absent.
  public var isOptional = false

  /// What `kv.get_secret('key')` declares where it stands.
  public init(ofStoreKey key: String, at span: ByteSpan) {
    self.init(name: Expression.secretName(ofKey: key), nameSpan: span, provider: .store(key))
  }

  init(name: String, nameSpan: ByteSpan, provider: SecretProvider) {
    self.name = name
    self.nameSpan = nameSpan
    self.provider = provider
  }
}

/// The name of a secret as a node lists it.
public struct SecretReference: Sendable {
  /// The name.
  public let name: String
  /// Where it stands.
  public let span: ByteSpan
}
