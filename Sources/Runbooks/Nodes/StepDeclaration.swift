public import Templates
public import Values

/// An action that belongs to a node, with settings of its own: what undoes it, or looks at what it changes.
public struct StepDeclaration: Sendable {
  /// What it does.
  public var action: ActionDeclaration
  /// How long an attempt of it may take.
  public var timeout: Field<Duration>?
  /// How often and when it is tried again.
  public var retry: RetryDeclaration?
  /// Environment over that of its node.
  public var environment: [EnvironmentEntry] = []
  /// What its process has of pyflow's own environment; what its node's has if nothing.
  public var inheritance: Field<InheritedEnvironment>?
  /// What each of its processes may use; the limits of its node are not its own.
  public var limits: LimitFields?
  /// Where its process runs; where its node's does if nothing.
  public var workingDirectory: Field<String>?
  /// The shell of its command; that of its node if nothing.
  public var shell: ShellChoice?

  /// How long what only looks, a snapshot or an `unless`, may take where the runbook does not say (design 3.3).
  public static let lookTimeout = Duration.seconds(30)

  init(action: ActionDeclaration) {
    self.action = action
  }
}
