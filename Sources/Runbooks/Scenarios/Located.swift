public import Text

/// A value with the place where it is written.
public struct Located<Content: Sendable>: Sendable {
  /// The value.
  public let content: Content
  /// Where it stands.
  public let span: ByteSpan

  /// A value at a place.
  public init(_ content: Content, at span: ByteSpan) {
    self.content = content
    self.span = span
  }
}

extension Located: Equatable where Content: Equatable {}
