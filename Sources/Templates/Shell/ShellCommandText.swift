/// A command for a shell, ready to be run.
public struct ShellCommandText: Sendable, Equatable {
  /// The text, in which secrets are references such as `"$PYFLOW_SECRET_TOKEN"`.
  public let text: String
  /// What the references refer to: environment that the shell must have.
  public let secrets: [(name: String, value: String)]

  /// A command's text with what its references refer to.
  public init(text: String, secrets: [(name: String, value: String)] = []) {
    self.text = text
    self.secrets = secrets
  }

  /// Whether both have the same text and the same secrets.
  public static func == (left: ShellCommandText, right: ShellCommandText) -> Bool {
    left.text == right.text && left.secrets.elementsEqual(right.secrets) { $0 == $1 }
  }
}
