/// The keys of `[runbook.defaults]` (design 3.1): those of nodes that may be stated for all of them.
public enum DefaultKey: String, Sendable, CaseIterable {
  case timeout, retry, env, shell
  case workingDirectory = "working_dir"
  case allowFailure = "allow_failure"

  /// What is known of the key: the same as of a node's.
  public var definition: KeyDefinition {
    switch self {
    case .timeout: NodeKey.timeout.definition
    case .retry: NodeKey.retry.definition
    case .env: NodeKey.env.definition
    case .shell: NodeKey.shell.definition
    case .workingDirectory: NodeKey.workingDirectory.definition
    case .allowFailure: NodeKey.allowFailure.definition
    }
  }
}
