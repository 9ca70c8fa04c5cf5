/// Prints diagnostics in one of the formats.
///
/// The only place that turns them into output.
public struct DiagnosticRenderer: Sendable {
  private let format: DiagnosticFormat
  private let style: TextStyle
  private let host: GitHubHost

  /// A renderer for `format`; `style` matters to the text format only, and `host` to that of GitHub.
  public init(format: DiagnosticFormat, style: TextStyle = .plain, host: GitHubHost = GitHubHost()) {
    self.format = format
    self.style = style
    self.host = host
  }

  /// All diagnostics in source order, ending in a newline unless there is nothing to say.
  public func render(_ diagnostics: Diagnostics) -> String {
    diagnostics.hidden.reduce(rendered(diagnostics)) { $0.replacing($1, with: Self.replacement) }
  }

  /// What stands where something must not be shown; carets keep the place of what stood there.
  private static let replacement = "***"

  private func rendered(_ diagnostics: Diagnostics) -> String {
    let sorted = diagnostics.sorted()
    switch format {
    case .text: return DiagnosticText.render(sorted, style: style)
    case .json: return DiagnosticJSON.render(sorted, errors: diagnostics.errorCount)
    case .github: return DiagnosticGitHub.render(sorted, on: host)
    }
  }
}
