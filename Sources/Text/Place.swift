/// Where the cause of a diagnostic stands.
public enum Place: Sendable {
  /// A stretch of a text; shown as `file:line:column` with the source line and carets.
  case span(SourceText, ByteSpan)
  /// A whole file, for mistakes that no character of it can be blamed for.
  case file(String)
  /// Something without lines, such as a command-line argument: `--var ENV`.
  case origin(String)

  /// The same place, its line never quoted.
  public var confidential: Place {
    guard case .span(let source, let span) = self else { return self }
    return .span(SourceText(name: source.name, bytes: source.bytes, isConfidential: true), span)
  }
}
