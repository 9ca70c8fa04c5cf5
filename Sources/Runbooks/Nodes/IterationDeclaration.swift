public import Templates
public import Text
public import Values

/// What a node has instances for, as its keys state it (design 5.6).
public struct IterationDeclaration: Sendable {
  /// What there is one instance for.
  public enum Source: Sendable {
    /// `foreach`: each item of a list, or each entry of a map.
    case items(ValueTemplate)
    /// `matrix`: each combination of its lists.
    case combinations(MatrixDeclaration)
    /// Something that is wrong, which was reported.
    case unreadable
  }

  /// What there is one instance for.
  public let source: Source
  /// Where that stands.
  public let span: ByteSpan
  /// How many instances run at once; all if nothing.
  public var batchSize: Field<Int>?
  /// How many instances may fail; none if nothing.
  public var maxFailures: Field<CountOrShare>?

  init(_ source: Source, span: ByteSpan) {
    self.source = source
    self.span = span
  }
}
