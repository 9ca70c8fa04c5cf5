/// The names that the `when`, `title` and `message` of a channel can use besides the variables, `run` and `env`.
public enum NotificationName: String, Sendable, CaseIterable {
  case event, severity, title, text, node, reason, status, output

  /// What it holds.
  public var summary: String {
    switch self {
    case .event: "the event's name: `node.failed`"
    case .severity: "`info`, `warning`, `error` or `critical`"
    case .title: "the heading, as it is without `title`"
    case .text: "the text, as it is without `message`"
    case .node: "the node's id; empty where it is about the run"
    case .reason: "why; empty where there is nothing to explain"
    case .status: "how the run ended; empty before"
    case .output: "the last lines that a failed node printed"
    }
  }
}
