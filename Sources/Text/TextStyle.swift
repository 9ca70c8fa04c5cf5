/// Colour for terminal output, or the lack of it.
///
/// Whoever prints decides; nobody else knows.
public struct TextStyle: Sendable {
  /// Without any escape sequence.
  public static let plain = TextStyle(isColored: false)
  /// With SGR sequences (ECMA-48, 8.3.117).
  public static let colored = TextStyle(isColored: true)

  /// What a stretch of text is, for choosing its colour.
  public enum Role: Sendable {
    case error, warning, success, emphasis, faint, accent

    fileprivate var code: String {
      switch self {
      case .error: "1;31"
      case .warning: "1;33"
      case .success: "32"
      case .emphasis: "1"
      case .faint: "2"
      case .accent: "36"
      }
    }
  }

  private let isColored: Bool

  /// `text` in the colour of `role`.
  public func paint(_ text: String, _ role: Role) -> String {
    isColored ? "\u{1B}[\(role.code)m\(text)\u{1B}[0m" : text
  }
}
