public import Templates
public import Text
public import Values

/// The name of a lock that a run or a node holds (design 5.8).
public struct LockDeclaration: Sendable {
  /// The name.
  public let name: Field<String>
  /// Where it stands.
  public let span: ByteSpan
}
