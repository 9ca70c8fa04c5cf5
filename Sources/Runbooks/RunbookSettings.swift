public import Templates
public import Values

/// What `[runbook]` states (design 3.1).
public struct RunbookSettings: Sendable {
  /// Whether nodes run side by side.
  public enum Mode: String, Sendable, CaseIterable {
    case parallel, sequential
  }

  /// What a failure does to the rest of the run.
  public enum FailurePolicy: String, Sendable, CaseIterable {
    case stop
    case goOn = "continue"
  }

  /// What happens to what was done, after a failure.
  public enum RollbackPolicy: String, Sendable, CaseIterable {
    case auto, ask, never
  }

  /// What of the record survives (design 6).
  public enum Durability: String, Sendable, CaseIterable {
    /// Everything, if a process dies; after a power cut, nodes of the last milliseconds may be missing.
    case process
    /// Everything, after a power cut too.
    case strict
  }

  /// How long all rollbacks together may take where the runbook does not say.
  public static let defaultRecoveryTimeout = Duration.seconds(900)

  /// The runbook's name; the file's name if none is given.
  public var title: Field<String>?
  /// What it does.
  public var description: Field<String>?
  /// Its version.
  public var version: Field<String>?
  /// Who wrote it.
  public var author: Field<String>?
  /// When it was written.
  public var createdAt: Field<String>?
  /// Side by side, or one at a time.
  public var mode: Field<Mode> = .literal(.parallel)
  /// Nodes that run at once; the machine's default if nothing.
  public var jobs: Field<Int>?
  /// What nodes can take from.
  public var pools: [PoolDeclaration] = []
  /// What a run holds as a whole.
  public var locks: [LockDeclaration] = []
  /// The group of the operating system whose members may read the audit and approve.
  public var group: Field<String>?
  /// What a failure does.
  public var onFailure: Field<FailurePolicy> = .literal(.stop)
  /// What happens to what was done, after a failure.
  public var rollback: Field<RollbackPolicy> = .literal(.auto)
  /// What of the record survives.
  public var durability: Field<Durability> = .literal(.process)
  /// How long everything but the rollbacks may take.
  public var timeout: Field<Duration>?
  /// How long an answer about a failure is waited for; as the run decides if nothing.
  public var interactiveTimeout: Field<Duration>?
  /// How long all rollbacks together may take.
  public var recoveryTimeout = Field.literal(Self.defaultRecoveryTimeout)
  /// Environment of every command.
  public var environment: [EnvironmentEntry] = []
  /// What commands have of pyflow's own environment.
  public var inheritance: Field<InheritedEnvironment> = .literal(.everything)
  /// Where commands run; the runbook's folder if nothing.
  public var workingDirectory: Field<String>?
  /// What runs command strings.
  public var shell = ShellChoice.sh
  /// What nodes have that do not state it.
  public var defaults: NodeDefaults?
  /// Settings of plugins, by plugin.
  public var pluginConfiguration: [(plugin: String, settings: [(name: String, value: ValueTemplate)])] = []

  /// Where secrets come from.
  public var secrets: [SecretDeclaration] = []

  /// Who hears of a run.
  public var channels: [ChannelDeclaration] = []

  /// The run's results, by name.
  public var outputs: [(name: String, value: ValueTemplate)] = []

  /// Values of variables for `--env NAME`.
  public var environments: [RunbookEnvironment] = []

  init() {}
}

extension RunbookSettings.Mode: ValueConvertible {}
extension RunbookSettings.FailurePolicy: ValueConvertible {}
extension RunbookSettings.RollbackPolicy: ValueConvertible {}
extension RunbookSettings.Durability: ValueConvertible {}
