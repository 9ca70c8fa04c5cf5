internal import Runbooks
public import Templates
public import Values

/// What holds for a whole run (design 3.1).
public struct PlanSettings: Sendable {
  /// What happens to what was done, after a failure (design 5.4).
  public enum RollbackPolicy: String, Sendable, CaseIterable {
    /// It is undone.
    case auto
    /// A person decides.
    case ask
    /// It stays.
    case never
  }

  /// The runbook's name.
  public internal(set) var title: Field<String>?
  /// What it does.
  public internal(set) var description: Field<String>?
  /// Its version.
  public internal(set) var version: Field<String>?
  /// Who wrote it.
  public internal(set) var author: Field<String>?
  /// When it was written.
  public internal(set) var createdAt: Field<String>?
  /// Whether nodes run one at a time.
  public internal(set) var isSequential = false
  /// Nodes that run at once; the machine's default if nothing.
  public internal(set) var jobs: Int?
  /// The group of the operating system whose members may read the audit and approve.
  public internal(set) var group: String?
  /// The locks that the run holds as a whole, in order.
  public internal(set) var locks: [String] = []
  /// What nodes can take from.
  public internal(set) var pools: [PlanPool] = []
  /// Whether the run goes on after a failure.
  public internal(set) var goesOnAfterFailure = false
  /// What happens to what was done, after a failure.
  public internal(set) var rollback = RollbackPolicy.auto
  /// Whether what was done may be undone after a failure.
  public var rollsBack: Bool { rollback != .never }
  /// Whether every record is on disk before anything goes on (design 6, `durability = "strict"`).
  public internal(set) var isStrict = false
  /// How long everything but the rollbacks may take; without limit if nothing.
  public internal(set) var timeout: Duration?
  /// How long an answer about a failure is waited for; as the run decides if nothing.
  public internal(set) var interactiveTimeout: Duration?
  /// How long all rollbacks together may take.
  public internal(set) var recoveryTimeout = RunbookSettings.defaultRecoveryTimeout
  /// The run's results, by name.
  public internal(set) var outputs: [(name: String, value: ValueTemplate)] = []
  /// Who hears of the run.
  public internal(set) var channels: [PlanChannel] = []
  /// Environment of every command.
  public internal(set) var environment: [EnvironmentEntry] = []
  /// What commands have of pyflow's own environment.
  public internal(set) var inheritance = Field.literal(InheritedEnvironment.everything)
  /// Where commands run; the runbook's folder if nothing.
  public internal(set) var workingDirectory: Field<String>?
}
