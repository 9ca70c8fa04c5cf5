/// What a sample says (design 5.5).
public enum SampleVerdict: String, Sendable, CaseIterable {
  case pass, fail
  /// Nobody can tell: not from silence, and not from an answer that means nothing.
  case unknown
}
