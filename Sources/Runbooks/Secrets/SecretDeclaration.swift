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
}

/// The name of a secret as a node lists it.
public struct SecretReference: Sendable {
  /// The name.
  public let name: String
  /// Where it stands.
  public let span: ByteSpan
}
