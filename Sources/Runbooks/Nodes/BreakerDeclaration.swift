public import Templates
public import Text
public import Values

/// A circuit breaker of a node (design 5.5).
public struct BreakerDeclaration: Sendable {
  /// Where its key stands.
  public let span: ByteSpan
  /// Its name.
  public let name: Field<String>
  /// Failed attempts in a row after which it opens.
  public var threshold: Field<Int>?
  /// How long it stays open.
  public var cooldown: Field<Duration>?
}
