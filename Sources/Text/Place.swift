/// Where the cause of a diagnostic stands.
public enum Place: Sendable {
  /// A stretch of a text; shown as `file:line:column` with the source line and carets.
  case span(SourceText, ByteSpan)
  /// A whole file, for mistakes that no character of it can be blamed for.
  case file(String)
  /// Something without lines, such as a command-line argument: `--var ENV`.
  case origin(String)
}
