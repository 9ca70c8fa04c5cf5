/// Where the cause of a diagnostic stands.
public enum Place: Sendable {
  /// A stretch of a text; shown as `file:line:column` with the source line and carets.
  case span(SourceText, ByteSpan)
  /// A stretch of a text that may be a secret; its line is named, and never quoted.
  case hidden(SourceText, ByteSpan)
  /// A whole file, for mistakes that no character of it can be blamed for.
  case file(String)
  /// Something without lines, such as a command-line argument: `--var ENV`.
  case origin(String)

  /// The same place, its line never quoted.
  public var confidential: Place { stretch.map { .hidden($0.source, $0.span) } ?? self }

  /// The text and the stretch of it, if it is a place in a text.
  public var stretch: (source: SourceText, span: ByteSpan)? {
    switch self {
    case .span(let source, let span), .hidden(let source, let span): (source, span)
    case .file, .origin: nil
    }
  }
}
