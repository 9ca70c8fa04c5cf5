/// How much a message that a runbook sends matters.
public enum MessageLevel: String, Sendable, CaseIterable {
  case debug, info, warning, error
}
