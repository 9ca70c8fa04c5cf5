public import Runbooks
public import Text

/// A secret of a plan: its name and where it comes from, never its value (design 3.1).
public struct PlanSecret: Sendable {
  /// Its name.
  public let name: String
  /// Where its name stands.
  public let nameSpan: ByteSpan
  /// Where it comes from.
  public let provider: SecretProvider
  /// What kind of place that is: `env`, `file` or `command`.
  public var kind: String { provider.key.rawValue }
  /// Whether it may be absent.
  public let isOptional: Bool

  init(_ declaration: SecretDeclaration) {
    name = declaration.name
    nameSpan = declaration.nameSpan
    provider = declaration.provider
    isOptional = declaration.isOptional
  }
}
