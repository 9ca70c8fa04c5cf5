/// In which form diagnostics are printed.
public enum DiagnosticFormat: String, Sendable, CaseIterable {
  /// For people and editors: `file:line:column: error: …` with the source line and carets.
  case text
  /// One JSON document with all of them.
  case json
  /// Workflow commands that GitHub Actions turns into annotations.
  case github
}
