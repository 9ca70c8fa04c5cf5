/// How much a diagnostic matters.
public enum Severity: String, Sendable, CaseIterable {
  /// Nothing runs until this is mended.
  case error
  /// It runs, but probably not as meant.
  case warning
}
