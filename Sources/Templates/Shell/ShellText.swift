/// A command's text for a shell: written out, or a template whose values are encoded for the places where they land.
public enum ShellText: Sendable {
  case literal(String)
  case template(ShellTemplate)

  /// The text as it was written, or as it came out.
  public var text: String {
    switch self {
    case .literal(let text): text
    case .template(let command): command.template.text
    }
  }
}
